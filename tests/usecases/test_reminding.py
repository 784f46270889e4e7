"""Reminders as they are set, changed and listed, and a pause of everything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.planner import plan_due
from bot.domain.ids import DiscordUserId, MemberId
from bot.domain.pause import WITHOUT_END_AT
from bot.domain.when import Repeat
from bot.domain.zones import zone
from bot.errors import InvalidInput, LimitReached, NotAllowed, NotFound
from bot.kinds import KINDS
from bot.store import members
from bot.store.connection import Store
from bot.usecases.controlling import Control
from bot.usecases.pausing import pause_everything, resume_everything
from bot.usecases.reminders import Standing, all_reminders, one_reminder
from bot.usecases.reminding import Asked, remind
from bot.usecases.settings import change_settings
from tests.fakes import FakeClock
from tests.store.builders import add_client, add_occurrence, settings
from tests.usecases.reminders import MIA, TOM, change, do, found, set_one

NOBODY = DiscordUserId(9)
# It is Monday, 23 November 2026, 09:00 in Berlin.
TOMORROW_AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def mia(store: Store) -> MemberId:
    return await add_client(store, 1, chosen=settings())


# Setting


async def test_a_reminder_is_on_at_once(store: Store, clock: FakeClock) -> None:
    done = await set_one(store, clock)

    schedule = await found(store, done.schedule_id)
    assert (schedule.status, schedule.next_due_at) == ("active", TOMORROW_AT)
    assert [one.at for one in done.coming] == [TOMORROW_AT]


async def test_before_consent_nothing_can_be_set_changed_or_seen(
    store: Store, clock: FakeClock
) -> None:
    asked = Asked("tea", "tomorrow", Repeat.NONE, "en")
    one = (await set_one(store, clock)).schedule_id

    with pytest.raises(NotAllowed):
        await remind(store, clock, KINDS, by=NOBODY, asked=asked)
    with pytest.raises(NotAllowed):
        await do(store, clock, one, Control.DELETE, by=NOBODY)
    with pytest.raises(NotAllowed):
        await all_reminders(store, clock, KINDS, by=NOBODY)
    with pytest.raises(NotAllowed):
        await pause_everything(store, clock, by=NOBODY, until=None, language="en")


async def test_the_fifty_first_is_refused_and_writes_nothing(
    store: Store, clock: FakeClock
) -> None:
    for _ in range(50):
        await set_one(store, clock)

    with pytest.raises(LimitReached):
        await set_one(store, clock)

    assert len((await all_reminders(store, clock, KINDS, by=MIA)).entries) == 50


async def test_two_zones_are_two_times(store: Store, clock: FakeClock) -> None:
    await change_settings(store, clock, KINDS, by=MIA, zone=zone("Asia/Tokyo"))

    done = await set_one(store, clock)

    assert [one.at for one in done.coming] == [datetime(2026, 11, 24, 0, 0, tzinfo=UTC)]


# Changing


async def test_a_change_of_the_repeat_alone_takes_the_time_that_stands_there(
    store: Store, clock: FakeClock
) -> None:
    one = (await set_one(store, clock)).schedule_id

    typed = "2026-11-24 09:00"
    done = await change(store, clock, one, typed, when_before=typed, repeat=Repeat.WEEKLY)

    assert [each.at for each in done.coming] == [TOMORROW_AT + timedelta(weeks=n) for n in range(3)]


async def test_a_time_that_was_used_already_is_refused_and_nothing_changes(
    store: Store, clock: FakeClock
) -> None:
    one = (await set_one(store, clock, "10:00", Repeat.DAILY)).schedule_id
    clock.advance(hours=1)
    await plan_due(store, KINDS, clock.now())
    # West, the same wall time is still to come.
    await change_settings(store, clock, KINDS, by=MIA, zone=zone("America/New_York"))
    before = await found(store, one)

    with pytest.raises(InvalidInput) as refused:
        await change(store, clock, one, "2026-11-23 10:00")

    assert refused.value.key == "reminder.came_then"
    assert await found(store, one) == before


async def test_somebody_elses_reminder_is_not_there(store: Store, clock: FakeClock) -> None:
    await add_client(store, 2)
    one = (await set_one(store, clock)).schedule_id

    with pytest.raises(NotFound):
        await do(store, clock, one, Control.PAUSE, by=TOM)
    with pytest.raises(NotFound):
        await one_reminder(store, clock, KINDS, by=TOM, schedule_id=one)


# The list


async def test_a_snooze_is_listed_for_when_it_comes_back(store: Store, clock: FakeClock) -> None:
    one = (await set_one(store, clock, "9:30", Repeat.DAILY)).schedule_id
    await add_occurrence(store, one, "2026-11-22T09:30", at=clock.now() + timedelta(minutes=10))

    shown = await one_reminder(store, clock, KINDS, by=MIA, schedule_id=one)

    assert (shown.entry.waits, shown.entry.standing) == (True, Standing.ON)
    assert [f"{local:%d %H:%M}" for local in shown.local_coming] == [
        "23 09:10",
        "23 09:30",
        "24 09:30",
    ]


async def test_what_is_paused_comes_last(store: Store, clock: FakeClock) -> None:
    soon = (await set_one(store, clock, "10:00")).schedule_id
    late = (await set_one(store, clock, "Friday 9:00")).schedule_id
    await do(store, clock, soon, Control.PAUSE)

    entries = (await all_reminders(store, clock, KINDS, by=MIA)).entries

    assert [(entry.schedule.id, entry.standing) for entry in entries] == [
        (late, Standing.ON),
        (soon, Standing.PAUSED),
    ]


# A pause of everything


async def test_a_pause_keeps_its_end_and_one_without_is_far_away(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    paused = await pause_everything(store, clock, by=MIA, until="in 2 hours", language="en")
    assert paused.until_at == clock.now() + timedelta(hours=2)
    await pause_everything(store, clock, by=MIA, until=None, language="en")

    member = await members.get(store.reads, mia)
    assert member is not None
    assert member.paused_until_at == WITHOUT_END_AT


async def test_a_pause_that_has_ended_by_itself_is_none(store: Store, clock: FakeClock) -> None:
    await pause_everything(store, clock, by=MIA, until="in 2 hours", language="en")
    clock.advance(hours=3)

    resumed = await resume_everything(store, clock, by=MIA)

    assert resumed.change_id is None
    assert (await all_reminders(store, clock, KINDS, by=MIA)).paused_until_at is None
