"""The question whether to go on, on a real database: answered once, at once, and undone."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.domain.ids import OccurrenceId
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
from bot.usecases.settings import change_settings
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.usecases.habits import THEIRS, four_a_day, minutes_of, wish_of
from tests.usecases.people import (
    MIA,
    join,
    member_of,
    next_of,
    posture_of,
    posture_off,
    prompt_that_is,
)
from tests.usecases.presses import press

SET = "UPDATE occurrence SET state = ?, item = ?, answer = ?, answered_at = ? WHERE id = ?"


@pytest.fixture
async def mia(store: Store, clock: FakeClock) -> None:
    await four_a_day(store, clock)


async def question(store: Store, clock: FakeClock) -> OccurrenceId:
    """The question, just sent."""
    found = await prompt_that_is(store, clock)
    async with store.write() as tx:
        await tx.run(SET, ("sent", "?", None, None, found))
    return found


async def set_next(store: Store, slot: str, at: datetime) -> None:
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET next_slot = ?, next_due_at = ?", (slot, to_ms(at)))


async def test_a_question_that_stands_is_silence_until_something_is_pressed(
    store: Store, clock: FakeClock, mia: None
) -> None:
    earlier = await prompt_that_is(store, clock)
    clock.advance(minutes=1)
    await question(store, clock)
    schedule = await posture_of(store)
    assert schedule is not None
    assert await is_silent(store.reads, schedule)

    await press(store, clock, earlier, "done")

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

    result = await press(store, clock, asked, action)

    assert isinstance(result, KeptAsTheyAre | LessOften)
    assert result.change_id is not None
    assert len(await minutes_of(store)) == times
    assert (await wish_of(store)).asks == (action == "less")
    again = await press(store, clock, asked, action)
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
        await press(store, clock, prompt, "less")

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


async def test_while_posture_is_silent_settings_name_nothing_that_wont_come(
    store: Store, clock: FakeClock, mia: None
) -> None:
    await question(store, clock)

    changed = await change_settings(store, clock, KINDS, by=MIA, daily_limit=3)

    assert changed.rhythm.local_next is None


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
