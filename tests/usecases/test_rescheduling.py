"""What has come, or has passed on the way, outlasts it that a member's times are fitted anew."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.delivery.planner import plan_due
from bot.domain.when import Repeat
from bot.domain.zones import zone
from bot.kinds import KINDS
from bot.store.connection import Store
from bot.usecases.press_results import SkippedToday
from bot.usecases.reminding import Asked, remind
from bot.usecases.settings import change_settings
from bot.usecases.upkeep import follow_zones
from tests.fakes import FakeClock
from tests.usecases.check_ins import tension_on
from tests.usecases.people import MIA, SET_STATE, join, occurrences_of, turn_on, wish
from tests.usecases.presses import press

TOKYO = zone("Asia/Tokyo")


async def slots_of(store: Store, clock: FakeClock, kind: str) -> list[str]:
    """What is planned of a kind once all that is due by now has been."""
    await plan_due(store, KINDS, clock.now())
    return [row["slot"] for row in await occurrences_of(store, kind)]


@pytest.fixture
async def mia(store: Store, clock: FakeClock) -> None:
    await join(store, clock)


async def test_what_came_while_the_bot_was_down_outlasts_a_start_with_newer_zone_rules(
    store: Store, clock: FakeClock, mia: None
) -> None:
    await tension_on(store, clock)
    clock.move_to(datetime(2026, 11, 23, 17, 10, tzinfo=UTC))  # 18:10; they come at 18:00.

    await follow_zones(store, clock, KINDS, "2099.1")

    assert await slots_of(store, clock, "tension") == ["2026-11-23T18:00"]


async def test_what_has_come_outlasts_a_change_of_settings(
    store: Store, clock: FakeClock, mia: None
) -> None:
    await tension_on(store, clock)
    clock.move_to(datetime(2026, 11, 23, 17, 0, tzinfo=UTC))

    await change_settings(store, clock, KINDS, by=MIA, daily_limit=5)

    assert await slots_of(store, clock, "tension") == ["2026-11-23T18:00"]


@pytest.mark.parametrize("repeat", [Repeat.WEEKLY, Repeat.MONTHLY])
async def test_going_east_past_a_reminder_lets_it_come_at_once_and_not_only_the_next_time(
    store: Store, clock: FakeClock, mia: None, repeat: Repeat
) -> None:
    await remind(store, clock, KINDS, by=MIA, asked=Asked("rent", "today 16:00", repeat, "en"))
    clock.move_to(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))  # 13:00 in Berlin, 21:00 in Tokyo.

    await change_settings(store, clock, KINDS, by=MIA, zone=TOKYO)

    assert await slots_of(store, clock, "reminder") == ["2026-11-23T16:00"]


async def test_skipping_a_night_skips_that_night_alone_also_when_the_limit_was_lowered_since(
    store: Store, clock: FakeClock, mia: None
) -> None:
    await change_settings(store, clock, KINDS, by=MIA, quiet=None)
    await turn_on(store, clock, wish(60, "22:00", "06:00", range(7)))
    clock.move_to(datetime(2026, 11, 24, 4, 0, tzinfo=UTC))  # 05:00
    assert (await slots_of(store, clock, "posture"))[-1] == "2026-11-24T05:00"
    prompt = (await occurrences_of(store, "posture"))[-1]["id"]
    async with store.write() as tx:
        await tx.run(SET_STATE, ("sent", prompt))
    await change_settings(store, clock, KINDS, by=MIA, daily_limit=3)

    done = await press(store, clock, prompt, "skip")

    assert isinstance(done, SkippedToday)
    assert f"{done.local_next:%Y-%m-%d %H:%M}" == "2026-11-24 22:00"
