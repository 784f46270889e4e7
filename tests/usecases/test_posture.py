"""Turning posture check-ins on and off, and one right now."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.content.library import Library
from bot.domain.consent import Place
from bot.errors import InvalidInput, NotAllowed
from bot.kinds import KINDS
from bot.store import claims, schedules
from bot.store.connection import Store
from bot.usecases.posture import (
    posture_as_it_is,
    posture_now,
    raise_limit_for_posture,
    turn_posture_on,
)
from bot.usecases.restoring import dropped_by
from bot.usecases.settings import change_settings
from bot.usecases.stopping import stop_everything
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.usecases.people import (
    LEO,
    MIA,
    coming,
    join,
    next_of,
    occurrences_of,
    posture_of,
    posture_off,
    prompt_that_is,
    turn_on,
    wake_at,
    wish,
)

LIBRARY = Library.load()


# On


async def test_turning_on_plans_the_first_time_and_tells_the_next_three(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)

    on = await turn_on(store, clock)

    assert coming(on) == ["Mon 10:00", "Mon 11:00", "Mon 12:00"]
    assert await next_of(store) == "2026-11-23 10:00"
    assert on.change_id is not None


async def test_the_wish_is_kept_as_it_was_given_whatever_limit_and_quiet_hours_leave(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    wanted = wish(20, "18:00", "22:00", (0, 2))

    await turn_on(store, clock, wanted)

    schedule = await posture_of(store)
    assert schedule is not None
    assert schedule.wish == wanted.to_wish()
    assert schedule.rule is not None
    assert len(schedule.rule.minutes) == 6


async def test_turning_on_again_keeps_one_schedule_and_drops_what_waits(
    store: Store, clock: FakeClock
) -> None:
    member = await join(store, clock)
    await turn_on(store, clock)
    waiting = await prompt_that_is(store, clock, "queued")

    on = await turn_on(store, clock, wish(120, "10:00"))

    live = await schedules.live(store.reads, member.id)
    assert [one.kind for one in live] == ["notice", "posture"]
    assert coming(on) == ["Mon 10:00", "Mon 12:00", "Mon 14:00"]
    (dropped,) = await occurrences_of(store, "posture")
    assert (dropped["id"], dropped["state"]) == (waiting, "dropped")


async def test_a_prompt_that_arrived_stays_answerable_when_the_times_change(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock)
    await prompt_that_is(store, clock, "sent")

    await turn_on(store, clock, wish(120))

    (prompt,) = await occurrences_of(store, "posture")
    assert prompt["state"] == "sent"


async def test_a_time_that_was_used_today_is_not_used_again(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await turn_on(store, clock)
    await prompt_that_is(store, clock, "sent")
    # The clock is set back an hour, and the window with it.
    clock.advance(hours=-1)

    on = await turn_on(store, clock)

    assert coming(on)[0] == "Mon 10:00"


async def test_with_every_time_in_quiet_hours_it_is_on_and_nothing_comes(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)

    on = await turn_on(store, clock, wish(60, "21:00", "23:00"))

    assert on.plan.rule is None
    assert on.coming == ()
    assert await posture_of(store) is not None
    assert await next_of(store) is None


@pytest.mark.parametrize("every_min", [0, 1, 21, 90.5, -20, 121, 10**9])
async def test_a_pace_that_is_not_on_offer_is_refused_with_those_that_are(
    store: Store, clock: FakeClock, every_min: int
) -> None:
    await join(store, clock)

    with pytest.raises(InvalidInput) as refused:
        await turn_on(store, clock, replace(wish(), every_min=every_min))

    assert refused.value.key == "every.not_offered"
    assert refused.value.params == {"choices": "20, 30, 45, 60, 90, 120"}
    assert await posture_of(store) is None


async def test_a_window_that_begins_where_it_ends_is_refused_and_leaves_no_trace(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock)

    with pytest.raises(InvalidInput) as refused:
        await turn_on(store, clock, wish(60, "09:00", "09:00"))

    assert refused.value.key == "window.empty"
    assert await next_of(store) == "2026-11-23 10:00"


# Who may


async def test_before_consent_nothing_is_allowed_and_nothing_is_kept(
    store: Store, clock: FakeClock
) -> None:
    for refused_case in (
        turn_posture_on(store, clock, KINDS, by=LEO, wish=wish()),
        posture_off(store, clock, by=LEO),
        posture_now(store, clock, LIBRARY, by=LEO, locale="en"),
        raise_limit_for_posture(store, clock, KINDS, by=LEO),
    ):
        with pytest.raises(NotAllowed) as refused:
            await refused_case
        assert refused.value.key == "consent.needed"
    assert await wake_at(store) is None


async def test_after_a_stop_it_takes_a_new_consent(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await stop_everything(store, clock, by=MIA, place=Place.DM)

    with pytest.raises(NotAllowed):
        await turn_on(store, clock)


# Off


async def test_turning_off_ends_the_schedule_and_drops_what_waits(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock)
    await prompt_that_is(store, clock, "queued")

    off = await posture_off(store, clock, by=MIA)

    assert off.change_id is not None
    assert await posture_of(store) is None
    (dropped,) = await occurrences_of(store, "posture")
    assert (dropped["state"], dropped["end_reason"]) == ("dropped", dropped_by(off.change_id))


async def test_turning_off_what_is_not_on_changes_nothing(store: Store, clock: FakeClock) -> None:
    await join(store, clock)

    off = await posture_off(store, clock, by=MIA)

    assert off.change_id is None


@pytest.mark.parametrize("every_min", [20, 120])
async def test_undo_brings_back_what_was_turned_off(
    store: Store, clock: FakeClock, every_min: int
) -> None:
    await join(store, clock)
    before = await turn_on(store, clock, wish(every_min))
    off = await posture_off(store, clock, by=MIA)
    assert off.change_id is not None

    await undo(store, clock, KINDS, by=MIA, change_id=off.change_id)

    after = await posture_as_it_is(store, clock, KINDS, by=MIA)
    assert (after.wish, after.coming) == (before.wish, before.coming)


# Now


async def test_what_now_shows_is_remembered_as_the_last_that_was_shown(
    store: Store, clock: FakeClock
) -> None:
    member = await join(store, clock)

    prompt = await posture_now(store, clock, LIBRARY, by=MIA, locale="en")

    async with store.write() as tx:
        assert await claims.last_shown(tx, member.id, "posture") == prompt.id


async def test_now_shows_no_prompt_twice_in_a_row_and_in_time_all_of_them(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    seen: list[str] = []
    for _ in range(300):
        clock.advance(seconds=7)
        seen.append((await posture_now(store, clock, LIBRARY, by=MIA, locale="en")).id)

    assert all(one != following for one, following in itertools.pairwise(seen))
    assert set(seen) == {prompt.id for prompt in LIBRARY.prompts("en")}


async def test_now_takes_no_place_in_the_daily_limit(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await posture_now(store, clock, LIBRARY, by=MIA, locale="en")

    assert await occurrences_of(store, "posture") == []


# As it is


async def test_it_stands_as_the_last_change_left_it(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await turn_on(store, clock, wish(60))
    await change_settings(store, clock, KINDS, by=MIA, daily_limit=4)

    as_it_is = await posture_as_it_is(store, clock, KINDS, by=MIA)

    assert coming(as_it_is) == ["Mon 11:00", "Mon 13:00", "Mon 15:00"]
    assert as_it_is.change_id is None


async def test_over_the_change_of_the_clocks_the_wall_time_stays(
    store: Store, clock: FakeClock
) -> None:
    clock.move_to(datetime(2026, 10, 24, 22, 0, tzinfo=UTC))
    await join(store, clock)

    on = await turn_on(store, clock, wish(120, "09:00", "14:00", (5, 6)))

    assert [one.at.hour for one in on.coming] == [8, 10, 12]
    assert coming(on) == ["Sun 09:00", "Sun 11:00", "Sun 13:00"]
