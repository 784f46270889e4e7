"""What the buttons of a reminder do: done, snoozed, stopped; once, and for its owner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import MemberId
from bot.domain.press import Verdict
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.snoozing import SnoozeFor
from bot.domain.when import Repeat
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bot.kinds.reminder import AT_TIME
from bot.store import schedules
from bot.store.connection import Store
from bot.usecases.controlling import Control
from bot.usecases.pausing import pause_everything
from bot.usecases.press_results import (
    Answered,
    DidNotCount,
    NothingToStop,
    Snoozed,
    SnoozeOffered,
    StoppedThis,
)
from tests.fakes import FakeClock
from tests.store.builders import add_client, occurrence, settings, state_of
from tests.usecases.reminders import MIA, TOM, arrived, do, found, press, undone


@pytest.fixture(autouse=True)
async def mia(store: Store) -> MemberId:
    await add_client(store, 2)
    return await add_client(store, 1, chosen=settings(quiet=DEFAULT_QUIET))


async def test_done_is_noted_at_any_time(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock)
    clock.advance(days=30)

    assert await press(store, clock, one, "done") == Answered(None)
    assert await state_of(store, one) == "answered"


async def test_done_on_a_repeat_names_the_next_time(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock, Repeat.DAILY)

    done = await press(store, clock, one, "done")

    assert done == Answered(datetime.fromisoformat("2026-11-24T09:05"))


async def test_asking_for_how_long_changes_nothing(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock)

    offered = await press(store, clock, one, "snooze")

    assert offered == SnoozeOffered(tuple(SnoozeFor))
    assert await state_of(store, one) == "sent"
    assert (await occurrence(store, one))["step"] == 1


@pytest.mark.parametrize(
    ("action", "local_until", "later_day"),
    [
        (["for_15"], "2026-11-23T09:20", False),
        (["for_60"], "2026-11-23T10:05", False),
        (["tonight"], "2026-11-23T20:00", False),
        (["tomorrow"], "2026-11-24T09:00", True),
        ([AT_TIME, "Friday 9:30"], "2026-11-27T09:30", True),
    ],
)
async def test_a_named_or_typed_time_lets_it_come_again_then_in_quiet_hours_too(
    store: Store, clock: FakeClock, action: list[str], local_until: str, later_day: bool
) -> None:
    _, one = await arrived(store, clock)

    snoozed = await press(store, clock, one, *action)

    assert snoozed == Snoozed(datetime.fromisoformat(local_until), later_day)
    row = await occurrence(store, one)
    assert (row["state"], row["step"]) == ("queued", 2)


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


# A pause


async def test_what_is_paused_is_not_snoozed_because_it_would_not_come_back(
    store: Store, clock: FakeClock
) -> None:
    schedule_id, one = await arrived(store, clock, Repeat.DAILY)
    await do(store, clock, schedule_id, Control.PAUSE)

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


# Stopping


async def test_stop_on_what_came_once_has_nothing_to_stop(store: Store, clock: FakeClock) -> None:
    _, one = await arrived(store, clock)

    assert await press(store, clock, one, "stop") == NothingToStop()


async def test_stop_on_a_repeat_ends_it_alone_and_can_be_undone(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    other, _ = await arrived(store, clock, Repeat.DAILY)
    schedule_id, one = await arrived(store, clock, Repeat.DAILY)

    stopped = await press(store, clock, one, "stop")
    assert isinstance(stopped, StoppedThis)
    assert stopped.one
    assert [each.id for each in await schedules.live(store.reads, mia)] == [other]
    await undone(store, clock, stopped.change_id)

    assert (await found(store, schedule_id)).next_due_at == clock.now() + timedelta(days=1)


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
    assert await state_of(store, one) == "dropped"
    await undone(store, clock, stopped.change_id)

    row = await occurrence(store, one)
    until_at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert row["state"] == "queued"
    assert row["ready_at"] == until_at.timestamp() * 1000
