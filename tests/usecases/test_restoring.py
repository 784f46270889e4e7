"""What "Undo" leaves as it is: a pause, a skipped time, and a message that waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.delivery.planner import plan_due
from bot.domain.ids import ChangeId, ChannelId, MessageId, OccurrenceId
from bot.domain.when import Repeat
from bot.errors import Conflict
from bot.kinds import KINDS
from bot.store import schedules
from bot.store.connection import Store
from bot.usecases.controlling import Control, Controlled, control
from bot.usecases.habits import keep_posture
from bot.usecases.pressing import Press, press_button
from bot.usecases.reminding import Asked, change_reminder, remind
from bot.usecases.restoring import OneBack
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.usecases.people import (
    MIA,
    SET_STATE,
    join,
    next_of,
    occurrences_of,
    posture_of,
    posture_off,
    prompt_that_is,
    turn_on,
    wish,
)

ON, RARELY = wish(60), wish(120)


@pytest.fixture(autouse=True)
async def _on(store: Store, clock: FakeClock) -> None:
    """Mia's posture check-ins are on; it is nine on a Monday, and the next comes at ten."""
    await join(store, clock)
    await turn_on(store, clock, ON)


async def controlled(store: Store, clock: FakeClock, what: Control) -> Controlled:
    schedule = await posture_of(store)
    assert schedule is not None
    slot = schedule.local_next_slot
    return await control(
        store, clock, KINDS, by=MIA, schedule_id=schedule.id, what=what, local_slot=slot
    )


async def undone(store: Store, clock: FakeClock, change: ChangeId | None) -> OneBack:
    assert change is not None
    back = await undo(store, clock, KINDS, by=MIA, change_id=change)
    assert isinstance(back, OneBack)
    return back


async def off(store: Store, clock: FakeClock) -> ChangeId | None:
    return (await posture_off(store, clock)).change_id


async def other_times(store: Store, clock: FakeClock) -> ChangeId | None:
    return (await turn_on(store, clock, RARELY)).change_id


async def kept(store: Store, clock: FakeClock) -> ChangeId | None:
    return (await keep_posture(store, clock, by=MIA)).change_id


async def state(store: Store, one: OccurrenceId) -> str:
    (row,) = [row for row in await occurrences_of(store, "posture") if row["id"] == one]
    return str(row["state"])


Change = Callable[[Store, FakeClock], Awaitable[ChangeId | None]]
CHANGES = pytest.mark.parametrize("change", [off, other_times, kept])


@CHANGES
async def test_what_was_paused_is_paused_again(
    store: Store, clock: FakeClock, change: Change
) -> None:
    await controlled(store, clock, Control.PAUSE)

    back = await undone(store, clock, await change(store, clock))

    assert (back.on, back.paused, back.local_next) == (True, True, None)
    schedule = await posture_of(store)
    assert schedule is not None
    assert (schedule.status, schedule.wish) == ("paused", ON.to_wish())


@CHANGES
async def test_what_was_skipped_stays_skipped(
    store: Store, clock: FakeClock, change: Change
) -> None:
    await controlled(store, clock, Control.SKIP)

    await undone(store, clock, await change(store, clock))

    assert await next_of(store) == "2026-11-23 11:00"


@CHANGES
async def test_what_waited_waits_again(store: Store, clock: FakeClock, change: Change) -> None:
    snoozed = await prompt_that_is(store, clock, "queued")

    await undone(store, clock, await change(store, clock))

    assert await state(store, snoozed) == "queued"


async def test_what_waits_goes_on_waiting_when_a_skip_is_undone(
    store: Store, clock: FakeClock
) -> None:
    snoozed = await prompt_that_is(store, clock, "queued")
    skipped = await controlled(store, clock, Control.SKIP)

    await undone(store, clock, skipped.change_id)

    assert await state(store, snoozed) == "queued"
    assert await next_of(store) == "2026-11-23 10:00"


async def test_what_came_while_it_went_on_is_dropped_when_a_resume_is_undone(
    store: Store, clock: FakeClock
) -> None:
    await controlled(store, clock, Control.PAUSE)
    resumed = await controlled(store, clock, Control.RESUME)
    snoozed = await prompt_that_is(store, clock, "queued")

    back = await undone(store, clock, resumed.change_id)

    assert back.paused
    assert await state(store, snoozed) == "dropped"


async def test_undoing_another_time_does_not_undo_the_stop_of_what_came_meanwhile(
    store: Store, clock: FakeClock
) -> None:
    asked = Asked("tea", "in 2 h", Repeat.NONE, "en")
    done = await remind(store, clock, KINDS, by=MIA, asked=asked)
    sooner, number = replace(asked, when="in 5 min"), done.schedule_id
    changed = await change_reminder(store, clock, KINDS, by=MIA, schedule_id=number, asked=sooner)
    clock.advance(minutes=5)
    await plan_due(store, KINDS, clock.now())
    (came,) = await occurrences_of(store, "reminder")
    async with store.write() as tx:
        await tx.run(SET_STATE, ("sent", came["id"]))
    press = Press(MIA, came["id"], 1, "stop", ChannelId(31), MessageId(41))
    await press_button(store, clock, KINDS, press)

    with pytest.raises(Conflict):
        await undone(store, clock, changed.change_id)


async def test_what_ended_for_another_reason_since_does_not_come_back(
    store: Store, clock: FakeClock
) -> None:
    change = await other_times(store, clock)
    schedule = await posture_of(store)
    assert schedule is not None
    async with store.write() as tx:
        await schedules.end(tx, schedule.id, "another reason", clock.now())

    with pytest.raises(Conflict):
        await undone(store, clock, change)
    assert await posture_of(store) is None
