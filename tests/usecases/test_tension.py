"""Turning tension check-ins on and off, and the room they take in a day."""

from __future__ import annotations

from datetime import time

import pytest

from bot.domain.consent import Place
from bot.domain.ids import DiscordGuildId
from bot.domain.local_time import local_of
from bot.errors import InvalidInput, NotAllowed
from bot.kinds import KINDS
from bot.store import schedules
from bot.store.connection import Store
from bot.usecases.coming_back import bring_back
from bot.usecases.joining import agree
from bot.usecases.restoring import OneBack
from bot.usecases.settings import CheckIns, change_settings, settings_card
from bot.usecases.stopping import stop_everything
from bot.usecases.switching import SwitchedOff
from bot.usecases.tension import tension_now
from bot.usecases.timed import TimedOn
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.usecases.check_ins import at, tension_off, tension_on
from tests.usecases.people import (
    BERLIN,
    CLINIC,
    DEFAULTS,
    MIA,
    join,
    member_of,
    posture_of,
    turn_on,
    wish,
)

FULL = wish(60)


def comes(on: TimedOn) -> list[str]:
    return [f"{local_of(one.comes_at, BERLIN):%a %H:%M}" for one in on.coming]


async def posture_times(store: Store) -> int:
    """How many posture check-ins Mia's day has."""
    schedule = await posture_of(store)
    assert schedule is not None
    assert schedule.rule is not None
    return len(schedule.rule.minutes)


async def tension_minutes(store: Store) -> tuple[int, ...] | None:
    schedule = await schedules.live_of_kind(store.reads, (await member_of(store)).id, "tension")
    return None if schedule is None or schedule.rule is None else schedule.rule.minutes


# On


async def test_on_takes_effect_at_once_and_names_the_next_three(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)

    on = await tension_on(store, clock, at("08:30", "18:00"))

    assert comes(on) == ["Mon 18:00", "Tue 08:30", "Tue 18:00"]
    assert await tension_minutes(store) == (510, 1080)


async def test_times_in_quiet_hours_are_named_with_when_they_come_instead(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)

    on = await tension_on(store, clock, at("07:00", "18:00", "21:00"))

    assert comes(on) == ["Mon 18:00", "Tue 08:00", "Tue 18:00"]
    assert on.waiting == (time(7), time(21))


