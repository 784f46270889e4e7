"""The maintenance jobs."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers import SchedulerNotRunningError

from bot.scheduling.maintenance import Maintenance, tell
from bot.store.connection import Store


async def test_a_whole_database_is_found_whole(store, caplog):
    assert await Maintenance(store).check_integrity()
    assert "database.damaged" not in caplog.text


async def test_a_damaged_database_is_an_error_in_the_log(tmp_path, caplog):
    path = tmp_path / "plain.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (a TEXT)")
    plain.executemany("INSERT INTO t VALUES (?)", [("x" * 100,)] * 1000)
    plain.commit()
    plain.close()
    page = 4096
    with path.open("r+b") as file:
        file.seek(5 * page)
        file.write(b"\xff" * 64)
    store = await Store.open(path, None)
    try:
        assert not await Maintenance(store).check_integrity()
    finally:
        await store.close()
    assert "database.damaged" in caplog.text


async def test_every_job_may_run_late_but_is_never_dropped_or_run_twice_at_once(store):
    jobs = Maintenance(store).jobs

    assert len(jobs) == 2
    for job in jobs:
        assert job.misfire_grace_time is None
        assert job.coalesce
        assert job.max_instances == 1


async def test_starting_and_stopping_leaves_nothing_behind(store):
    maintenance = Maintenance(store)
    maintenance.start()

    maintenance.stop()
    await asyncio.sleep(0)  # the scheduler ends at the loop's next turn

    with pytest.raises(SchedulerNotRunningError):
        maintenance.stop()


@pytest.mark.parametrize(
    ("code", "said"),
    [(EVENT_JOB_MISSED, "maintenance.missed"), (EVENT_JOB_ERROR, "maintenance.failed")],
)
def test_a_job_that_was_missed_or_failed_is_an_error_in_the_log(code, said, caplog):
    tell(JobExecutionEvent(code, "checkpoint", "default", None))

    assert said in caplog.text


@pytest.mark.parametrize(("often", "minute"), [("hourly", "17"), ("minutely", "*")])
async def test_what_is_to_be_seen_to_is_a_job_like_the_others(store, often, minute) -> None:
    async def look_after() -> None:
        """Nothing."""

    maintenance = Maintenance(store)
    before = len(maintenance.jobs)

    getattr(maintenance, often)(look_after)

    (*_, job) = maintenance.jobs
    assert len(maintenance.jobs) == before + 1
    assert f"minute='{minute}'" in str(job.trigger)


async def test_an_hourly_job_may_have_a_minute_of_its_own(store) -> None:
    async def clear_out() -> None:
        """Nothing."""

    maintenance = Maintenance(store)
    maintenance.hourly(clear_out, minute=29)

    (*_, job) = maintenance.jobs
    assert "minute='29'" in str(job.trigger)
