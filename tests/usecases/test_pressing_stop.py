"""Presses that end something, "Skip today" and "Stop", and those that come after it."""

from __future__ import annotations

import pytest

from bot.domain.consent import Place
from bot.domain.ids import OccurrenceId
from bot.domain.quiet_hours import QuietHours
from bot.errors import NotAllowed
from bot.kinds import KINDS
from bot.kinds.notice import NOBODY_READS
from bot.store.connection import Store
from bot.usecases.noticing import queue_notice
from bot.usecases.press_results import (
    NothingToStop,
    Shown,
    SkippedToday,
    StoppedBefore,
    StoppedThis,
)
from bot.usecases.settings import change_settings
from bot.usecases.stopping import stop_everything
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.store.builders import deliveries
from tests.usecases.people import (
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
from tests.usecases.presses import local, press, prompt_at_nine, row


@pytest.fixture
async def prompt(store: Store, clock: FakeClock) -> OccurrenceId:
    """Mia's nine o'clock prompt has just arrived; the next would come at ten."""
    return await prompt_at_nine(store, clock)


# Skip today


async def test_skip_today_goes_on_tomorrow_and_drops_what_waits(
    store: Store, clock: FakeClock, prompt: OccurrenceId
) -> None:
    clock.advance(minutes=20)
    waiting = await prompt_that_is(store, clock, "queued")

    result = await press(store, clock, prompt, "skip")

    assert result == SkippedToday(local("2026-11-24 09:00"))
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

    assert result == SkippedToday(local("2026-11-24 08:00"))
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

    assert result == SkippedToday(local("2026-11-24 22:00"))


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

    assert await press(store, clock, welcome["id"], "stop") == NothingToStop()
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

    assert await press(store, clock, told, action) == Shown(what)
    assert (await row(store, told))["state"] == "sent"


# After a stop, and by others


@pytest.mark.parametrize("action", ["done", "snooze", "skip", "stop"])
async def test_after_everything_was_stopped_a_press_changes_nothing_and_says_so(
    store: Store, clock: FakeClock, prompt: OccurrenceId, action: str
) -> None:
    await stop_everything(store, clock, by=MIA, place=Place.DM)
    before = dict(await row(store, prompt))

    assert await press(store, clock, prompt, action) == StoppedBefore()
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
