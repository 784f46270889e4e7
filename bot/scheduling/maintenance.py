"""The maintenance jobs: few, and by the calendar. Reminders are not among them.

APScheduler keeps jobs in memory and advances them before they have run, so a crash would lose a
reminder; for work that may be done an hour later it is just right.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.job import Job
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.log import get_logger
from bot.scheduling.daily_backup import DailyBackup
from bot.store.connection import Store

log = get_logger(__name__)


class Maintenance:
    """Runs the maintenance jobs, in UTC."""

    def __init__(self, store: Store, daily_backup: DailyBackup | None = None) -> None:
        self._store = store
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_listener(tell, EVENT_JOB_MISSED | EVENT_JOB_ERROR)
        self._add(self._store.checkpoint, CronTrigger(minute=7, timezone="UTC"))
        self._add(self.check_integrity, CronTrigger(hour=3, minute=23, timezone="UTC"))
        if daily_backup is not None:
            self._add(daily_backup.run_if_due, CronTrigger(minute=11, timezone="UTC"))

    def hourly(self, job: Callable[[], Awaitable[None]], *, minute: int = 17) -> None:
        """Run a job of somebody else's every hour, so many minutes past it."""
        self._add(job, CronTrigger(minute=minute, timezone="UTC"))

    def minutely(self, job: Callable[[], Awaitable[None]]) -> None:
        """Run a job of somebody else's every minute; it should take less than one."""
        self._add(job, CronTrigger(minute="*", timezone="UTC"))

    def start(self) -> None:
        """Begin; needs a running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """End, at the loop's next turn; a job that runs is cut off."""
        self._scheduler.shutdown(wait=False)

    @property
    def jobs(self) -> list[Job]:
        """The jobs, as the scheduler has them."""
        return list(self._scheduler.get_jobs())

    async def check_integrity(self) -> bool:
        """Whether the database is whole; an error in the log if it is not."""
        found = await self._store.integrity_problems()
        if found:
            log.error("database.damaged", extra={"problems": len(found)})
        else:
            log.info("database.whole")
        return not found

    def _add(self, job: object, trigger: CronTrigger) -> None:
        # Late is fine, lost is not: no grace time, and several missed runs are one.
        self._scheduler.add_job(
            job, trigger, misfire_grace_time=None, coalesce=True, max_instances=1
        )


def tell(event: JobExecutionEvent) -> None:
    """Log a job that failed or could not run: the scheduler itself goes on in silence."""
    missed = event.code == EVENT_JOB_MISSED
    log.error("maintenance.missed" if missed else "maintenance.failed", extra={"job": event.job_id})
