"""What the buttons of a reminder do: done, snoozed, stopped; once, and for its owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.planner import plan_due
from bot.domain.ids import ChannelId, DiscordUserId, MemberId, MessageId, OccurrenceId, ScheduleId
from bot.domain.press import Verdict
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.snoozing import SnoozeFor
from bot.domain.when import Repeat
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bot.kinds import KINDS
from bot.kinds.reminder import AT_TIME
from bot.store import schedules
from bot.store.connection import Store
from bot.usecases.controlling import Control, control
from bot.usecases.pausing import pause_everything
from bot.usecases.press_results import (
    Answered,
    DidNotCount,
    NothingToStop,
    PressResult,
    Snoozed,
    SnoozeOffered,
    StoppedThis,
)
from bot.usecases.pressing import Press, press_button
from bot.usecases.reminding import Asked, change_reminder, remind
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.store.builders import add_client, occurrence, settings, state_of

MIA, TOM = DiscordUserId(1001), DiscordUserId(1002)
CHANNEL, MESSAGE = ChannelId(31), MessageId(41)
# It is Monday, 23 November 2026, 09:05 in Berlin when the reminder has come.
SENT = "UPDATE occurrence SET state = 'sent' WHERE id = ?"
OF_SCHEDULE = "SELECT id FROM occurrence WHERE schedule_id = ? ORDER BY id DESC LIMIT 1"


@pytest.fixture(autouse=True)
async def mia(store: Store) -> MemberId:
    await add_client(store, 2)
    return await add_client(store, 1, chosen=settings(quiet=DEFAULT_QUIET))


async def arrived(
    store: Store, clock: FakeClock, repeat: Repeat = Repeat.NONE
) -> tuple[ScheduleId, OccurrenceId]:
    """A reminder that has just come."""
    asked = Asked("tea", "in 5 min", repeat, "en")
    done = await remind(store, clock, KINDS, by=MIA, asked=asked)
    return done.schedule_id, await next_comes(store, clock, done.schedule_id)


async def next_comes(store: Store, clock: FakeClock, schedule_id: ScheduleId) -> OccurrenceId:
    """What is due in five minutes has been sent."""
    clock.advance(minutes=5)
    await plan_due(store, KINDS, clock.now())
    row = await store.reads.row(OF_SCHEDULE, (schedule_id,))
    assert row is not None
    async with store.write() as tx:
        await tx.run(SENT, (row["id"],))
    return OccurrenceId(row["id"])


async def press(
    store: Store,
    clock: FakeClock,
    one: OccurrenceId,
    action: str,
    *values: str,
    by: DiscordUserId = MIA,
    step: int = 1,
) -> PressResult:
    pressing = Press(by, one, step, action, CHANNEL, MESSAGE, values, "en")
    return await press_button(store, clock, KINDS, pressing)


async def test_done_is_noted_at_any_time(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock)
    clock.advance(days=30)

    assert await press(store, clock, one, "done") == Answered("reminder", "done", None)
    assert await state_of(store, one) == "answered"


async def test_done_on_a_repeat_names_the_next_time(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock, Repeat.DAILY)

    done = await press(store, clock, one, "done")

    assert done == Answered("reminder", "done", datetime.fromisoformat("2026-11-24T09:05"))


async def test_asking_for_how_long_changes_nothing(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock)

    offered = await press(store, clock, one, "snooze")

    assert offered == SnoozeOffered("reminder", tuple(SnoozeFor))
    assert await state_of(store, one) == "sent"
    assert (await occurrence(store, one))["step"] == 1


@pytest.mark.parametrize(
    ("action", "local_until", "later_day"),
    [
        ("for_15", "2026-11-23T09:20", False),
        ("for_60", "2026-11-23T10:05", False),
        ("tonight", "2026-11-23T20:00", False),
        ("tomorrow", "2026-11-24T09:00", True),
    ],
)
async def test_a_named_time_lets_it_come_again_then_in_quiet_hours_too(
    store: Store, clock: FakeClock, action: str, local_until: str, later_day: bool
) -> None:
    _, one = await arrived(store, clock)

    snoozed = await press(store, clock, one, action)

    assert snoozed == Snoozed("reminder", datetime.fromisoformat(local_until), later_day)
    row = await occurrence(store, one)
    assert (row["state"], row["step"]) == ("queued", 2)


async def test_a_typed_time_is_read_as_remind_reads_it(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock)

    snoozed = await press(store, clock, one, AT_TIME, "Friday 9:30")

    assert snoozed == Snoozed("reminder", datetime.fromisoformat("2026-11-27T09:30"), True)


async def test_a_typed_time_that_is_none_changes_nothing(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock)

    for typed in ("whenever", "", "yesterday", "x" * 5000):
        with pytest.raises(InvalidInput):
            await press(store, clock, one, AT_TIME, typed)

    assert await state_of(store, one) == "sent"


@pytest.mark.parametrize("values", [(), ("9:30", "10:30")])
async def test_a_time_that_nobody_typed_is_refused(
    store: Store, clock: FakeClock, values: tuple[str, ...]
) -> None:
    _, one = await arrived(store, clock)

    with pytest.raises(NotFound):
        await press(store, clock, one, AT_TIME, *values)


async def test_tonight_pressed_at_night_is_refused_in_words(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock)
    clock.advance(hours=12)

    with pytest.raises(Conflict) as refused:
        await press(store, clock, one, "tonight")

    assert refused.value.key == "snooze.passed"
    assert await state_of(store, one) == "sent"


async def test_snoozed_twice_the_second_press_says_when_it_comes(
    store: Store, clock: FakeClock
) -> None:
    _, one = await arrived(store, clock)
    await press(store, clock, one, "tomorrow")

    again = await press(store, clock, one, "for_15")

    assert isinstance(again, DidNotCount)
    assert (again.verdict, again.later_day) == (Verdict.SNOOZED_MEANWHILE, True)
    assert again.local_until == datetime.fromisoformat("2026-11-24T09:00")


async def test_nobody_snoozes_somebody_elses(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock)

    for action in ("snooze", "for_15", AT_TIME, "stop"):
        with pytest.raises(NotAllowed):
            await press(store, clock, one, action, "9:30", by=TOM)

    assert await state_of(store, one) == "sent"


# A pause.


async def test_what_is_paused_is_not_snoozed_because_it_would_not_come_back(
    store: Store, clock: FakeClock
) -> None:
    schedule_id, one = await arrived(store, clock, Repeat.DAILY)
    await control(store, clock, KINDS, by=MIA, schedule_id=schedule_id, what=Control.PAUSE)

    with pytest.raises(Conflict) as refused:
        await press(store, clock, one, "for_60")

    assert refused.value.key == "snooze.paused"
    assert await state_of(store, one) == "sent"


async def test_while_everything_is_paused_only_a_time_after_the_pause_is_taken(
    store: Store, clock: FakeClock
) -> None:
    _, one = await arrived(store, clock)
    await pause_everything(store, clock, by=MIA, until="18:00", language="en")

    with pytest.raises(Conflict) as refused:
        await press(store, clock, one, "for_60")
    snoozed = await press(store, clock, one, "tomorrow")

    assert refused.value.key == "snooze.paused"
    assert isinstance(snoozed, Snoozed)


# An undo.


@pytest.mark.parametrize("repeat", [Repeat.NONE, Repeat.DAILY])
async def test_undoing_another_text_leaves_a_snooze_as_it_is(
    store: Store, clock: FakeClock, mia: MemberId, repeat: Repeat
) -> None:
    schedule_id, one = await arrived(store, clock, repeat)
    await press(store, clock, one, "for_60")
    changed = await change_reminder(
        store,
        clock,
        KINDS,
        by=MIA,
        schedule_id=schedule_id,
        asked=Asked("coffee", "", repeat, "en", when_before=""),
    )
    assert changed.change_id is not None

    await undo(store, clock, KINDS, by=MIA, change_id=changed.change_id)

    schedule = await schedules.get(store.reads, schedule_id)
    assert schedule is not None
    assert (schedule.status, schedule.wish["text"]) == ("active", "tea")
    assert await state_of(store, one) == "queued"


@pytest.mark.parametrize("when", ["tomorrow at 9:00", "tomorrow at 9:05"])
async def test_undoing_another_time_or_beginning_drops_what_waits_of_it(
    store: Store, clock: FakeClock, when: str
) -> None:
    asked = Asked("tea", when, Repeat.DAILY, "en")
    done = await remind(store, clock, KINDS, by=MIA, asked=asked)
    sooner = replace(asked, when="in 5 min")
    changed = await change_reminder(
        store, clock, KINDS, by=MIA, schedule_id=done.schedule_id, asked=sooner
    )
    assert changed.change_id is not None
    one = await next_comes(store, clock, done.schedule_id)
    await press(store, clock, one, "for_60")

    await undo(store, clock, KINDS, by=MIA, change_id=changed.change_id)

    assert await state_of(store, one) == "dropped"


# Stopping.


async def test_stop_on_what_came_once_has_nothing_to_stop(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock)

    assert await press(store, clock, one, "stop") == NothingToStop("reminder")


async def test_stop_on_a_repeat_ends_it_alone_and_can_be_undone(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    other, _ = await arrived(store, clock, Repeat.DAILY)
    schedule_id, one = await arrived(store, clock, Repeat.DAILY)

    stopped = await press(store, clock, one, "stop")
    assert isinstance(stopped, StoppedThis)
    assert stopped.one
    assert stopped.change_id is not None
    assert [each.id for each in await schedules.live(store.reads, mia)] == [other]
    await undo(store, clock, KINDS, by=MIA, change_id=stopped.change_id)

    schedule = await schedules.get(store.reads, schedule_id)
    assert schedule is not None
    assert schedule.next_due_at == clock.now() + timedelta(days=1)


async def test_stop_pressed_twice_ends_it_once(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock, Repeat.DAILY)
    await press(store, clock, one, "stop")

    again = await press(store, clock, one, "stop")

    assert again == StoppedThis("reminder", None, one=True)


async def test_stop_on_what_was_snoozed_ends_the_snooze_and_undo_lets_it_come(
    store: Store, clock: FakeClock
) -> None:
    _, one = await arrived(store, clock)
    await press(store, clock, one, "tomorrow")

    stopped = await press(store, clock, one, "stop")
    assert isinstance(stopped, StoppedThis)
    assert stopped.change_id is not None
    assert await state_of(store, one) == "dropped"
    await undo(store, clock, KINDS, by=MIA, change_id=stopped.change_id)

    row = await occurrence(store, one)
    until_at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert row["state"] == "queued"
    assert row["ready_at"] == until_at.timestamp() * 1000
