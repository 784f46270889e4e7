"""Plans: the questions that follow a session, on which days they come, and when they end.

Pure: a plan, a session and a zone go in, local dates and minutes come out. What a question says is
for the texts, how it is sent for its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.course import Course
from bot.domain.day_minutes import time_of
from bot.domain.local_time import instant_of, local_of
from bot.domain.occurrence import State
from bot.domain.rule import OneDate, Rule


class Ask(Enum):
    """What a step asks."""

    SORENESS = "soreness"
    SCORES = "scores"
    REVIEW = "review"
    CONTINUE = "continue"
    BOOK_NEXT = "book_next"


# The buttons of each question, in their order. Scores are asked as every check-in asks them.
ANSWERS: Final[Mapping[Ask, tuple[str, ...]]] = MappingProxyType(
    {
        Ask.SORENESS: ("none", "a_bit", "a_lot"),
        Ask.SCORES: (),
        Ask.REVIEW: ("better", "same", "worse"),
        Ask.CONTINUE: ("book", "not_now", "talk"),
        Ask.BOOK_NEXT: ("booked", "later", "talk"),
    }
)
# "Remind me in 2 days".
LATER = timedelta(days=2)

# Source: the design's fact sheet: most soreness begins within 12 hours, so day 1 comes after that.
REST = timedelta(hours=16)
AFTER_REST_MINUTE: Final = 18 * 60
# Source: the design's fact sheet: what is serious can show days later.
WARNING_SIGNS_DAYS: Final = 7

# Judgement: who has not answered by then has not answered.
ANSWER_WITHIN = timedelta(days=2)
UNANSWERED_THAT_END: Final = 2


class After(Enum):
    """After which sessions of a course a step comes; without a course, after the one there is."""

    EACH = "each"
    NOT_LAST = "not_last"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Step:
    """A question so many days after the session, at a local minute; ``text`` replaces our words."""

    day: int
    minute: int
    ask: Ask
    after: After = After.EACH
    text: str = ""

    @property
    def warns(self) -> bool:
        """Whether "Warning signs" has to be on it."""
        return self.day <= WARNING_SIGNS_DAYS

    def comes_after(self, course: Course | None) -> bool:
        """Whether it comes after a session with this place in a course, or in none."""
        is_last = course is None or course.is_last
        return self.after is After.EACH or (self.after is After.LAST) == is_last


@dataclass(frozen=True, slots=True)
class Plan:
    """A named series of steps; ``sessions`` is the length of the course it is made for, if any."""

    id: str
    title: str
    steps: tuple[Step, ...]
    sessions: int | None = None

    def step(self, number: int) -> Step | None:
        """A step by its number, from 1; None when it was taken out since."""
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None

    def asks_as(self, other: Plan) -> bool:
        """Whether another plan is the same but for its words."""
        return self.sessions == other.sessions and [
            (step.day, step.minute, step.ask, step.after) for step in self.steps
        ] == [(step.day, step.minute, step.ask, step.after) for step in other.steps]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """Step ``number`` of a plan on its date and minute, read in whatever zone the member is in.

    ``at`` is when that falls in the zone it was planned in; None on a day which that zone left out.
    One that is skipped does not come: its time is past.
    """

    number: int
    ask: Ask
    local_day: date
    minute: int
    at: datetime | None
    skipped: bool

    @property
    def rule(self) -> Rule:
        """The rule that fires then, once."""
        return Rule(OneDate(self.local_day), (self.minute,))


def steps_after(
    plan: Plan, held_at: datetime, zone: ZoneInfo, now_at: datetime, course: Course | None = None
) -> tuple[PlannedStep, ...]:
    """The steps that a session brings, in their order, those already past marked as skipped.

    Days count from the session's date on the member's wall clock. A step of day 1 that would come
    within 16 hours of the session comes at 18:00.
    """
    return tuple(
        _planned(number, step, held_at, zone, now_at)
        for number, step in enumerate(plan.steps, 1)
        if step.comes_after(course)
    )


def _planned(
    number: int, step: Step, held_at: datetime, zone: ZoneInfo, now_at: datetime
) -> PlannedStep:
    local_day = local_of(held_at, zone).date() + timedelta(days=step.day)
    minute = step.minute
    at = _instant(local_day, minute, zone)
    if step.day == 1 and at is not None and at - held_at < REST:
        minute = max(minute, AFTER_REST_MINUTE)
        at = _instant(local_day, minute, zone)
    skipped = at is None or at <= max(held_at, now_at)
    return PlannedStep(number, step.ask, local_day, minute, at, skipped)


def _instant(local_day: date, minute: int, zone: ZoneInfo) -> datetime | None:
    return instant_of(datetime.combine(local_day, time_of(minute)), zone)


def is_wanted(ask: Ask, *, booked: bool, invitations: bool) -> bool:
    """Whether a step is still sent when its time has come.

    Only the nudge to book is held back: from members with a session booked, and from those who
    have not switched invitations on.
    """
    return ask is not Ask.BOOK_NEXT or (invitations and not booked)


class StepState(Enum):
    """What became of a step."""

    PENDING = "it has not come yet"
    OPEN = "it came lately and may be answered"
    ANSWERED = "it was answered"
    UNANSWERED = "it came, and nobody answered"
    MISSED = "it never came, which is not the member's doing"


def state_of_step(state: State, sent_at: datetime | None, now_at: datetime) -> StepState:
    """What became of a step, by its occurrence; ``sent_at`` is when that was delivered, if it was.

    A step without an occurrence is pending, or was skipped and is no step at all.
    """
    match state:
        case State.QUEUED | State.SENDING:
            return StepState.PENDING
        case State.ANSWERED:
            return StepState.ANSWERED
        case State.SENT:
            late = sent_at is not None and now_at - sent_at >= ANSWER_WITHIN
            return StepState.UNANSWERED if late else StepState.OPEN
    return StepState.MISSED


def ends_in_silence(steps: Iterable[StepState], *, next_is_due: bool = False) -> bool:
    """Whether the steps so far, in their order, end a plan: the last two were not answered.

    What never came is passed over. One that came lately is waited for, unless the next one has come
    since or ``next_is_due``.
    """
    came = [step for step in steps if step not in {StepState.PENDING, StepState.MISSED}]
    if came and came[-1] is StepState.OPEN and not next_is_due:
        came.pop()
    last = came[-UNANSWERED_THAT_END:]
    return len(last) == UNANSWERED_THAT_END and StepState.ANSWERED not in last
