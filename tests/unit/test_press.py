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
    AskAgain,
    AskLess,
    AskNoMore,
    Choose,
    Effect,
    Score,
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
QUESTION: list[Effect] = [AskNoMore(), AskLess()]
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


# Check-ins

CHECK_IN: list[Effect] = [Score("tension", 5), Choose("where"), AskAgain()]


@pytest.mark.parametrize("after", [SECOND, 12 * HOUR, 300 * HOUR])
def test_the_first_answer_of_a_check_in_counts_however_late(after: timedelta) -> None:
    assert press(Score("tension", 5), after=after) is Verdict.ACCEPTED


@pytest.mark.parametrize("effect", CHECK_IN)
def test_an_answered_check_in_can_be_corrected_for_a_day(effect: Effect) -> None:
    answered = {"state": State.ANSWERED, "answer": "tension", "answered_at": SENT_AT}

    assert press(effect, after=24 * HOUR, **answered) is Verdict.ACCEPTED
    assert press(effect, after=24 * HOUR + SECOND, **answered) is Verdict.STANDS


@pytest.mark.parametrize("effect", CHECK_IN)
def test_a_check_in_of_a_kind_that_was_turned_off_is_not_active(effect: Effect) -> None:
    answered = {"state": State.ANSWERED, "answered_at": SENT_AT}

    assert press(effect, schedule_status="ended") is Verdict.OUTDATED
    assert press(effect, schedule_status="ended", **answered) is Verdict.OUTDATED


@pytest.mark.parametrize("effect", CHECK_IN)
@pytest.mark.parametrize("state", State)
def test_a_check_in_is_nobody_elses_to_answer(effect: Effect, state: State) -> None:
    assert press(effect, by=STRANGER, state=state, answered_at=SENT_AT) is Verdict.NOT_YOURS


@pytest.mark.parametrize("state", [State.QUEUED, State.STALE, State.DROPPED, State.UNREACHABLE])
def test_a_check_in_that_never_arrived_can_not_be_answered(state: State) -> None:
    assert press(Score("tension", 5), state=state) is Verdict.OUTDATED


def test_a_press_on_a_check_in_still_being_sent_counts() -> None:
    assert press(Score("tension", 5), state=State.SENDING) is Verdict.ACCEPTED
    assert press(Score("tension", 5), state=State.QUEUED, in_doubt=True) is Verdict.ACCEPTED


# The question whether to go on


@pytest.mark.parametrize("effect", QUESTION)
@pytest.mark.parametrize("state", list(State))
def test_the_question_may_be_answered_at_any_time_in_any_state(
    effect: Effect, state: State
) -> None:
    years_later = SENT_AT + timedelta(days=900)
    for answer in (None, "elsewhere"):
        verdict = judge(
            message(state=state, step=1, answer=answer),
            effect,
            step=1,
            by=OWNER,
            now_at=years_later,
        )
        assert verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("effect", QUESTION)
@pytest.mark.parametrize("answer", ["keep", "less", "stop"])
def test_the_question_takes_one_answer(effect: Effect, answer: str) -> None:
    answered = message(state=State.ANSWERED, answer=answer, answered_at=SENT_AT)

    verdict = judge(answered, effect, step=2, by=OWNER, now_at=SENT_AT + HOUR)

    assert verdict is Verdict.ALREADY_ANSWERED


@pytest.mark.parametrize("effect", QUESTION)
def test_a_question_about_what_has_ended_is_outdated_and_nobody_elses(effect: Effect) -> None:
    ended = message(schedule_status="ended")

    assert judge(ended, effect, step=2, by=OWNER, now_at=SENT_AT) is Verdict.OUTDATED
    assert judge(message(), effect, step=2, by=STRANGER, now_at=SENT_AT) is Verdict.NOT_YOURS


@pytest.mark.parametrize("effect", GUARDED)
def test_a_second_late_press_is_as_late_as_the_first(effect: Effect) -> None:
    late = message(state=State.ANSWERED, answer="late", answered_at=SENT_AT + 2 * HOUR)

    verdict = judge(late, effect, step=2, by=OWNER, now_at=SENT_AT + 3 * HOUR)

    assert verdict is Verdict.TOO_LATE
