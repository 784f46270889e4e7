"""Posture check-ins: what a member asks for, and the times that come of it.

The wish is kept as it was given. What quiet hours and the daily limit leave of it is worked out
anew whenever one of them changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.domain.better_hours import DayTimes
from bot.domain.day_minutes import (
    DAY_MIN,
    minute_of,
    spread,
    time_of,
    window_minutes,
    without_quiet,
)
from bot.domain.days import WORKDAYS
from bot.domain.member import Settings
from bot.domain.rule import Rule, Weekdays

# Source: product; defaults are judgement.
EVERY_MIN_CHOICES = (20, 30, 45, 60, 90, 120)
DEFAULT_EVERY_MIN = 90
DEFAULT_FROM = time(9)
DEFAULT_UNTIL = time(17)
DEFAULT_DAYS = WORKDAYS


@dataclass(frozen=True, slots=True)
class Moved:
    """Times that a member took in place of others, one for each; ``before`` until a first day.

    They hold only while just the others would come: a change of settings that adds, drops or moves
    one of those lets all of these rest, and taking it back brings them back.
    """

    names: tuple[int, ...]
    minutes: tuple[int, ...]
    first_day: date
    before: tuple[int, ...]

    def to_wish(self) -> dict[str, object]:
        """As a wish keeps it."""
        return {
            "names": list(self.names),
            "minutes": list(self.minutes),
            "first_day": self.first_day.isoformat(),
            "before": list(self.before),
        }


@dataclass(frozen=True, slots=True)
class PostureWish:
    """Every so many minutes from one time to before another, on some days of the week.

    What came by answers since: at most ``most_a_day`` of them, at times that were ``moved``, and
    whether anything is still asked or offered.
    """

    every_min: int
    local_from: time
    local_until: time
    days: frozenset[int]
    most_a_day: int | None = None
    moved: Moved | None = None
    asks: bool = True
    offers: bool = True

    def to_wish(self) -> dict[str, object]:
        """As a schedule keeps it: what was never answered is left out."""
        kept: dict[str, object] = {
            "every_min": self.every_min,
            "from_min": minute_of(self.local_from),
            "until_min": minute_of(self.local_until),
            "days": sorted(self.days),
        }
        if self.most_a_day is not None:
            kept["most_a_day"] = self.most_a_day
        if self.moved is not None:
            kept["moved"] = self.moved.to_wish()
        if not self.asks:
            kept["asks"] = False
        if not self.offers:
            kept["offers"] = False
        return kept

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
                asked = cls(every_min, time_of(from_min), time_of(until_min), frozenset(days))
                return replace(
                    asked,
                    most_a_day=_number(wish.get("most_a_day")),
                    moved=_moved(wish.get("moved")),
                    asks=wish.get("asks", True) is True,
                    offers=wish.get("offers", True) is True,
                )
        raise ValueError("not what posture keeps")

    def own_day(self, local_slot: datetime) -> date:
        """The day a slot belongs to: in a window over midnight, the one on which it starts."""
        over_midnight = self.local_until <= self.local_from
        belongs_to_the_day_before = over_midnight and local_slot.time() < self.local_until
        return local_slot.date() - timedelta(days=belongs_to_the_day_before)


@dataclass(frozen=True, slots=True)
class PosturePlan:
    """The times that come of a wish: ``wanted`` in the window, of which ``in_quiet`` are left out.

    ``rule`` is None when all of them are, or when the day has no place left. It has at most
    ``places`` times, as the daily limit goes, and at most ``most``, as the member wants.
    """

    rule: Rule | None
    wanted: int
    in_quiet: int
    places: int
    most: int

    @property
    def is_spread(self) -> bool:
        """Whether the daily limit left some out."""
        return self.awake > self.places

    @property
    def is_full(self) -> bool:
        """Whether other check-ins take every place of the day."""
        return self.awake > 0 and self.places == 0

    @property
    def awake(self) -> int:
        """How many would come without a daily limit."""
        return min(self.wanted - self.in_quiet, self.most)


def plan_posture(wish: PostureWish, settings: Settings, reserved: int) -> PosturePlan:
    """What is left of a wish after quiet hours and the daily limit.

    ``reserved`` places of the day are kept for other check-ins; they may be all of them.
    Raises InvalidInput for a window that begins where it ends.
    """
    wanted = window_minutes(wish.every_min, wish.local_from, wish.local_until)
    awake = without_quiet(wanted, settings.quiet)
    places = max(0, settings.daily_limit - reserved)
    most = len(wanted) if wish.most_a_day is None else wish.most_a_day
    names = spread(awake, min(places, most)) if awake and places else ()
    rule = _rule(wish, settings, names) if names else None
    return PosturePlan(rule, len(wanted), len(wanted) - len(awake), places, most)


def _rule(wish: PostureWish, settings: Settings, names: tuple[int, ...]) -> Rule:
    days, moved = Weekdays(wish.days), wish.moved
    if moved is None or moved.names != names:
        return Rule(days, names)
    if without_quiet(moved.minutes, settings.quiet) != moved.minutes:
        return Rule(days, names)
    return Rule(days, moved.minutes, names, moved.first_day, moved.before)


def day_times(wish: PostureWish, settings: Settings, rule: Rule) -> DayTimes:
    """The times of a day that a plan has, and where they may be moved to."""
    start, end = minute_of(wish.local_from), minute_of(wish.local_until)
    end += DAY_MIN * (end <= start)
    return DayTimes(rule.names, rule.minutes, start, end, settings.quiet)


def _number(kept: object) -> int | None:
    if kept is None or (isinstance(kept, int) and kept >= 1):
        return kept
    raise ValueError("not what posture keeps")


def _moved(kept: object) -> Moved | None:
    match kept:
        case None:
            return None
        case {
            "names": list(names),
            "minutes": list(minutes),
            "first_day": str(first_day),
            "before": list(before),
        }:
            day = date.fromisoformat(first_day)
            return Moved(tuple(names), tuple(minutes), day, tuple(before))
    raise ValueError("not what posture keeps")
