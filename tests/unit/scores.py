"""Scores of some days, and what they come to; for the tests of progress and of its cards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from bot.domain.check_in import TENSION
from bot.domain.progress import Progress, Score, progress_of

TODAY = date(2026, 11, 23)


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def score(ago: int, value: int, question: str = TENSION, hour: int = 18) -> Score:
    return Score(datetime.combine(day(ago), time(hour)), question, value)


def tension(values: dict[int, int]) -> list[Score]:
    """A score a day, by how many days ago."""
    return [score(ago, value) for ago, value in values.items()]


def seen(
    scores: Iterable[Score],
    *,
    days: int = 30,
    sessions: Iterable[int] = (),
    began: int | None = 400,
    today: date = TODAY,
) -> Progress:
    return progress_of(
        list(scores),
        [day(ago) for ago in sessions],
        local_today=today,
        period_days=days,
        local_began=None if began is None else day(began),
    )
