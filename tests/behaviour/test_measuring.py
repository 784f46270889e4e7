"""The counters follow the real bot: its engine, its database, its backups, its connection."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from bot.app.measuring import OUTCOMES, measure
from bot.delivery.messenger import Outcome
from bot.delivery.sender import Overtaken, Withdrawn
from bot.domain.zones import zone
from bot.scheduling.daily_backup import BackupPlan, DailyBackup
from tests.conftest import KEY
from tests.store.backups import write_key


@pytest.fixture
def daily(clinic, tmp_path):
    """The backups of this clinic's database."""
    write_key(tmp_path / "unknot.key", KEY)
    plan = BackupPlan(
        database=tmp_path / "unknot.db",
        key_path=tmp_path / "unknot.key",
        folder=tmp_path / "backups",
        keep=2,
        local_hour=4,
        zone=zone("Europe/Berlin"),
    )
    return DailyBackup(plan, clinic.store, clinic.app.services.clock)


@pytest.fixture
def counted(clinic, daily):
    return measure(clinic.app, daily)


@pytest.fixture
async def mia(clinic, counted):
    await clinic.travel_to("2026-01-05 08:30")
    mia = await clinic.member()
    await mia.slash("posture on", every=60)
    return mia


async def read(counted) -> dict[str, float]:
    page = (await counted.page()).decode()
    found = (line.rsplit(" ", 1) for line in page.splitlines() if not line.startswith("#"))
    return {name.removeprefix("unknot_"): float(value) for name, value in found}


def ended(found: dict[str, float]) -> dict[str, float]:
    return {name: found[f'deliveries_total{{outcome="{name}"}}'] for name in OUTCOMES.values()}


def test_every_outcome_there_is_has_a_name_of_its_own():
    assert set(OUTCOMES) == {*get_args(Outcome), Overtaken, Withdrawn}
    assert len(set(OUTCOMES.values())) == len(OUTCOMES)


async def test_what_is_sent_is_counted_with_how_late_it_was(clinic, mia, counted):
    await clinic.travel_to("2026-01-05 11:30")

    found = await read(counted)

    assert ended(found) == dict.fromkeys(OUTCOMES.values(), 0) | {"sent": 4}
    assert found["delivery_lateness_seconds_count"] == 4
    assert found['delivery_lateness_seconds_bucket{le="60.0"}'] == 4
    assert found["in_flight_messages"] == found["due_messages"] == 0


async def test_what_does_not_arrive_is_counted_as_that_and_is_not_late(clinic, mia, counted):
    clinic.close_dms_of(mia)

    await clinic.travel_to("2026-01-05 09:30")

    found = await read(counted)
    assert ended(found)["unreachable"] == 1
    assert found["delivery_lateness_seconds_count"] == 1  # the welcome
    assert found["invalid_requests"] == 0


async def test_what_is_due_and_not_sent_yet_is_counted_once_planned_or_not(clinic, mia, counted):
    await clinic.app.engine.stop()
    assert (await read(counted))["due_messages"] == 0

    await clinic.travel_to("2026-01-05 09:30")

    assert (await read(counted))["due_messages"] == 1


async def test_the_age_of_the_last_backup_grows_until_the_next(clinic, counted, daily):
    await clinic.travel_to("2026-01-05 04:30")
    await daily.run_if_due()
    await clinic.pass_time(hours=3)

    found = await read(counted)

    assert found["backup_age_seconds"] == timedelta(hours=3).total_seconds()


async def test_a_connection_that_is_made_anew_is_counted(clinic, counted):
    clinic.app.client.dispatch("resumed")
    await clinic.env.settle()

    assert (await read(counted))["gateway_connections_total"] == 1
