"""A clinic in numbers: what was sent and what became of it, day by day. Nobody is told apart.

Numbers of a few people are those people's: below five nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.local_time import instant_of

PERIODS: Final = (7, 30, 90)
DEFAULT_PERIOD: Final = 30
AHEAD = timedelta(days=7)
# Judgement: of fewer than five, staff could tell whose numbers they read.
FEWEST: Final = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many messages arrived, were answered, came five minutes late, found closed DMs."""

    sent: int = 0
    answered: int = 0
    late: int = 0
    unreachable: int = 0

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.sent + other.sent,
            self.answered + other.answered,
            self.late + other.late,
            self.unreachable + other.unreachable,
        )


@dataclass(frozen=True, slots=True)
class Overview:
    """A clinic's last days up to today, each with its tally, and what comes in the next seven.

    ``enough`` False: too few people stand behind the numbers, so there are none but the members'.
    ``members`` None: those are too few as well.
    """

    period_days: int
    members: int | None
    enough: bool
    days: tuple[tuple[date, Tally], ...] = ()
    coming: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> Tally:
        """All days together."""
        return _sum(tally for _, tally in self.days)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a wall clock: from an instant up to, and without, another."""

    local_day: date
    from_at: datetime
    until_at: datetime


def last_days(zone: ZoneInfo, local_last: date, number: int) -> tuple[Day, ...]:
    """So many days up to one, each as long as the clocks make it; one they left out has no time."""
    days = [local_last - ago * _DAY for ago in range(number, -2, -1)]
    midnights = [instant_of(datetime.combine(day, time.min), zone) for day in days]
    begins: list[datetime] = []
    for at in midnights:
        begins.append(begins[-1] if at is None else at)
    return tuple(
        Day(day, from_at, until_at)
        for day, from_at, until_at in zip(days, begins, begins[1:], strict=False)
    )[1:]


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total = total.plus(tally)
    return total
