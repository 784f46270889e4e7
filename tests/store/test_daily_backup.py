"""The day's backup is made once, also when nothing ran at its hour."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.zones import zone
from bot.errors import ConfigError
from bot.scheduling.daily_backup import BackupPlan, DailyBackup
from bot.scheduling.maintenance import Maintenance
from bot.store.backup_folder import backups
from bot.store.connection import Store
from tests.conftest import KEY
from tests.fakes import FakeClock
from tests.store.backups import write_key

BERLIN = zone("Europe/Berlin")


def at(text: str, where: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=where).astimezone(UTC)


@pytest.fixture
def plan(tmp_path: Path) -> BackupPlan:
    write_key(tmp_path / "unknot.key", KEY)
    return BackupPlan(
        database=tmp_path / "unknot.db",
        key_path=tmp_path / "unknot.key",
        folder=tmp_path / "backups",
        keep=2,
        local_hour=4,
        zone=BERLIN,
    )


@pytest.fixture
def daily(plan: BackupPlan, store: Store, clock: FakeClock) -> DailyBackup:
    return DailyBackup(plan, store, clock)


async def test_one_a_day_is_made_however_often_it_is_asked(
    daily: DailyBackup, clock: FakeClock, plan: BackupPlan
) -> None:
    made = []
    clock.move_to(at("2026-11-23 04:11"))
    for _ in range(48):
        made.append(await daily.run_if_due())
        clock.advance(hours=1)

    assert [hour for hour, done in enumerate(made) if done] == [0, 24]
    assert len(backups(plan.folder)) == 2


async def test_no_more_than_the_number_is_kept(
    daily: DailyBackup, clock: FakeClock, plan: BackupPlan
) -> None:
    for _ in range(4):
        assert await daily.run_if_due()
        clock.advance(days=1)

    assert len(backups(plan.folder)) == 2


@pytest.mark.parametrize(
    ("now", "mark"),
    [
        ("2026-11-23 04:00", "2026-11-23 04:00"),
        ("2026-11-23 03:59", "2026-11-22 04:00"),
        ("2026-11-23 23:00", "2026-11-23 04:00"),
        ("2026-03-29 05:00", "2026-03-29 04:00"),
        ("2026-10-25 03:30", "2026-10-24 04:00"),
    ],
)
def test_a_day_begins_at_its_hour_in_the_clinics_zone(
    plan: BackupPlan, now: str, mark: str
) -> None:
    assert plan.last_mark_at(at(now)) == at(mark)


async def test_after_a_night_without_power_it_is_made_as_soon_as_the_bot_runs(
    daily: DailyBackup, clock: FakeClock
) -> None:
    clock.move_to(at("2026-11-23 05:00"))
    await daily.run_if_due()

    clock.move_to(at("2026-11-24 11:11"))

    assert await daily.run_if_due()
    assert not await daily.run_if_due()


async def test_a_folder_that_cannot_be_made_is_a_failure_that_is_seen(
    daily: DailyBackup, plan: BackupPlan
) -> None:
    plan.folder.write_text("a file")

    with pytest.raises(OSError, match="exists"):
        await daily.run_if_due()


async def test_without_its_key_no_backup_is_made(daily: DailyBackup, plan: BackupPlan) -> None:
    assert plan.key_path is not None
    plan.key_path.unlink()

    with pytest.raises(ConfigError):
        await daily.run_if_due()


async def test_a_backup_goes_on_to_its_end_when_the_bot_stops_meanwhile(
    daily: DailyBackup, plan: BackupPlan
) -> None:
    task = asyncio.create_task(daily.run_if_due())
    async with asyncio.timeout(5):
        while not plan.folder.exists():  # noqa: ASYNC110 - a thread makes it
            await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    # As the end of asyncio.run does.
    await asyncio.get_running_loop().shutdown_default_executor()

    assert len(backups(plan.folder)) == 1
    assert not list(plan.folder.glob(".*"))


async def test_it_is_one_of_the_maintenance_jobs(daily: DailyBackup, store: Store) -> None:
    before = len(Maintenance(store).jobs)

    assert len(Maintenance(store, daily).jobs) == before + 1
