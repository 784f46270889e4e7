"""What a pressed button does, and whether it still may.

Pure: an occurrence as it stands, the press and the time come in; a verdict goes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.check_in import stands
from bot.domain.habits import LATE, PRESSED_ELSEWHERE
from bot.domain.ids import DiscordUserId
from bot.domain.occurrence import Pressed, State
from bot.domain.snoozing import SnoozeFor


@dataclass(frozen=True, slots=True)
class Answer:
    """Notes the button's name as the member's answer. ``within`` None: at any time."""

    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Snooze:
    """The same message comes again after so many minutes."""

    minutes: int
    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class OfferSnooze:
    """Shows for how long it can be snoozed, and changes nothing."""


@dataclass(frozen=True, slots=True)
class SnoozeUntil:
    """The same message comes again at a time that has a name; None: at one that was typed."""

    choice: SnoozeFor | None


@dataclass(frozen=True, slots=True)
class SkipToday:
    """Nothing more of this schedule on the slot's local day."""

    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class StopThis:
    """Ends what the message is about. Never too late."""


@dataclass(frozen=True, slots=True)
class Show:
    """Shows something and changes nothing. Never too late."""

    what: str


@dataclass(frozen=True, slots=True)
class Score:
    """Answers one question of a check-in with 0 to 10, or corrects that answer.

    The first answer counts however late it comes.
    """

    question: str
    value: int


@dataclass(frozen=True, slots=True)
class Choose:
    """Notes what was chosen from a list of a check-in, in place of what was chosen before."""

    question: str


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Brings a check-in's questions back; changes nothing by itself."""


@dataclass(frozen=True, slots=True)
class AskNoMore:
    """Answers the question whether to go on: just as it is. Never too late."""


@dataclass(frozen=True, slots=True)
class AskLess:
    """Answers the question whether to go on: half as often. Never too late."""


@dataclass(frozen=True, slots=True)
class AnswerStep:
    """Answers a plan's question with the button's name. Never too late."""


@dataclass(frozen=True, slots=True)
class AnswerAppointment:
    """Says whether the client comes. May be said anew: plans change."""

    comes: bool


CheckInEffect = Score | Choose | AskAgain
QuestionEffect = AskNoMore | AskLess
SnoozeEffect = OfferSnooze | SnoozeUntil
SessionEffect = AnswerStep | AnswerAppointment
Effect = (
    Answer
    | Snooze
    | SnoozeEffect
    | SkipToday
    | StopThis
    | Show
    | CheckInEffect
    | QuestionEffect
    | SessionEffect
)


class Verdict(Enum):
    """Whether a press counts."""

    ACCEPTED = "accepted"
    NOT_YOURS = "not yours"
    ALREADY_ANSWERED = "already answered"
    SNOOZED_MEANWHILE = "snoozed meanwhile"
    CAME_BACK = "came back"
    TOO_LATE = "too late"
    STANDS = "stands"
    OUTDATED = "outdated"


def judge(
    pressed: Pressed, effect: Effect, *, step: int, by: DiscordUserId, now_at: datetime
) -> Verdict:
    """Whether a press of ``effect`` on the message of ``step`` counts at ``now_at``."""
    if pressed.owner != by or isinstance(effect, StopThis | Show):
        return Verdict.NOT_YOURS if pressed.owner != by else Verdict.ACCEPTED
    if pressed.state is State.ANSWERED or isinstance(effect, QuestionEffect):
        return _of_an_answered(pressed, effect, now_at)
    if step != pressed.step:
        return _of_another_step(pressed, step)
    if not _delivered(pressed) or pressed.schedule_status == "ended":
        return Verdict.OUTDATED
    arrived_at = pressed.sent_at or pressed.send_after_at
    within = effect.within if isinstance(effect, Answer | Snooze | SkipToday) else None
    if within is not None and now_at - arrived_at > within:
        return Verdict.TOO_LATE
    return Verdict.ACCEPTED


def _of_an_answered(pressed: Pressed, effect: Effect, now_at: datetime) -> Verdict:
    if isinstance(effect, QuestionEffect):
        return _of_the_question(pressed)
    if isinstance(effect, AnswerAppointment):
        return Verdict.OUTDATED if pressed.schedule_status == "ended" else Verdict.ACCEPTED
    if not isinstance(effect, CheckInEffect):
        return Verdict.TOO_LATE if pressed.answer == LATE else Verdict.ALREADY_ANSWERED
    if pressed.schedule_status == "ended":
        return Verdict.OUTDATED
    late = pressed.answered_at is not None and stands(pressed.answered_at, now_at)
    return Verdict.STANDS if late else Verdict.ACCEPTED


def _of_the_question(pressed: Pressed) -> Verdict:
    if pressed.schedule_status == "ended":
        return Verdict.OUTDATED
    if pressed.answer is not None and pressed.answer != PRESSED_ELSEWHERE:
        return Verdict.ALREADY_ANSWERED
    return Verdict.ACCEPTED


def _of_another_step(pressed: Pressed, step: int) -> Verdict:
    if step < pressed.step and _delivered(pressed):
        return Verdict.CAME_BACK
    waits = step < pressed.step and pressed.state is State.QUEUED
    return Verdict.SNOOZED_MEANWHILE if waits else Verdict.OUTDATED


def _delivered(pressed: Pressed) -> bool:
    # A press on a message still being sent, or in doubt, proves that it arrived.
    if pressed.state is State.QUEUED:
        return pressed.in_doubt
    return pressed.state in (State.SENDING, State.SENT)
