"""Times at which somebody answers more, on a real database: offered, taken, or left."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

from bot.domain.zones import zone
from bot.errors import Conflict
from bot.kinds import KINDS
from bot.store.columns import to_ms
from bot.store.connection import Store
from bot.usecases.hours import leave_times, move_times
from bot.usecases.press_results import Answered
from bot.usecases.settings import change_settings
from tests.fakes import FakeClock
from tests.usecases.check_ins import at, tension_on
from tests.usecases.habits import NAMES, THEIRS, four_a_day, minutes_of, wish_of
from tests.usecases.people import MIA, join, posture_of, prompt_that_is, turn_on, wish
from tests.usecases.presses import press


@pytest.fixture
async def mia(store: Store, clock: FakeClock) -> None:
    await four_a_day(store, clock)


async def answers(store: Store, clock: FakeClock, days: int) -> None:
    """So many days before today, on which the two prompts before noon were answered."""
    schedule = await posture_of(store)
    assert schedule is not None
    rows: list[tuple[Any, ...]] = []
    for day in range(1, days + 1):
        for hour in (9, 11, 13, 15):
            at = clock.now() + timedelta(days=-day, hours=hour - 9)
            answered = ("answered", "done", to_ms(at)) if hour < 12 else ("sent", None, None)
            slot = f"{at + timedelta(hours=1):%Y-%m-%dT%H:%M}"
            rows.append((schedule.id, slot, *[to_ms(at)] * 3, *answered))
    async with store.write() as tx:
        await tx.run_many(
            """INSERT INTO occurrence (schedule_id, slot, due_at, send_after_at, ready_at, lane,
                state, answer, answered_at, item) VALUES (?, ?, ?, ?, ?, 4, ?, ?, ?, 'x')""",
            rows,
        )


async def offered(store: Store, clock: FakeClock, action: str = "done") -> Any:
    result: Any = await press(store, clock, await prompt_that_is(store, clock), action)
    return result.offer


@pytest.mark.parametrize("action", ["done", "skip"])
async def test_the_twentieth_answer_carries_the_offer(
    store: Store, clock: FakeClock, mia: None, action: str
) -> None:
    await answers(store, clock, days=9)
    assert await offered(store, clock, action) is None
    clock.advance(minutes=1)

    offer = await offered(store, clock, action)

    assert offer is not None
    assert offer.minutes == THEIRS
    # Nothing is moved by offering it.
    assert await minutes_of(store) == NAMES
    clock.advance(minutes=1)
    assert await offered(store, clock, action) is None


async def test_what_was_answered_before_a_move_keeps_the_hour_it_was_answered_at(
    store: Store, clock: FakeClock, mia: None
) -> None:
    await answers(store, clock, days=9)
    await change_settings(store, clock, KINDS, by=MIA, zone=zone("America/New_York"))
    await offered(store, clock)
    clock.advance(minutes=1)

    assert (await offered(store, clock)).minutes == THEIRS


async def test_what_came_at_a_moved_time_counts_for_that_time(
    store: Store, clock: FakeClock, mia: None
) -> None:
    # What is called nine and eleven, and was answered, came at noon and at one.
    await move_times(store, clock, KINDS, by=MIA, minutes=(720, 780, 840, 960))
    clock.advance(days=10)
    await answers(store, clock, days=9)
    await offered(store, clock)
    clock.advance(minutes=1)

    assert (await offered(store, clock)).local_between == (time(12), time(13, 15))


async def test_a_snooze_is_no_answer_that_is_counted(
    store: Store, clock: FakeClock, mia: None
) -> None:
    await answers(store, clock, days=9)
    await press(store, clock, await prompt_that_is(store, clock), "snooze")
    clock.advance(minutes=1)

    result = await press(store, clock, await prompt_that_is(store, clock), "done")

    assert isinstance(result, Answered)
    assert result.offer is None


async def test_times_move_from_the_next_day_on_and_a_second_move_from_the_day_after(
    store: Store, clock: FakeClock, mia: None
) -> None:
    first = await move_times(store, clock, KINDS, by=MIA, minutes=THEIRS)
    assert [f"{one:%d %H:%M}" for one in first.local_coming] == ["23 11:00", "23 13:00", "23 15:00"]
    clock.advance(days=1, minutes=30)

    second = await move_times(store, clock, KINDS, by=MIA, minutes=(600, 660, 720, 780))

    assert [f"{one:%d %H:%M}" for one in second.local_coming] == [
        "24 10:00",
        "24 11:00",
        "24 12:00",
    ]
    schedule = await posture_of(store)
    assert schedule is not None
    assert schedule.rule is not None
    assert (schedule.rule.names, schedule.rule.before) == (NAMES, THEIRS)


async def test_times_that_move_leave_the_places_that_tension_keeps(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock, wish(60, days=range(7)))
    await tension_on(store, clock, at("09:00", "18:00"))
    before = await minutes_of(store)
    theirs = tuple(minute + 15 for minute in before)

    await move_times(store, clock, KINDS, by=MIA, minutes=theirs)

    assert len(before) == 6
    assert await minutes_of(store) == theirs


async def test_the_same_move_pressed_twice_is_one_change(
    store: Store, clock: FakeClock, mia: None
) -> None:
    first = await move_times(store, clock, KINDS, by=MIA, minutes=THEIRS)
    second = await move_times(store, clock, KINDS, by=MIA, minutes=THEIRS)

    assert first.change_id is not None
    assert second.change_id is None


@pytest.mark.parametrize(
    "minutes",
    [(), (540,), (480, 600, 660, 720), (540, 570, 660, 720), (720, 660, 600, 540)],
)
async def test_times_that_dont_fit_move_nothing(
    store: Store, clock: FakeClock, mia: None, minutes: tuple[int, ...]
) -> None:
    with pytest.raises(Conflict) as refused:
        await move_times(store, clock, KINDS, by=MIA, minutes=minutes)

    assert refused.value.key == "posture.times_changed"
    assert await minutes_of(store) == NAMES


async def test_moved_times_rest_while_a_lower_limit_leaves_some_out(
    store: Store, clock: FakeClock, mia: None
) -> None:
    await move_times(store, clock, KINDS, by=MIA, minutes=THEIRS)

    lowered = await change_settings(store, clock, KINDS, by=MIA, daily_limit=3)
    assert (lowered.rhythm_before.moved, lowered.rhythm.moved) == (True, False)
    raised = await change_settings(store, clock, KINDS, by=MIA, daily_limit=6)

    assert (raised.rhythm_before.moved, raised.rhythm.moved) == (False, True)
    assert await minutes_of(store) == THEIRS


async def test_leaving_the_times_is_one_change(store: Store, clock: FakeClock, mia: None) -> None:
    first = await leave_times(store, clock, by=MIA)
    second = await leave_times(store, clock, by=MIA)

    assert first.change_id is not None
    assert second.change_id is None
    assert not (await wish_of(store)).offers
