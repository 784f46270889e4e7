"""Whether a pressed button still counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.ids import DiscordUserId, MemberId, MessageId, OccurrenceId, ScheduleId
from bot.domain.occurrence import Pressed, State
from bot.domain.press import (
    Answer,
    Effect,
    Show,
    SkipToday,
    Snooze,
    StopThis,
    Verdict,
    judge,
)

OWNER, STRANGER = DiscordUserId(1), DiscordUserId(2)
SENT_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
ANSWER = Answer(HOUR)
GUARDED: list[Effect] = [ANSWER, Snooze(15, HOUR), SkipToday(HOUR)]
ALWAYS: list[Effect] = [StopThis(), Show("warning signs")]


def message(**changed: Any) -> Pressed:
    """A message that was sent at ``SENT_AT`` and waits for an answer, but for what is changed."""
    return replace(
        Pressed(
            id=OccurrenceId(1),
            schedule_id=ScheduleId(1),
            kind="posture",
            wish={},
            member_id=MemberId(1),
            owner=OWNER,
            zone="Europe/Berlin",
            local_slot=datetime(2026, 11, 23, 9, 0),  # noqa: DTZ001 - a wall time
            state=State.SENT,
            step=2,
            in_doubt=False,
            send_after_at=SENT_AT - timedelta(minutes=1),
            sent_at=SENT_AT,
            message_id=MessageId(9),
            answer=None,
            answered_at=None,
            schedule_status="active",
        ),
        **changed,
    )


def press(
    effect: Effect = ANSWER,
    *,
    step: int = 2,
    by: DiscordUserId = OWNER,
    after: timedelta = SECOND,
    **changed: Any,
) -> Verdict:
    return judge(message(**changed), effect, step=step, by=by, now_at=SENT_AT + after)


@pytest.mark.parametrize("effect", GUARDED + ALWAYS)
def test_the_owners_press_in_time_counts(effect: Effect) -> None:
    assert press(effect) is Verdict.ACCEPTED


@pytest.mark.parametrize("effect", GUARDED + ALWAYS)
@pytest.mark.parametrize("state", State)
def test_a_strangers_press_never_counts(effect: Effect, state: State) -> None:
    assert press(effect, by=STRANGER, state=state) is Verdict.NOT_YOURS


@pytest.mark.parametrize("effect", ALWAYS)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("status", ["active", "paused", "ended"])
def test_a_stop_is_never_too_late_and_never_outdated(
    effect: Effect, state: State, status: str
) -> None:
    verdict = press(effect, state=state, schedule_status=status, step=1, after=timedelta(days=4000))
    assert verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("effect", GUARDED)
@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({"state": State.ANSWERED}, Verdict.ALREADY_ANSWERED),
        ({"step": 1}, Verdict.CAME_BACK),
        ({"step": 1, "state": State.SENDING}, Verdict.CAME_BACK),
        ({"step": 1, "state": State.QUEUED, "in_doubt": True}, Verdict.CAME_BACK),
        ({"step": 1, "state": State.QUEUED}, Verdict.SNOOZED_MEANWHILE),
        ({"step": 1, "state": State.STALE}, Verdict.OUTDATED),
        ({"step": 1, "state": State.DROPPED}, Verdict.OUTDATED),
        ({"step": 3}, Verdict.OUTDATED),
        ({"step": 3, "state": State.QUEUED}, Verdict.OUTDATED),
        ({"schedule_status": "ended"}, Verdict.OUTDATED),
        ({"after": HOUR + SECOND}, Verdict.TOO_LATE),
    ],
)
def test_a_press_that_does_not_count_says_why(
    effect: Effect, changed: dict[str, Any], verdict: Verdict
) -> None:
    assert press(effect, **changed) is verdict


@pytest.mark.parametrize(
    ("state", "in_doubt", "verdict"),
    [
        (State.SENT, False, Verdict.ACCEPTED),
        (State.SENDING, False, Verdict.ACCEPTED),
        (State.QUEUED, True, Verdict.ACCEPTED),
        (State.QUEUED, False, Verdict.OUTDATED),
        (State.ANSWERED, False, Verdict.ALREADY_ANSWERED),
        (State.STALE, False, Verdict.OUTDATED),
        (State.UNREACHABLE, False, Verdict.OUTDATED),
        (State.FAILED, False, Verdict.OUTDATED),
        (State.DROPPED, False, Verdict.OUTDATED),
        (State.DROPPED, True, Verdict.OUTDATED),
    ],
)
def test_a_press_counts_on_what_has_arrived_known_or_not(
    state: State, in_doubt: bool, verdict: Verdict
) -> None:
    assert press(state=state, in_doubt=in_doubt) is verdict


def test_every_state_has_its_verdict() -> None:
    assert {press(state=state) for state in State} == {
        Verdict.ACCEPTED,
        Verdict.OUTDATED,
        Verdict.ALREADY_ANSWERED,
    }


def test_a_paused_schedules_message_can_still_be_answered() -> None:
    assert press(schedule_status="paused") is Verdict.ACCEPTED


def test_the_last_instant_in_time_still_counts() -> None:
    assert press(after=HOUR) is Verdict.ACCEPTED
    assert press(after=HOUR + timedelta(microseconds=1)) is Verdict.TOO_LATE


def test_an_effect_without_an_end_counts_for_ever() -> None:
    assert press(Answer(), after=timedelta(days=4000)) is Verdict.ACCEPTED


def test_time_runs_from_the_message_and_before_it_is_on_record_from_when_it_was_to_leave() -> None:
    pending: dict[str, Any] = {
        "state": State.SENDING,
        "sent_at": None,
        "send_after_at": SENT_AT - HOUR,
    }

    assert press(after=timedelta(0), **pending) is Verdict.ACCEPTED
    assert press(after=SECOND, **pending) is Verdict.TOO_LATE


def test_of_several_reasons_the_one_that_helps_most_is_given() -> None:
    over: dict[str, Any] = {"schedule_status": "ended", "after": 2 * HOUR}

    assert press(state=State.ANSWERED, step=1, **over) is Verdict.ALREADY_ANSWERED
    assert press(state=State.QUEUED, step=1, **over) is Verdict.SNOOZED_MEANWHILE
    assert press(state=State.SENT, **over) is Verdict.OUTDATED
