"""What a press on a message does: an answer, a snooze, nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.ids import OccurrenceId
from bot.domain.press import Verdict
from bot.domain.quiet_hours import QuietHours
from bot.errors import Conflict, NotFound
from bot.kinds import KINDS
from bot.kinds.notice import Notice
from bot.kinds.registry import Kinds
from bot.store import settlements
from bot.store.connection import Store
from bot.store.settlements import SentMark
from bot.usecases.pausing import pause_everything
from bot.usecases.press_results import Answered, DidNotCount, Snoozed, SnoozeInQuiet
from bot.usecases.settings import change_settings
from tests.fakes import FakeClock
from tests.store.builders import deliveries
from tests.usecases.people import (
    MIA,
    join,
    posture_off,
    prompt_that_is,
    turn_on,
)
from tests.usecases.presses import CHANNEL, MESSAGE, local, press, prompt_at_nine, row

ARRIVED = [("sending", False), ("sent", False), ("queued", True)]


@pytest.fixture
async def prompt(store: Store, clock: FakeClock) -> OccurrenceId:
    """Mia's nine o'clock prompt has just arrived; the next would come at ten."""
    return await prompt_at_nine(store, clock)


# Answers


async def test_an_answer_is_noted_with_its_time_and_tells_what_comes_next(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    clock.advance(minutes=2)

    result = await press(store, clock, prompt)

    assert result == Answered(local("2026-11-23 10:00"))
    noted = await row(store, prompt)
    assert (noted["state"], noted["answer"]) == ("answered", "done")
    assert noted["answered_at"] == int(clock.now().timestamp() * 1000)


@pytest.mark.parametrize(("state", "in_doubt"), ARRIVED)
@pytest.mark.parametrize("action", ["done", "snooze", "skip", "stop"])
async def test_a_press_proves_that_the_message_arrived(
    store: Store, clock: FakeClock, state: str, in_doubt: bool, action: str
) -> None:
    await join(store, clock)
    await turn_on(store, clock)
    pending = await prompt_that_is(store, clock, state, in_doubt=in_doubt)

    result = await press(store, clock, pending, action)

    assert not isinstance(result, DidNotCount)
    assert await deliveries(store, pending) == [(1, MESSAGE)]


async def test_the_mark_that_comes_after_the_press_changes_nothing(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock)
    pending = await prompt_that_is(store, clock, "sending")
    await press(store, clock, pending)

    async with store.write() as tx:
        mark = SentMark(pending, 1, CHANNEL, MESSAGE, clock.now())
        await settlements.settle_sent(tx, [mark])

    assert (await row(store, pending))["state"] == "answered"
    assert await deliveries(store, pending) == [(1, MESSAGE)]


@pytest.mark.parametrize("first", ["done", "skip"])
@pytest.mark.parametrize("second", ["done", "snooze", "skip"])
async def test_a_second_answer_does_not_count_and_names_the_first(
    store: Store, clock: FakeClock, prompt: OccurrenceId, first: str, second: str
) -> None:
    await press(store, clock, prompt, first)

    result = await press(store, clock, prompt, second)

    assert isinstance(result, DidNotCount)
    assert (result.verdict, result.answer) == (Verdict.ALREADY_ANSWERED, first)
    assert (await row(store, prompt))["answer"] == first


@pytest.mark.parametrize("action", ["done", "snooze", "skip"])
async def test_half_a_day_later_an_answer_is_too_late(
    store: Store, clock: FakeClock, prompt: OccurrenceId, action: str
) -> None:
    clock.advance(hours=12, seconds=1)

    for _ in range(2):
        result = await press(store, clock, prompt, action)

        assert isinstance(result, DidNotCount)
        assert result.verdict is Verdict.TOO_LATE
        # A sign of life, and no more than that.
        assert (await row(store, prompt))["answer"] == "late"


@pytest.mark.parametrize("state", ["queued", "stale", "unreachable", "failed", "dropped"])
async def test_a_press_on_what_never_arrived_is_outdated(
    store: Store, clock: FakeClock, state: str
) -> None:
    await join(store, clock)
    await turn_on(store, clock)
    ended = await prompt_that_is(store, clock, state)

    result = await press(store, clock, ended)

    assert isinstance(result, DidNotCount)
    assert result.verdict is Verdict.OUTDATED
    assert await deliveries(store, ended) == []


async def test_after_off_an_answer_is_outdated_and_nothing_comes_next(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    await posture_off(store, clock, by=MIA)

    result = await press(store, clock, prompt)

    assert result == DidNotCount(Verdict.OUTDATED)


# Snooze


async def test_a_snooze_queues_the_same_prompt_again_one_step_on(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    result = await press(store, clock, prompt, "snooze")

    assert result == Snoozed(local("2026-11-23 09:15"))
    waiting = await row(store, prompt)
    assert (waiting["state"], waiting["step"], waiting["answer"]) == ("queued", 2, None)
    until_at = clock.now() + timedelta(minutes=15)
    assert waiting["ready_at"] == waiting["send_after_at"] == int(until_at.timestamp() * 1000)


@pytest.mark.parametrize("action", ["done", "snooze", "skip"])
async def test_a_press_on_what_was_snoozed_tells_until_when(
    store: Store, clock: FakeClock, prompt: OccurrenceId, action: str
) -> None:
    await press(store, clock, prompt, "snooze")
    clock.advance(minutes=5)

    result = await press(store, clock, prompt, action)

    assert isinstance(result, DidNotCount)
    assert result.verdict is Verdict.SNOOZED_MEANWHILE
    assert result.local_until == local("2026-11-23 09:15")


async def test_once_it_came_back_the_old_message_points_to_the_new_one(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    await press(store, clock, prompt, "snooze")
    async with store.write() as tx:
        await tx.run("UPDATE occurrence SET state = 'sent' WHERE id = ?", (prompt,))

    old = await press(store, clock, prompt, step=1)
    new = await press(store, clock, prompt, step=2)

    assert isinstance(old, DidNotCount)
    assert (old.verdict, old.local_until) == (Verdict.CAME_BACK, None)
    assert isinstance(new, Answered)


async def test_a_step_that_was_never_sent_is_outdated(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    result = await press(store, clock, prompt, step=2)

    assert isinstance(result, DidNotCount)
    assert result.verdict is Verdict.OUTDATED


async def test_a_snooze_is_refused_while_everything_is_paused_for_longer(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    await pause_everything(store, clock, by=MIA, until="in 1 hour", language="en")

    with pytest.raises(Conflict) as refused:
        await press(store, clock, prompt, "snooze")

    assert refused.value.key == "snooze.paused"
    assert (await row(store, prompt))["state"] == "sent"


@pytest.mark.parametrize(("begins", "comes_back"), [("09:15", False), ("09:16", True)])
async def test_a_snooze_does_not_come_back_in_quiet_hours(
    store: Store, clock: FakeClock, prompt: OccurrenceId, begins: str, comes_back: bool
) -> None:
    from_time = local(f"2026-01-01 {begins}").time()
    quiet = QuietHours(from_time, from_time.replace(hour=12))
    await change_settings(store, clock, KINDS, by=MIA, quiet=quiet)

    result = await press(store, clock, prompt, "snooze")

    if comes_back:
        assert isinstance(result, Snoozed)
    else:
        assert result == SnoozeInQuiet(local("2026-11-23 13:00"))
        assert (await row(store, prompt))["answer"] == "snooze"


# Unknown


async def test_a_message_that_is_no_longer_kept_is_outdated(store: Store, clock: FakeClock) -> None:
    with pytest.raises(NotFound) as refused:
        await press(store, clock, OccurrenceId(404))

    assert refused.value.key == "button.outdated"


@pytest.mark.parametrize("action", ["explode", "warning", "talk"])
async def test_a_button_that_its_kind_does_not_have_is_outdated(
    store: Store, clock: FakeClock, prompt: OccurrenceId, action: str
) -> None:
    with pytest.raises(NotFound):
        await press(store, clock, prompt, action)


async def test_a_kind_that_this_version_does_not_have_is_outdated(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    with pytest.raises(NotFound):
        await press(store, clock, prompt, kinds=Kinds((Notice(),)))
