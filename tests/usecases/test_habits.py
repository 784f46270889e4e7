"""What answers make of posture check-ins, on a real database: once, at once, and undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.ids import ChannelId, MessageId, OccurrenceId
from bot.domain.posture import PostureWish
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bot.kinds import KINDS
from bot.store import schedules
from bot.store.columns import to_ms
from bot.store.connection import Store
from bot.usecases.habits import (
    KeptAsTheyAre,
    LessOften,
    is_silent,
    keep_posture,
    posture_less_often,
)
from bot.usecases.hours import leave_times, move_times
from bot.usecases.pressing import Answered, Press, PressResult, press_button
from bot.usecases.settings import change_settings
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.usecases.check_ins import at, tension_on
from tests.usecases.people import (
    MIA,
    join,
    member_of,
    next_of,
    posture_of,
    posture_off,
    prompt_that_is,
    turn_on,
    wish,
)

EVERY_TWO_HOURS = wish(120, days=range(7))
NAMES, THEIRS = (540, 660, 780, 900), (540, 600, 660, 720)
SET = "UPDATE occurrence SET state = ?, item = ?, answer = ?, answered_at = ? WHERE id = ?"


@pytest.fixture
async def mia(store: Store, clock: FakeClock) -> None:
    """Gets four prompts a day; it is nine on a Monday."""
    await join(store, clock)
    await turn_on(store, clock, EVERY_TWO_HOURS)


async def question(store: Store, clock: FakeClock) -> OccurrenceId:
    """The question, just sent."""
    found = await prompt_that_is(store, clock)
    async with store.write() as tx:
        await tx.run(SET, ("sent", "?", None, None, found))
    return found


async def answer(
    store: Store, clock: FakeClock, occurrence_id: OccurrenceId, action: str
) -> PressResult:
    press = Press(MIA, occurrence_id, 1, action, ChannelId(31), MessageId(41))
    return await press_button(store, clock, KINDS, press)


async def wish_of(store: Store) -> PostureWish:
    schedule = await posture_of(store)
    assert schedule is not None
    return PostureWish.from_wish(schedule.wish)


async def minutes_of(store: Store) -> tuple[int, ...]:
    schedule = await posture_of(store)
    assert schedule is not None
    assert schedule.rule is not None
    return schedule.rule.minutes


async def set_next(store: Store, slot: str, at: datetime) -> None:
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET next_slot = ?, next_due_at = ?", (slot, to_ms(at)))


# The question


async def test_a_question_that_stands_is_silence_until_something_is_pressed(
    store: Store, clock: FakeClock, mia: None
) -> None:
    earlier = await prompt_that_is(store, clock)
    clock.advance(minutes=1)
    await question(store, clock)
    schedule = await posture_of(store)
    assert schedule is not None
    assert await is_silent(store.reads, schedule)

    await answer(store, clock, earlier, "done")

    assert not await is_silent(store.reads, schedule)


async def test_what_was_turned_off_is_not_silent_but_over(
    store: Store, clock: FakeClock, mia: None
) -> None:
    await question(store, clock)
    await posture_off(store, clock, by=MIA)

    member = await member_of(store)
    ended = await schedules.last_of_kind(store.reads, member.id, "posture")

    assert ended is not None
    assert not await is_silent(store.reads, ended)


@pytest.mark.parametrize(("action", "times"), [("keep", 4), ("less", 2)])
async def test_an_answer_on_the_question_is_made_once_and_undone_once(
    store: Store, clock: FakeClock, mia: None, action: str, times: int
) -> None:
    asked = await question(store, clock)
    before = await wish_of(store)

    result = await answer(store, clock, asked, action)

    assert isinstance(result, KeptAsTheyAre | LessOften)
    assert result.change_id is not None
    assert len(await minutes_of(store)) == times
    assert (await wish_of(store)).asks == (action == "less")
    again = await answer(store, clock, asked, action)
    assert not isinstance(again, KeptAsTheyAre | LessOften)
    assert len(await minutes_of(store)) == times

    await undo(store, clock, KINDS, by=MIA, change_id=result.change_id)
    assert await wish_of(store) == before
    with pytest.raises(Conflict):
        await undo(store, clock, KINDS, by=MIA, change_id=result.change_id)


async def test_a_prompt_has_no_answer_that_belongs_to_the_question(
    store: Store, clock: FakeClock, mia: None
) -> None:
    prompt = await prompt_that_is(store, clock)

    with pytest.raises(NotFound):
        await answer(store, clock, prompt, "less")

    assert len(await minutes_of(store)) == 4


async def test_keep_pressed_twice_on_cards_changes_once(
    store: Store, clock: FakeClock, mia: None
) -> None:
    first = await keep_posture(store, clock, by=MIA)
    second = await keep_posture(store, clock, by=MIA)

    assert first.change_id is not None
    assert second.change_id is None
    assert first.local_next == second.local_next == datetime(2026, 11, 23, 11, 0)  # noqa: DTZ001


async def test_a_time_that_has_just_come_is_not_lost_when_fewer_are_asked_for(
    store: Store, clock: FakeClock, mia: None
) -> None:
    clock.advance(hours=2)
    await set_next(store, "2026-11-23T11:00", clock.now())

    await posture_less_often(store, clock, KINDS, by=MIA, times=1)

    assert await next_of(store) == "2026-11-23 11:00"


async def test_fewer_than_there_are_is_all_that_less_often_can_do(
    store: Store, clock: FakeClock, mia: None
) -> None:
    less = await posture_less_often(store, clock, KINDS, by=MIA, times=7)

    assert (less.times, less.change_id) == (4, None)


async def test_less_often_lets_moved_times_rest_and_undo_brings_them_back(
    store: Store, clock: FakeClock, mia: None
) -> None:
    await move_times(store, clock, KINDS, by=MIA, minutes=THEIRS)
    less = await posture_less_often(store, clock, KINDS, by=MIA, times=2)
    assert await minutes_of(store) == (540, 780)

    assert less.change_id is not None
    await undo(store, clock, KINDS, by=MIA, change_id=less.change_id)

    assert await minutes_of(store) == THEIRS


# Better hours


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
    result: Any = await answer(store, clock, await prompt_that_is(store, clock), action)
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


async def test_a_snooze_is_no_answer_that_is_counted(
    store: Store, clock: FakeClock, mia: None
) -> None:
    await answers(store, clock, days=9)
    await answer(store, clock, await prompt_that_is(store, clock), "snooze")
    clock.advance(minutes=1)

    result = await answer(store, clock, await prompt_that_is(store, clock), "done")

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


async def test_while_posture_is_silent_settings_name_nothing_that_wont_come(
    store: Store, clock: FakeClock, mia: None
) -> None:
    await question(store, clock)

    changed = await change_settings(store, clock, KINDS, by=MIA, daily_limit=3)

    assert changed.rhythm.local_next is None


async def test_leaving_the_times_is_one_change(store: Store, clock: FakeClock, mia: None) -> None:
    first = await leave_times(store, clock, by=MIA)
    second = await leave_times(store, clock, by=MIA)

    assert first.change_id is not None
    assert second.change_id is None
    assert not (await wish_of(store)).offers


async def test_whoever_has_not_joined_or_has_none_on_can_change_nothing(
    store: Store, clock: FakeClock
) -> None:
    with pytest.raises(NotAllowed):
        await keep_posture(store, clock, by=MIA)
    await join(store, clock)
    for change in (
        keep_posture(store, clock, by=MIA),
        leave_times(store, clock, by=MIA),
        move_times(store, clock, KINDS, by=MIA, minutes=THEIRS),
        posture_less_often(store, clock, KINDS, by=MIA, times=1),
    ):
        with pytest.raises(InvalidInput) as refused:
            await change
        assert refused.value.key == "posture.not_on"
