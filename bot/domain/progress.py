"""What the scores of some days come to: a value a day, weekly medians, and the days before.

Pure. A day is the one that the member's wall clock showed when they answered, as it was noted then,
so that no change of clocks and no move to another zone takes an answer to another day. Fills no
gap, says nothing about a side with few answers, and knows no better or worse: lower, similar or
higher is all. What a change comes from is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from statistics import median

from bot.domain.check_in import STRESS, TENSION

SHOWN = (TENSION, STRESS)
PERIODS = (7, 30, 90)
DEFAULT_PERIOD = 30
WEEK = 7
# Source: judgement. So many days with answers make a median worth showing, and a side of a
# comparison; with fewer answers than this in all there is nothing to draw.
ENOUGH = 3
# Source: care.md, "Reading change": below either, a change is noise for one person.
NOISE_POINTS = 2
NOISE_PERCENT = 30
# The dates of two zones lie at most this far apart.
_AHEAD = timedelta(days=2)
_DAY = timedelta(days=1)

ByDay = Mapping[date, float]


class Trend(Enum):
    """How a number stands to the one before."""

    LOWER = "lower"
    SIMILAR = "similar"
    HIGHER = "higher"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Score:
    """One answer, 0 to 10, at the minute that the member's wall clock showed."""

    local_at: datetime
    question: str
    value: int


@dataclass(frozen=True, slots=True)
class Middle:
    """The median of the days that have an answer, and how many those are; None for none."""

    value: float | None
    days: int

    @property
    def enough(self) -> float | None:
        """The median, if enough days stand behind it to compare it or to call it a week's."""
        return self.value if self.days >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class Compared:
    """Some days and others before them."""

    before: Middle
    now: Middle

    @property
    def trend(self) -> Trend:
        """Unknown unless both sides have enough days with answers."""
        before, now = self.before.enough, self.now.enough
        if before is None or now is None:
            return Trend.UNKNOWN
        points = abs(now - before)
        if points < NOISE_POINTS or points * 100 < before * NOISE_PERCENT:
            return Trend.SIMILAR
        return Trend.LOWER if now < before else Trend.HIGHER


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, or what is left of them at the beginning."""

    local_first: date
    local_last: date
    middle: Middle


@dataclass(frozen=True, slots=True)
class Curve:
    """One question: ``days`` holds a value for each day shown, None for a day without answer."""

    question: str
    days: tuple[float | None, ...]
    weeks: tuple[Week, ...]
    compared: Compared


@dataclass(frozen=True, slots=True)
class Around:
    """The days on either side of a session, by question."""

    local_day: date
    compared: Mapping[str, Compared]


@dataclass(frozen=True, slots=True)
class Progress:
    """One member's days from ``local_first`` to ``local_last``.

    ``period_days`` is what was asked for. ``answers`` counts check-ins in these days;
    ``began_before``: there are some from before them.
    """

    period_days: int
    local_first: date
    local_last: date
    answers: int
    began_before: bool
    curves: tuple[Curve, ...]
    local_sessions: tuple[date, ...]
    around: tuple[Around, ...]
    active_days: int
    active_this_month: int

    @property
    def is_enough(self) -> bool:
        """Whether there is something to show."""
        return self.answers >= ENOUGH


def earliest_needed(local_today: date, period_days: int) -> date:
    """The first day whose scores and sessions ``progress_of`` looks at."""
    return min(local_today - (2 * period_days - 1) * _DAY, local_today.replace(day=1))


def progress_of(
    scores: Sequence[Score],
    local_sessions: Iterable[date],
    *,
    local_today: date,
    period_days: int,
    local_began: date | None,
) -> Progress:
    """What ``period_days`` up to today come to.

    Scores and sessions reach back to ``earliest_needed``; ``local_began`` is the day of the
    member's first answer ever. A period begins with it, if it lies within, but has a week at least.
    What is dated in the future by more than zones can differ does not count.
    """
    scores = [score for score in scores if score.local_at.date() <= local_today + _AHEAD]
    by_question = {question: daily(scores, question) for question in SHOWN}
    active = set().union(*by_question.values())
    # Whoever flew west may have answered on a date that has not come yet where they are now.
    local_last = max(active | {local_today})
    period_first = local_last - (period_days - 1) * _DAY
    shown = _days(_beginning(period_first, local_last, local_began), local_last)
    sessions = frozenset(local_sessions)
    in_period = tuple(day for day in shown if day in sessions)
    return Progress(
        period_days=period_days,
        local_first=shown[0],
        local_last=local_last,
        answers=_answers(scores, shown[0]),
        began_before=local_began is not None and local_began < period_first,
        curves=tuple(
            _curve(question, by_question[question], shown, period_days) for question in SHOWN
        ),
        local_sessions=in_period,
        around=tuple(_around(day, by_question, sessions) for day in in_period),
        active_days=len(active & set(shown)),
        active_this_month=sum(
            (day.year, day.month) == (local_today.year, local_today.month) for day in active
        ),
    )


def daily(scores: Iterable[Score], question: str) -> dict[date, float]:
    """The median of each day's answers to a question; a day without any is not there."""
    values: dict[date, list[int]] = {}
    for score in scores:
        if score.question == question:
            values.setdefault(score.local_at.date(), []).append(score.value)
    return {day: float(median(of_day)) for day, of_day in values.items()}


def middle_of(by_day: ByDay, days: Iterable[date]) -> Middle:
    """The median of those of ``days`` that have a value, each day counting once."""
    values = [by_day[day] for day in days if day in by_day]
    return Middle(median(values) if values else None, len(values))


def _beginning(period_first: date, local_last: date, local_began: date | None) -> date:
    a_week_ago = local_last - (WEEK - 1) * _DAY
    return max(period_first, min(a_week_ago, local_began or local_last))


def _days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + number * _DAY for number in range((last - first).days + 1))


def _answers(scores: Iterable[Score], local_first: date) -> int:
    # Every check-in has its first question answered, and few the second alone.
    asked = [score.question for score in scores if score.local_at.date() >= local_first]
    return max(asked.count(question) for question in SHOWN)


def _curve(question: str, by_day: ByDay, shown: tuple[date, ...], period_days: int) -> Curve:
    period_before = _days(shown[-1] - (2 * period_days - 1) * _DAY, shown[-1] - period_days * _DAY)
    return Curve(
        question=question,
        days=tuple(by_day.get(day) for day in shown),
        weeks=_weeks(by_day, shown),
        compared=Compared(middle_of(by_day, period_before), middle_of(by_day, shown)),
    )


def _weeks(by_day: ByDay, shown: tuple[date, ...]) -> tuple[Week, ...]:
    """Weeks counted back from the last day, oldest first.

    Not the calendar's: on a Monday this week would be one day. Counted back, each has one of every
    weekday. What is left at the beginning is a week too, if it could have enough days.
    """
    weeks = []
    for end in range(len(shown), 0, -WEEK):
        days = shown[max(0, end - WEEK) : end]
        if len(days) >= ENOUGH:
            weeks.append(Week(days[0], days[-1], middle_of(by_day, days)))
    return tuple(reversed(weeks))


def _around(day: date, by_question: Mapping[str, ByDay], sessions: frozenset[date]) -> Around:
    # A day with a session is before and after it at once, so it is neither.
    before = [each for each in _days(day - WEEK * _DAY, day - _DAY) if each not in sessions]
    after = [each for each in _days(day + _DAY, day + WEEK * _DAY) if each not in sessions]
    return Around(
        day,
        {
            question: Compared(middle_of(by_day, before), middle_of(by_day, after))
            for question, by_day in by_question.items()
        },
    )
