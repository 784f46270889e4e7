"""What a monitor reads of the counters."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.ops.metrics import Metrics, Standing

NOW_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NOTHING = Standing(NOW_AT, due=0, in_flight=0, invalid_requests=0, backup_at=None)


def metrics(standing: Standing = NOTHING) -> Metrics:
    async def read() -> Standing:
        return standing

    return Metrics(("sent", "refused"), read)


async def lines(counted: Metrics) -> dict[str, float]:
    """Each line's value, by what stands before it."""
    page = (await counted.page()).decode()
    found = (line.rsplit(" ", 1) for line in page.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in found}


async def test_each_outcome_shows_nought_until_it_comes_up_and_then_how_often() -> None:
    counted = metrics()
    counted.attempt_ended("sent", timedelta())
    counted.attempt_ended("sent", timedelta())

    read = await lines(counted)

    assert read['unknot_deliveries_total{outcome="sent"}'] == 2
    assert read['unknot_deliveries_total{outcome="refused"}'] == 0


@pytest.mark.parametrize(("late_s", "first"), [(0.4, "0.5"), (0.6, "1.0"), (299, "300.0")])
async def test_how_late_a_message_arrived_stands_in_its_bucket(late_s: float, first: str) -> None:
    counted = metrics()
    counted.attempt_ended("sent", timedelta(seconds=late_s))

    read = await lines(counted)

    buckets = [name for name, value in read.items() if "_bucket" in name and value]
    assert buckets[0] == f'unknot_delivery_lateness_seconds_bucket{{le="{first}"}}'
    assert read["unknot_delivery_lateness_seconds_sum"] == late_s


async def test_what_did_not_arrive_is_not_late() -> None:
    counted = metrics()
    counted.attempt_ended("refused", None)

    assert (await lines(counted))["unknot_delivery_lateness_seconds_count"] == 0


async def test_how_things_stand_is_read_when_it_is_asked() -> None:
    counted = metrics(Standing(NOW_AT, 7, 3, 12, NOW_AT - timedelta(hours=5)))
    await counted.connected()

    read = await lines(counted)

    assert read["unknot_due_messages"] == 7
    assert read["unknot_in_flight_messages"] == 3
    assert read["unknot_invalid_requests"] == 12
    assert read["unknot_backup_age_seconds"] == 5 * 3600
    assert read["unknot_gateway_connections_total"] == 1
    assert 0 <= read["unknot_loop_lag_seconds"] < 5


async def test_without_a_backup_its_age_is_no_number() -> None:
    read = await lines(metrics(replace(NOTHING, backup_at=None)))

    assert read["unknot_backup_age_seconds"] != read["unknot_backup_age_seconds"]


async def test_no_label_names_anybody_or_anything_but_how_it_ended() -> None:
    page = (await metrics().page()).decode()

    assert set(re.findall(r"[{,](\w+)=", page)) == {"outcome", "le"}
