"""Whether a press on a message about a session still counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.occurrence import State
from bot.domain.press import AnswerAppointment, AnswerStep, Verdict, judge
from tests.unit.test_press import OWNER, SENT_AT, STRANGER, message

STEP, COMES, CANT = AnswerStep(), AnswerAppointment(comes=True), AnswerAppointment(comes=False)
YEAR = timedelta(days=365)


@pytest.mark.parametrize("effect", [STEP, COMES, CANT])
def test_the_first_answer_counts_however_late_and_only_its_owners(effect: object) -> None:
    late = SENT_AT + YEAR

    assert judge(message(), effect, step=2, by=OWNER, now_at=late) is Verdict.ACCEPTED  # type: ignore[arg-type]
    assert judge(message(), effect, step=2, by=STRANGER, now_at=late) is Verdict.NOT_YOURS  # type: ignore[arg-type]


def test_a_question_is_answered_once() -> None:
    answered = message(state=State.ANSWERED, answer="same", answered_at=SENT_AT)

    verdict = judge(answered, STEP, step=2, by=OWNER, now_at=SENT_AT)

    assert verdict is Verdict.ALREADY_ANSWERED


def test_whether_a_client_comes_may_be_said_anew() -> None:
    answered = message(state=State.ANSWERED, answer="coming", answered_at=SENT_AT)

    assert judge(answered, CANT, step=2, by=OWNER, now_at=SENT_AT) is Verdict.ACCEPTED


@pytest.mark.parametrize("effect", [STEP, COMES, CANT])
@pytest.mark.parametrize("state", [State.SENT, State.ANSWERED])
def test_what_has_changed_since_is_no_longer_answered(effect: object, state: State) -> None:
    ended = replace(message(state=state, answered_at=SENT_AT), schedule_status="ended")

    verdict = judge(ended, effect, step=2, by=OWNER, now_at=SENT_AT)  # type: ignore[arg-type]

    assert verdict in {Verdict.OUTDATED, Verdict.ALREADY_ANSWERED}
