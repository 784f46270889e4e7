"""Posture check-ins: what a member asks for, and the times that come of it.

The wish is kept as it was given. What quiet hours and the daily limit leave of it is worked out
anew whenever one of them changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from bot.domain.day_minutes import minute_of, spread, window_minutes, without_quiet
from bot.domain.member import Settings
from bot.domain.rule import Rule, Weekdays

# Source: product; defaults are judgement.
EVERY_MIN_CHOICES = (20, 30, 45, 60, 90, 120)
DEFAULT_EVERY_MIN = 90
DEFAULT_FROM = time(9)
DEFAULT_UNTIL = time(17)
DEFAULT_DAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class PostureWish:
    """Every so many minutes from one time to before another, on some days of the week."""

    every_min: int
    local_from: time
    local_until: time
    days: frozenset[int]

    def to_wish(self) -> dict[str, object]:
        """As a schedule keeps it."""
        return {
            "every_min": self.every_min,
            "from_min": minute_of(self.local_from),
            "until_min": minute_of(self.local_until),
            "days": sorted(self.days),
        }

    @classmethod
    def from_wish(cls, wish: dict[str, object]) -> PostureWish:
        """Back from what ``to_wish`` made. Raises ValueError for anything else."""
        match wish:
            case {
                "every_min": int(every_min),
                "from_min": int(from_min),
                "until_min": int(until_min),
                "days": list(days),
            }:
                return cls(every_min, _time(from_min), _time(until_min), frozenset(days))
        raise ValueError("not what posture keeps")


@dataclass(frozen=True, slots=True)
class PosturePlan:
    """The times that come of a wish: ``wanted`` in the window, of which ``in_quiet`` are left out.

    ``rule`` is None when all of them are. It has at most ``places`` times.
    """

    rule: Rule | None
    wanted: int
    in_quiet: int
    places: int

    @property
    def is_spread(self) -> bool:
        """Whether the daily limit left some out."""
        return self.wanted - self.in_quiet > self.places


def plan_posture(wish: PostureWish, settings: Settings, reserved: int) -> PosturePlan:
    """What is left of a wish after quiet hours and the daily limit.

    ``reserved`` places of the day are kept for other check-ins; one is always left for this.
    Raises InvalidInput for a window that begins where it ends.
    """
    wanted = window_minutes(wish.every_min, wish.local_from, wish.local_until)
    awake = without_quiet(wanted, settings.quiet)
    places = max(1, settings.daily_limit - reserved)
    rule = Rule(Weekdays(wish.days), spread(awake, places)) if awake else None
    return PosturePlan(rule, len(wanted), len(wanted) - len(awake), places)


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
