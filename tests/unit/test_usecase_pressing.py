"""What a press on a message does, and what it does not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain.consent import Place
from bot.domain.ids import ChannelId, DiscordUserId, MessageId, OccurrenceId
from bot.domain.press import Verdict
from bot.domain.quiet_hours import QuietHours
from bot.errors import NotAllowed, NotFound
from bot.kinds import KINDS
from bot.kinds.notice import NOBODY_READS, Notice
from bot.kinds.registry import Kinds
from bot.store import settlements
from bot.store.connection import Row, Store
from bot.store.settlements import SentMark
from bot.usecases.noticing import queue_notice
from bot.usecases.posture import turn_posture_off
from bot.usecases.pressing import (
    Answered,
    DidNotCount,
    NothingToStop,
    Press,
    PressResult,
    Shown,
    SkippedToday,
    Snoozed,
    SnoozeInQuiet,
    StoppedBefore,
    StoppedThis,
    press_button,
)
from bot.usecases.settings import change_settings
from bot.usecases.stopping import stop_everything
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.store.builders import deliveries
from tests.unit.people import (
    LEO,
    MIA,
    join,
    member_of,
    next_of,
    occurrences_of,
    posture_of,
    prompt_that_is,
    turn_on,
    wish,
)

CHANNEL, MESSAGE = ChannelId(31), MessageId(41)
ARRIVED = [("sending", False), ("sent", False), ("queued", True)]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def press(
    store: Store,
    clock: FakeClock,
    occurrence_id: OccurrenceId,
    action: str = "done",
    *,
    step: int = 1,
    by: DiscordUserId = MIA,
    kinds: Kinds = KINDS,
) -> PressResult:
    pressed = Press(by, occurrence_id, step, action, CHANNEL, MESSAGE)
    return await press_button(store, clock, kinds, pressed)


async def row(store: Store, occurrence_id: OccurrenceId, by: DiscordUserId = MIA) -> Row:
    return next(one for one in await occurrences_of(store, by=by) if one["id"] == occurrence_id)


@pytest.fixture
async def prompt(store: Store, clock: FakeClock) -> OccurrenceId:
    """Mia's nine o'clock prompt has just arrived; the next would come at ten."""
    await join(store, clock)
    await turn_on(store, clock)
    return await prompt_that_is(store, clock)


# Answers


async def test_an_answer_is_noted_with_its_time_and_tells_what_comes_next(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    clock.advance(minutes=2)

    result = await press(store, clock, prompt)

    assert result == Answered("posture", "done", local("2026-11-23 10:00"))
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
    await turn_posture_off(store, clock, KINDS, by=MIA)

    result = await press(store, clock, prompt)

    assert result == DidNotCount("posture", Verdict.OUTDATED, None, None, None)


# Snooze


async def test_a_snooze_queues_the_same_prompt_again_one_step_on(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    result = await press(store, clock, prompt, "snooze")

    assert result == Snoozed("posture", local("2026-11-23 09:15"))
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
        assert result == SnoozeInQuiet("posture", local("2026-11-23 13:00"))
        assert (await row(store, prompt))["answer"] == "snooze"


# Skip today


async def test_skip_today_goes_on_tomorrow_and_drops_what_waits(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    clock.advance(minutes=20)
    waiting = await prompt_that_is(store, clock, "queued")

    result = await press(store, clock, prompt, "skip")

    assert result == SkippedToday("posture", local("2026-11-24 09:00"))
    assert (await row(store, waiting))["end_reason"] == "skipped"
    assert await next_of(store) == "2026-11-24 09:00"


@pytest.mark.parametrize("limit", [4, 24])
async def test_a_skipped_day_stays_skipped_when_settings_change(
    store: Store, clock: FakeClock, prompt: OccurrenceId, limit: int
) -> None:
    await press(store, clock, prompt, "skip")

    await change_settings(store, clock, KINDS, by=MIA, daily_limit=limit, quiet=None)

    assert await next_of(store) == "2026-11-24 09:00"


async def test_on_a_skipped_day_a_later_window_still_comes(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    await press(store, clock, prompt, "skip")

    await turn_on(store, clock, wish(60, "18:00", "20:00"))

    assert await next_of(store) == "2026-11-23 18:00"


async def test_skipping_the_last_of_the_day_takes_nothing_from_tomorrow(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await turn_on(store, clock, wish(60, "08:00", "09:30"))
    last = await prompt_that_is(store, clock)

    result = await press(store, clock, last, "skip")

    assert result == SkippedToday("posture", local("2026-11-24 08:00"))
    assert len(await occurrences_of(store, "posture")) == 1


async def test_skip_today_pressed_after_midnight_skips_the_prompts_own_day(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await change_settings(store, clock, KINDS, by=MIA, quiet=None)
    await turn_on(store, clock, wish(60, "22:00", "03:00", range(7)))
    clock.advance(hours=13)
    prompt = await prompt_that_is(store, clock)
    clock.advance(hours=2, minutes=30)

    result = await press(store, clock, prompt, "skip")

    assert result == SkippedToday("posture", local("2026-11-24 22:00"))


# Stop


@pytest.mark.parametrize("days_late", [0, 400])
async def test_stop_ends_posture_however_late_and_can_be_undone(
    store: Store, clock: FakeClock, prompt: OccurrenceId, days_late: int
) -> None:
    clock.advance(days=days_late)

    result = await press(store, clock, prompt, "stop")

    assert isinstance(result, StoppedThis)
    assert await posture_of(store) is None
    assert result.change_id is not None
    await undo(store, clock, KINDS, by=MIA, change_id=result.change_id)
    assert await posture_of(store) is not None


async def test_stop_again_finds_it_ended_and_offers_no_undo(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    await press(store, clock, prompt, "stop")

    assert await press(store, clock, prompt, "stop") == StoppedThis("posture", None)


async def test_stop_leaves_an_earlier_answer_as_it_was(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    await press(store, clock, prompt, "done")

    await press(store, clock, prompt, "stop")

    assert (await row(store, prompt))["answer"] == "done"


async def test_stop_on_the_old_message_of_a_snoozed_prompt_drops_it(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    await press(store, clock, prompt, "snooze")

    await press(store, clock, prompt, "stop", step=1)

    assert (await row(store, prompt))["state"] == "dropped"


async def test_stop_ends_posture_also_when_quiet_hours_leave_it_no_time(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    day = QuietHours(local("2026-01-01 08:00").time(), local("2026-01-01 20:00").time())
    await change_settings(store, clock, KINDS, by=MIA, quiet=day)

    result = await press(store, clock, prompt, "stop")

    assert isinstance(result, StoppedThis)
    assert await posture_of(store) is None


async def test_stop_ends_what_its_message_is_about_and_nothing_else(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    await press(store, clock, prompt, "stop")

    assert (await member_of(store)).stopped_at is None
    (welcome,) = await occurrences_of(store, "notice")
    assert welcome["state"] == "queued"


async def test_a_notice_comes_once_so_there_is_nothing_of_it_to_stop(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    (welcome,) = await occurrences_of(store, "notice")
    async with store.write() as tx:
        await tx.run("UPDATE occurrence SET state = 'sent' WHERE id = ?", (welcome["id"],))

    assert await press(store, clock, welcome["id"], "stop") == NothingToStop("notice")
    assert await posture_of(store) is not None


async def test_stop_also_drops_what_waits_of_a_message_that_comes_once(
    store: Store, clock: FakeClock
) -> None:
    member = await join(store, clock)
    async with store.write() as tx:
        told = await queue_notice(tx, member, NOBODY_READS, clock.now())

    await press(store, clock, told, "stop")

    assert (await row(store, told))["state"] == "dropped"


# Show


@pytest.mark.parametrize(("action", "what"), [("warning", "warning_signs"), ("talk", "talk")])
async def test_help_is_shown_at_any_time_and_changes_nothing(
    store: Store, clock: FakeClock, action: str, what: str
) -> None:
    member = await join(store, clock)
    async with store.write() as tx:
        told = await queue_notice(tx, member, NOBODY_READS, clock.now())
        await tx.run("UPDATE occurrence SET state = 'sent' WHERE id = ?", (told,))
    await stop_everything(store, clock, by=MIA, place=Place.DM)
    clock.advance(days=400)

    assert await press(store, clock, told, action) == Shown("notice", what)
    assert (await row(store, told))["state"] == "sent"


# After a stop, and by others


@pytest.mark.parametrize("action", ["done", "snooze", "skip", "stop"])
async def test_after_everything_was_stopped_a_press_changes_nothing_and_says_so(
    store: Store, clock: FakeClock, prompt: OccurrenceId, action: str
) -> None:
    await stop_everything(store, clock, by=MIA, place=Place.DM)
    before = dict(await row(store, prompt))

    assert await press(store, clock, prompt, action) == StoppedBefore("posture")
    assert dict(await row(store, prompt)) == before


@pytest.mark.parametrize("state", ["sending", "sent", "answered", "queued", "dropped"])
@pytest.mark.parametrize("action", ["done", "snooze", "skip", "stop"])
async def test_somebody_elses_press_is_refused_whatever_the_button(
    store: Store, clock: FakeClock, state: str, action: str
) -> None:
    await join(store, clock)
    await join(store, clock, LEO)
    await turn_on(store, clock)
    prompt = await prompt_that_is(store, clock, state)
    before = dict(await row(store, prompt))

    with pytest.raises(NotAllowed) as refused:
        await press(store, clock, prompt, action, by=LEO)

    assert refused.value.key == "button.not_yours"
    assert dict(await row(store, prompt)) == before
    assert await deliveries(store, prompt) == []


async def test_who_stopped_is_no_business_of_a_strangers(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    await stop_everything(store, clock, by=MIA, place=Place.DM)

    with pytest.raises(NotAllowed) as refused:
        await press(store, clock, prompt, by=LEO)

    assert refused.value.key == "button.not_yours"


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
