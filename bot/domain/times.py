"""Check-ins at times of day that their member named, and when they really come.

The daily limit bounds how many there are; quiet hours take none away, they only let them wait.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.day_minutes import at_times, time_of
from bot.domain.local_time import local_of
from bot.domain.member import Settings
from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import Occasion, Rule, Weekdays
from bot.errors import InvalidInput

# Source: judgement.
MOST_TIMES = 6


@dataclass(frozen=True, slots=True)
class TimesWish:
    """At these times of day, each once and in order, on some days of the week."""

    local_times: tuple[time, ...]
    days: frozenset[int]

    def to_wish(self) -> dict[str, object]:
        """As a schedule keeps it."""
        return {
            "at_min": list(at_times(self.local_times)),
            "days": sorted(self.days),
        }

    @classmethod
    def from_wish(cls, wish: dict[str, object]) -> TimesWish:
        """Back from what ``to_wish`` made. Raises ValueError for anything else."""
        match wish:
            case {"at_min": list(minutes), "days": list(days)} if minutes and days:
                return cls(tuple(time_of(minute) for minute in minutes), frozenset(days))
        raise ValueError("not times of day")


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a check-in comes, and the time it was set for: earlier, if quiet hours hold it back."""

    comes_at: datetime
    local_slot: datetime
    waits: bool


def most_times(settings: Settings) -> int:
    """How many times a day a member may choose."""
    return min(MOST_TIMES, settings.daily_limit)


def check_times(wish: TimesWish, settings: Settings) -> None:
    """Raises InvalidInput for more times than a day may have."""
    most = most_times(settings)
    if len(wish.local_times) > most:
        raise InvalidInput("times.too_many", most=most)


def times_rule(wish: TimesWish, settings: Settings) -> Rule:
    """When they are due. A daily limit that was lowered since leaves the day's first times."""
    return Rule(Weekdays(wish.days), at_times(wish.local_times)[: most_times(settings)])


def waiting_times(wish: TimesWish, quiet: QuietHours | None) -> tuple[time, ...]:
    """The times of day that lie in quiet hours."""
    if quiet is None:
        return ()
    return tuple(local for local in wish.local_times if quiet.covers(local))


def arrivals(
    occasions: Iterable[Occasion], quiet: QuietHours | None, zone: ZoneInfo, count: int
) -> tuple[Arrival, ...]:
    """When the first ``count`` of them come. Those that wait for one end come as one, the last."""
    found: dict[datetime, Arrival] = {}
    for occasion in occasions:
        ends_at = quiet.ends_at(occasion.at, zone) if quiet is not None else None
        comes_at = ends_at or occasion.at
        if comes_at not in found and len(found) == count:
            break
        found[comes_at] = Arrival(comes_at, occasion.local_slot, waits=ends_at is not None)
    return tuple(found.values())


def local_arrival(arrival: Arrival, zone: ZoneInfo) -> datetime:
    """The member's wall clock when it comes."""
    return local_of(arrival.comes_at, zone)
