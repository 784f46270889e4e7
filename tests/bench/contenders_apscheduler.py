"""APScheduler 3 with a job each, as most Discord bots do it that use it.

Its jobs are daily at nine in Berlin, as ours are. With its defaults a job that begins more than a
second late is given up; ``grace_s`` None is how it has to be set for all to run.
"""

from __future__ import annotations

import asyncio
import pickle
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiosqlite
from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_EXECUTED,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
)
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from tests.bench.contender import LEAD_S, Call, Contender, Scale
from tests.bench.probes import Arrivals

ENDS = EVENT_JOB_EXECUTED | EVENT_JOB_MISSED | EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES
ADD = "INSERT INTO apscheduler_jobs (id, next_run_time, job_state) VALUES (?, ?, ?)"
DATABASE = "jobs.db"
NOTES = "CREATE TABLE note (job INTEGER PRIMARY KEY, state TEXT)"
NOTE_ATTEMPT = "INSERT OR REPLACE INTO note (job, state) VALUES (?, 'sending')"
NOTE_SENT = "UPDATE note SET state = 'sent' WHERE job = ?"

# A stored job is found again by its module and name, so what it does cannot be a method.
arrivals = Arrivals()


async def send(number: int) -> None:
    """What every job does."""
    arrivals.arrive()


class Notes:
    """What a message that is never sent twice needs at the least, whatever keeps the jobs.

    It is noted before it leaves, and after: each brought to the disk, as ours are.
    """

    async def open(self, folder: Path) -> None:
        self._connection = await aiosqlite.connect(folder / "notes.db", isolation_level=None)
        for sql in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", NOTES):
            await self._connection.execute_fetchall(sql)

    async def run(self, sql: str, number: int) -> None:
        await self._connection.execute_fetchall(sql, (number,))

    async def close(self) -> None:
        await self._connection.close()


notes = Notes()


async def send_noted(number: int) -> None:
    """What a job does that must not send twice."""
    await notes.run(NOTE_ATTEMPT, number)
    arrivals.arrive()
    await notes.run(NOTE_SENT, number)


class InMemory(Contender):
    """MemoryJobStore: after a restart everything is added again."""

    grace_s: int | None = None
    job = staticmethod(send)

    @classmethod
    async def seed(cls, scale: Scale, folder: Path) -> None:
        """Nothing is there before it starts."""

    def trigger(self) -> Any:
        """When a job is due."""
        return CronTrigger(hour=9, minute=0, timezone="Europe/Berlin")

    async def begin(self) -> None:
        self.arrivals = arrivals
        self._left = 0
        self._done: asyncio.Future[None] | None = None
        self.scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": self.grace_s}
        )
        self.add_store()
        self.scheduler.add_listener(self._ended, ENDS)
        self.scheduler.start(paused=True)
        waiting = self.scale.schedules - 2 * self.scale.due
        self.add_waiting(waiting)
        self.scheduler.resume()

    def add_store(self) -> None:
        """Use another store than the memory."""

    def add_waiting(self, number: int) -> None:
        """Put those in place that are not due."""
        self.add_jobs("waiting", [_later_at(n) for n in range(number)])

    def add_jobs(self, group: str, next_at: list[datetime]) -> None:
        """A job for each of these instants."""
        for n, at in enumerate(next_at):
            trigger = self.trigger()
            name = f"{group}-{n}"
            self.scheduler.add_job(self.job, trigger, args=[n], id=name, next_run_time=at)

    async def call_up(self, *, warm_up: bool) -> Call:
        # Adding takes its time: nothing is due before all are there.
        self.scheduler.pause()
        lead_s, number = LEAD_S, self.scale.due
        while True:
            due_at = datetime.now(UTC) + timedelta(seconds=lead_s)
            group = f"{'warm' if warm_up else 'due'}-{lead_s}"
            self.add_jobs(group, [due_at] * number)
            if (due_at - datetime.now(UTC)).total_seconds() > LEAD_S / 4:
                break
            self.remove(group, number)
            lead_s *= 2
        self._left = number
        self._done = asyncio.get_running_loop().create_future()
        self.scheduler.resume()
        return Call(due_at.timestamp(), due_at.timestamp())

    def remove(self, group: str, number: int) -> None:
        """Take them out again."""
        for n in range(number):
            self.scheduler.remove_job(f"{group}-{n}")

    def _ended(self, event: object) -> None:
        self._left -= 1
        if self._left == 0 and self._done is not None:
            self._done.set_result(None)

    async def settled(self) -> None:
        assert self._done is not None
        await self._done

    async def end(self) -> None:
        self.scheduler.shutdown(wait=False)


class InMemoryByDefault(InMemory):
    """With the grace of one second that it has by default."""

    grace_s = 1


class InMemoryNoted(InMemory):
    """With what never sending twice takes."""

    job = staticmethod(send_noted)

    async def begin(self) -> None:
        await notes.open(self.folder)
        await super().begin()

    async def end(self) -> None:
        await super().end()
        await notes.close()


class InMemoryInterval(InMemory):
    """Every 24 hours: its cheapest trigger, which moves when clocks change."""

    def trigger(self) -> Any:
        return IntervalTrigger(days=1, timezone=UTC)


class InSql(InMemory):
    """SQLAlchemyJobStore on SQLite in WAL, every commit brought to the disk as ours are."""

    synchronous = "FULL"

    @classmethod
    async def seed(cls, scale: Scale, folder: Path) -> None:
        seeding = cls(scale, folder)
        seeding.scheduler = AsyncIOScheduler(timezone=UTC)
        seeding.add_store()
        seeding.scheduler.start(paused=True)
        number = scale.schedules - 2 * scale.due
        seeding.add_jobs("waiting", [_later_at(n) for n in range(number)])
        seeding.scheduler.shutdown()

    def add_store(self) -> None:
        import sqlalchemy
        from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore

        engine = sqlalchemy.create_engine(f"sqlite:///{self.folder / DATABASE}")

        @sqlalchemy.event.listens_for(engine, "connect")
        def _connected(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {self.synchronous}")

        self.scheduler.add_jobstore(SQLAlchemyJobStore(engine=engine))

    def add_waiting(self, number: int) -> None:
        """They are there already."""

    def add_jobs(self, group: str, next_at: list[datetime]) -> None:
        """As its own add_job writes them, but in one transaction: one each takes minutes."""
        model = self.scheduler.add_job(
            self.job, self.trigger(), args=[0], id="model", next_run_time=next_at[0]
        )
        state = model.__getstate__()
        model.remove()
        rows = []
        for n, at in enumerate(next_at):
            name = f"{group}-{n}"
            state |= {"id": name, "args": (n,), "next_run_time": at}
            rows.append((name, at.timestamp(), pickle.dumps(state, pickle.HIGHEST_PROTOCOL)))
        connection = sqlite3.connect(self.folder / DATABASE)
        with connection:
            connection.executemany(ADD, rows)
        connection.close()

    def remove(self, group: str, number: int) -> None:
        connection = sqlite3.connect(self.folder / DATABASE)
        with connection:
            connection.execute("DELETE FROM apscheduler_jobs WHERE id LIKE ?", (f"{group}-%",))
        connection.close()


class InSqlByDefault(InSql):
    """With the grace of one second that it has by default."""

    grace_s = 1


class InSqlNoted(InSql, InMemoryNoted):
    """With what never sending twice takes."""


class InSqlNormal(InSql):
    """With commits that a power failure may undo."""

    synchronous = "NORMAL"


def _later_at(number: int) -> datetime:
    return datetime.fromtimestamp(int(time.time()) + 7_200 + number % 72_000, UTC)
