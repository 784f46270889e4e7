"""What became of the steps of a plan, and when nobody is asked any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.occurrence import State
from bot.domain.plan import ANSWER_WITHIN, StepState, ends_in_silence, state_of_step

NOW_AT = datetime(2026, 11, 30, 11, 0, tzinfo=UTC)
PENDING, OPEN, ANSWERED = StepState.PENDING, StepState.OPEN, StepState.ANSWERED
UNANSWERED, MISSED = StepState.UNANSWERED, StepState.MISSED


@pytest.mark.parametrize(
    ("replies", "ends"),
    [
        ([], False),
        ([UNANSWERED], False),
        ([UNANSWERED, PENDING, PENDING], False),
        ([UNANSWERED, UNANSWERED], True),
        ([UNANSWERED, UNANSWERED, PENDING], True),
        ([ANSWERED, UNANSWERED, UNANSWERED], True),
        ([UNANSWERED, ANSWERED], False),
        ([UNANSWERED, ANSWERED, UNANSWERED, PENDING], False),
        ([UNANSWERED, UNANSWERED, ANSWERED], False),
        # What never came is nobody's silence, and does not break one.
        ([UNANSWERED, MISSED], False),
        ([UNANSWERED, MISSED, UNANSWERED], True),
        ([MISSED, MISSED], False),
        # What came lately is waited for, unless something came after it.
        ([UNANSWERED, OPEN], False),
        ([OPEN], False),
        ([OPEN, OPEN], False),
        ([OPEN, UNANSWERED], True),
        ([UNANSWERED, UNANSWERED, OPEN], True),
    ],
)
def test_two_unanswered_in_a_row_end_a_plan(replies: list[StepState], ends: bool) -> None:
    assert ends_in_silence(replies) is ends


def test_what_is_open_has_had_its_time_when_the_next_is_due() -> None:
    assert ends_in_silence([UNANSWERED, OPEN, PENDING], next_is_due=True)
    assert ends_in_silence([OPEN, OPEN], next_is_due=True)
    assert not ends_in_silence([ANSWERED, OPEN], next_is_due=True)
    assert not ends_in_silence([OPEN], next_is_due=True)


@pytest.mark.parametrize(
    ("state", "reply"),
    [
        (State.QUEUED, PENDING),
        (State.SENDING, PENDING),
        (State.ANSWERED, ANSWERED),
        (State.STALE, MISSED),
        (State.UNREACHABLE, MISSED),
        (State.FAILED, MISSED),
        (State.DROPPED, MISSED),
    ],
)
def test_a_step_that_did_not_reach_its_member_is_no_silence_of_theirs(
    state: State, reply: StepState
) -> None:
    assert state_of_step(state, NOW_AT - timedelta(days=6), NOW_AT) is reply


def test_a_delivered_step_is_open_for_two_days() -> None:
    just = NOW_AT - ANSWER_WITHIN + timedelta(seconds=1)

    assert state_of_step(State.SENT, just, NOW_AT) is OPEN
    assert state_of_step(State.SENT, NOW_AT - ANSWER_WITHIN, NOW_AT) is UNANSWERED
    # Its delivery is not on record: nobody can say that it was not answered in time.
    assert state_of_step(State.SENT, None, NOW_AT) is OPEN
