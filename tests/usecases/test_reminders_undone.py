"""What undo makes of reminders, of what waits of them, and of a pause of everything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.planner import plan_due
from bot.domain.ids import MemberId
from bot.domain.when import Repeat
from bot.domain.zones import zone
from bot.errors import Conflict
from bot.kinds import KINDS
from bot.store.connection import Store
from bot.usecases.controlling import Control
from bot.usecases.pausing import Paused, Resumed, pause_everything
from bot.usecases.reminders import all_reminders
from bot.usecases.restoring import OneBack
from bot.usecases.settings import change_settings
from bot.usecases.undo import PauseBack
from tests.fakes import FakeClock
from tests.store.builders import add_client, settings, state_of
from tests.usecases.reminders import (
    MIA,
    arrived,
    change,
    do,
    found,
    next_comes,
    press,
    set_one,
    undone,
)

# It is Monday, 23 November 2026, 09:00 in Berlin.
TOMORROW_AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def mia(store: Store) -> MemberId:
    return await add_client(store, 1, chosen=settings())


async def test_undo_of_a_new_one_ends_it(store: Store, clock: FakeClock) -> None:
    done = await set_one(store, clock)

    back = await undone(store, clock, done.change_id)

    assert isinstance(back, OneBack)
    assert not back.on
    assert (await found(store, done.schedule_id)).status == "ended"


async def test_a_change_of_another_reminder_does_not_stand_in_the_way_of_undo(
    store: Store, clock: FakeClock
) -> None:
    one, other = await set_one(store, clock), await set_one(store, clock)
    deleted = await do(store, clock, one.schedule_id, Control.DELETE)
    await do(store, clock, other.schedule_id, Control.DELETE)

    await undone(store, clock, deleted.change_id)

    assert (await found(store, one.schedule_id)).next_due_at == TOMORROW_AT
    with pytest.raises(Conflict):
        await undone(store, clock, one.change_id)


@pytest.mark.parametrize("when", ["in 2 hours", "11:00"])
async def test_what_would_never_come_again_is_not_brought_back(
    store: Store, clock: FakeClock, when: str
) -> None:
    one = (await set_one(store, clock, when)).schedule_id
    deleted = await do(store, clock, one, Control.DELETE)
    clock.advance(hours=3)

    with pytest.raises(Conflict):
        await undone(store, clock, deleted.change_id)

    assert (await found(store, one)).status == "ended"


async def test_a_fixed_moment_comes_back_at_that_moment(store: Store, clock: FakeClock) -> None:
    one = await set_one(store, clock, "in 3 hours")
    moment = clock.now() + timedelta(hours=3)
    paused = await do(store, clock, one.schedule_id, Control.PAUSE)
    await change_settings(store, clock, KINDS, by=MIA, zone=zone("Asia/Tokyo"))

    await undone(store, clock, paused.change_id)

    assert (await found(store, one.schedule_id)).next_due_at == moment


async def test_undo_of_resume_pauses_it_again(store: Store, clock: FakeClock) -> None:
    one = await set_one(store, clock, "9:30", Repeat.DAILY)
    await do(store, clock, one.schedule_id, Control.PAUSE)
    resumed = await do(store, clock, one.schedule_id, Control.RESUME)

    back = await undone(store, clock, resumed.change_id)

    assert isinstance(back, OneBack)
    assert back.paused
    assert (await found(store, one.schedule_id)).status == "paused"


# What waits


async def test_an_edit_lets_what_was_snoozed_give_way_and_undo_brings_it_back(
    store: Store, clock: FakeClock
) -> None:
    one = (await set_one(store, clock)).schedule_id
    clock.move_to(TOMORROW_AT)
    await plan_due(store, KINDS, clock.now())

    done = await change(store, clock, one, "Friday 9:00")
    entries = (await all_reminders(store, clock, KINDS, by=MIA)).entries
    assert [entry.waits for entry in entries] == [False]
    await undone(store, clock, done.change_id)

    entries = (await all_reminders(store, clock, KINDS, by=MIA)).entries
    assert [(entry.waits, entry.comes_at) for entry in entries] == [(True, TOMORROW_AT)]


@pytest.mark.parametrize("repeat", [Repeat.NONE, Repeat.DAILY])
async def test_undoing_another_text_leaves_a_snooze_as_it_is(
    store: Store, clock: FakeClock, repeat: Repeat
) -> None:
    schedule_id, one = await arrived(store, clock, repeat)
    await press(store, clock, one, "for_60")
    changed = await change(
        store, clock, schedule_id, "", text="coffee", repeat=repeat, when_before=""
    )

    await undone(store, clock, changed.change_id)

    schedule = await found(store, schedule_id)
    assert (schedule.status, schedule.wish["text"]) == ("active", "tea")
    assert await state_of(store, one) == "queued"


@pytest.mark.parametrize("when", ["tomorrow at 9:00", "tomorrow at 9:05"])
async def test_undoing_another_time_or_beginning_drops_what_waits_of_it(
    store: Store, clock: FakeClock, when: str
) -> None:
    schedule_id = (await set_one(store, clock, when, Repeat.DAILY)).schedule_id
    changed = await change(store, clock, schedule_id, "in 5 min", repeat=Repeat.DAILY)
    one = await next_comes(store, clock, schedule_id)
    await press(store, clock, one, "for_60")

    await undone(store, clock, changed.change_id)

    assert await state_of(store, one) == "dropped"


# A pause of everything


async def test_undo_of_a_pause_goes_back_to_the_one_before(store: Store, clock: FakeClock) -> None:
    await pause_everything(store, clock, by=MIA, until="in 2 hours", language="en")
    longer = await pause_everything(store, clock, by=MIA, until="in 5 hours", language="en")

    back = await undone(store, clock, longer.change_id)

    assert isinstance(back, PauseBack)
    assert isinstance(back.now, Paused)
    assert back.now.until_at == clock.now() + timedelta(hours=2)


async def test_undo_of_a_pause_whose_one_before_has_ended_leaves_none(
    store: Store, clock: FakeClock
) -> None:
    await pause_everything(store, clock, by=MIA, until="in 2 hours", language="en")
    longer = await pause_everything(store, clock, by=MIA, until="in 5 hours", language="en")
    clock.advance(hours=3)

    back = await undone(store, clock, longer.change_id)

    assert isinstance(back, PauseBack)
    assert isinstance(back.now, Resumed)