async def test_on_again_replaces_what_was_on(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await tension_on(store, clock, at("18:00"))

    await tension_on(store, clock, at("12:00"))

    assert await tension_minutes(store) == (720,)
    rows = await store.reads.rows("SELECT id FROM schedule WHERE kind = 'tension'")
    assert len(rows) == 1


async def test_more_times_than_the_limit_are_refused_and_nothing_changes(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await change_settings(store, clock, KINDS, by=MIA, daily_limit=2)

    with pytest.raises(InvalidInput):
        await tension_on(store, clock, at("09:00", "12:00", "18:00"))

    assert await tension_minutes(store) is None


async def test_nobody_turns_them_on_before_consent(store: Store, clock: FakeClock) -> None:
    with pytest.raises(NotAllowed):
        await tension_on(store, clock)
    with pytest.raises(NotAllowed):
        await tension_off(store, clock)
    with pytest.raises(NotAllowed):
        await tension_now(store, by=MIA)


# Their places in the day


async def test_posture_makes_room_and_the_answer_says_how_much_is_left(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock, FULL)
    assert await posture_times(store) == 8

    on = await tension_on(store, clock, at("09:00", "18:00"))

    assert on.posture == 6
    assert await posture_times(store) == 6


async def test_posture_has_no_place_left_where_they_take_the_whole_limit(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await change_settings(store, clock, KINDS, by=MIA, daily_limit=1)
    await turn_on(store, clock, FULL)

    assert (await tension_on(store, clock)).posture == 0
    schedule = await posture_of(store)
    assert schedule is not None
    assert (schedule.rule, schedule.next_due_at) == (None, None)

    await change_settings(store, clock, KINDS, by=MIA, daily_limit=3)

    assert await posture_times(store) == 2


async def test_where_there_is_room_for_both_nothing_is_said_of_posture(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock, wish(120))

    assert (await tension_on(store, clock)).posture is None


async def test_turned_off_they_give_their_places_back(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await turn_on(store, clock, FULL)
    await tension_on(store, clock, at("09:00", "18:00"))

    off = await tension_off(store, clock)

    assert off.change_id is not None
    assert await posture_times(store) == 8


async def test_undo_of_on_gives_the_places_back_and_undo_of_off_takes_them(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock, FULL)
    on = await tension_on(store, clock, at("09:00", "18:00"))
    off = await tension_off(store, clock)
    assert off.change_id is not None

    back = await undo(store, clock, KINDS, by=MIA, change_id=off.change_id)
    assert isinstance(back, OneBack)
    assert (back.kind, back.on) == ("tension", True)
    assert await posture_times(store) == 6

    again = await tension_on(store, clock, at("18:00"))
    await undo(store, clock, KINDS, by=MIA, change_id=again.change_id)
    assert await tension_minutes(store) == (540, 1080)
    assert await posture_times(store) == 6
    assert on.change_id != again.change_id


async def test_undo_of_the_first_on_turns_them_off(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await turn_on(store, clock, FULL)
    on = await tension_on(store, clock, at("09:00", "18:00"))

    await undo(store, clock, KINDS, by=MIA, change_id=on.change_id)

    assert await tension_minutes(store) is None
    assert await posture_times(store) == 8


async def test_a_lower_limit_leaves_the_first_times_and_a_higher_one_brings_all_back(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock, FULL)
    await tension_on(store, clock, at("09:00", "12:00", "18:00"))

    await change_settings(store, clock, KINDS, by=MIA, daily_limit=2)
    assert await tension_minutes(store) == (540, 720)
    await change_settings(store, clock, KINDS, by=MIA, daily_limit=6)

    assert await tension_minutes(store) == (540, 720, 1080)
    assert await posture_times(store) == 3


async def test_what_comes_back_after_stop_fits_the_limit_together(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock, FULL)
    await tension_on(store, clock, at("09:00", "18:00"))
    await stop_everything(store, clock, by=MIA, place=Place.DM)
    await join(store, clock)

    await bring_back(store, clock, KINDS, by=MIA)

    assert await tension_minutes(store) == (540, 1080)
    assert await posture_times(store) == 6


# Off, and the card


async def test_off_ends_them_and_says_when_there_was_nothing_to_end(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    assert await tension_off(store, clock) == SwitchedOff("tension", None)
    await tension_on(store, clock)

    assert await tension_off(store, clock) != SwitchedOff("tension", None)

    assert await tension_minutes(store) is None


async def test_the_settings_card_knows_whether_they_are_on_and_when_the_next_comes(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    before = await settings_card(store, KINDS, by=MIA, guild=CLINIC)
    await tension_on(store, clock)

    after = await settings_card(store, KINDS, by=MIA, guild=CLINIC)

    assert CheckIns("tension") in before.check_ins
    (tension,) = [one for one in after.check_ins if one.kind == "tension"]
    assert tension.on
    assert f"{tension.local_next:%a %H:%M}" == "Mon 18:00"


async def test_they_belong_to_the_member_and_not_to_one_clinic(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await tension_on(store, clock)

    await agree(
        store,
        clock,
        by=MIA,
        guild=DiscordGuildId(22),
        place=Place.SERVER,
        locale="en-US",
        defaults=DEFAULTS,
    )

    rows = await store.reads.rows("SELECT clinic_id FROM schedule WHERE kind = 'tension'")
    assert [row["clinic_id"] for row in rows] == [None]


async def test_checking_in_right_now_asks_for_nothing_but_consent(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)

    await tension_now(store, by=MIA)

    assert await tension_minutes(store) is None
