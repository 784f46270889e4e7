"""When something repeats: local days times local minutes, and the steps from one to the next.

A rule knows no zone: it is read in one, so it moves with the member. Every step looks at a few of
the rule's days at most, whatever the rule. It does not know quiet hours, pauses or limits; what
they take away is taken before the rule is made, or when an occurrence is claimed.
"""

from __future__ import annotations

import itertools
import json
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.day_minutes import DAY_MIN, at_times, spread, window_minutes, without_quiet
from bot.domain.days import (
    Days,
    EveryWeeks,
    MonthDay,
    OneDate,
    Weekdays,
    date_from,
    days_from,
    plain_of,
    whole_number,
)
from bot.domain.local_time import instant_of, local_of, offsets_of

__all__ = [
    "Days",
    "EveryWeeks",
    "MonthDay",
    "Occasion",
    "OneDate",
    "Rule",
    "Weekdays",
    "at_times",
    "latest_occasion",
    "next_occasion",
    "rule_from_json",
    "rule_to_json",
    "spread",
    "upcoming",
    "window_minutes",
    "without_quiet",
]

_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)
_MINUTES = tuple(timedelta(minutes=n) for n in range(2 * DAY_MIN))
# A window that began the day before, the day itself, a day the zone left out, the one after it;
# and as many again, so that two changes of clocks in a row can't exhaust it.
_DAYS_LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """These days, each with these minutes from its midnight.

    ``names`` are the minutes by which the slots are known: a time that is moved keeps its slot.
    There is one for each of ``minutes``, which they are unless given. Days before ``moved_from``
    fall on ``before``, the names unless given.

    All three are strictly increasing, within 0 to 2879, and span less than a day, also from what
    was before to what is now, so that one day's times all come before the next day's.
    """

    days: Days
    minutes: tuple[int, ...]
    names: tuple[int, ...] = ()
    moved_from: date | None = None
    before: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        names = self.names or self.minutes
        before = self.before or names
        # What changes nothing is left out, so that rules that do the same are equal.
        if self.moved_from is None or before == self.minutes:
            object.__setattr__(self, "moved_from", None)
            before = self.minutes
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "before", before)
        for minutes in {self.minutes, names, before}:
            _check_minutes(minutes)
            if len(minutes) != len(names):
                raise ValueError("each of the minutes has one name")
        if before[-1] - self.minutes[0] >= DAY_MIN:
            raise ValueError("minutes before and after a move have to span less than a day")

    @property
    def is_moved(self) -> bool:
        """Whether some time is another than its slot's name."""
        return self.names != self.minutes

    def minutes_on(self, day: date) -> tuple[int, ...]:
        """The minutes of one of its days, counted from that day's midnight."""
        return self.minutes if self.moved_from is None or day >= self.moved_from else self.before


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time of a rule: ``local_slot`` names it for good, ``at`` is when it falls.

    The slot is the wall time that the rule's names ask for, with its real date, even on a day when
    the clocks skip it, and whether or not the time was moved.
    """

    local_slot: datetime
    at: datetime


def next_occasion(rule: Rule, zone: ZoneInfo, after_at: datetime) -> Occasion | None:
    """Return the first occasion strictly after an instant, or None if there is none any more.

    Several slots that fall on one instant are one occasion, with the first slot's name.
    """
    local_after = local_of(after_at, zone)
    day = rule.days.first_from(local_after.date() - _DAY)
    for _ in range(_DAYS_LOOKED_AT):
        if day is None:
            return None
        midnight, minutes = datetime.combine(day, time.min), rule.minutes_on(day)
        # A wall time that the clock has shown lies in the past, so only later ones are looked at.
        for i in range(_shown_until(minutes, midnight, local_after), len(minutes)):
            occasion = _occasion(rule.names[i], minutes[i], midnight, zone)
            if occasion is not None and occasion.at > after_at:
                return occasion
        day = rule.days.first_from(day + _DAY)
    return None


def latest_occasion(rule: Rule, zone: ZoneInfo, until_at: datetime) -> Occasion | None:
    """Return the last occasion at or before an instant, or None if there was none yet."""
    local_until = _furthest_local(until_at, zone)
    day = rule.days.last_until(local_until.date())
    for _ in range(_DAYS_LOOKED_AT):
        if day is None:
            return None
        midnight, minutes = datetime.combine(day, time.min), rule.minutes_on(day)
        for i in reversed(range(_shown_until(minutes, midnight, local_until))):
            occasion = _occasion(rule.names[i], minutes[i], midnight, zone)
            if occasion is not None and occasion.at <= until_at:
                # Going back finds the last slot of an instant; going forward names the first.
                return next_occasion(rule, zone, occasion.at - _MOMENT)
        day = rule.days.last_until(day - _DAY)
    return None


def upcoming(rule: Rule, zone: ZoneInfo, after_at: datetime, count: int) -> tuple[Occasion, ...]:
    """Return the next ``count`` occasions strictly after an instant, fewer if the rule ends."""
    found: list[Occasion] = []
    while len(found) < count and (occasion := next_occasion(rule, zone, after_at)) is not None:
        found.append(occasion)
        after_at = occasion.at
    return tuple(found)


def rule_to_json(rule: Rule) -> str:
    """Return the rule as one line of JSON, the same for equal rules."""
    plain: dict[str, object] = {**plain_of(rule.days), "minutes": rule.minutes}
    if rule.is_moved:
        plain["names"] = rule.names
    if rule.moved_from is not None:
        plain |= {"moved_from": rule.moved_from.isoformat(), "before": rule.before}
    return json.dumps(plain, separators=(",", ":"), sort_keys=True)


def rule_from_json(text: str) -> Rule:
    """Return the rule that ``rule_to_json`` wrote.

    Raises:
        ValueError: it is not JSON, or anything in it is missing, unknown or out of range.

    """
    try:
        plain = json.loads(text, object_pairs_hook=_without_repeats)
    except RecursionError:
        raise ValueError("nested too deeply for a rule") from None
    if not isinstance(plain, dict):
        raise ValueError("not a rule")  # noqa: TRY004 - one error for all that is malformed
    minutes = _minutes(plain.pop("minutes", None))
    names, before = (
        _minutes(plain.pop(key)) if key in plain else () for key in ("names", "before")
    )
    moved_from = plain.pop("moved_from", None)
    if not isinstance(moved_from, str | None):
        raise ValueError("a date is text")  # noqa: TRY004 - as above
    first_day = None if moved_from is None else date_from(moved_from)
    return Rule(days_from(plain), minutes, names, first_day, before)


def _minutes(plain: object) -> tuple[int, ...]:
    if not isinstance(plain, list):
        raise ValueError("minutes are a list")  # noqa: TRY004 - as above
    return tuple(whole_number(minute) for minute in plain)


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise ValueError("a key stands there twice")
    return plain


def _check_minutes(minutes: tuple[int, ...]) -> None:
    if not minutes or minutes[0] < 0 or minutes[-1] >= 2 * DAY_MIN:
        raise ValueError("at least one minute, each from 0 to 2879")
    if any(a >= b for a, b in itertools.pairwise(minutes)):
        raise ValueError("minutes have to increase")
    if minutes[-1] - minutes[0] >= DAY_MIN:
        raise ValueError("minutes have to span less than a day")


def _occasion(name: int, minute: int, midnight: datetime, zone: ZoneInfo) -> Occasion | None:
    at = instant_of(midnight + _MINUTES[minute], zone)
    return None if at is None else Occasion(midnight + _MINUTES[name], at)


def _shown_until(minutes: tuple[int, ...], midnight: datetime, local: datetime) -> int:
    """Count the day's times at or before a wall time."""
    past = local - midnight
    return bisect_right(minutes, past.days * DAY_MIN + past.seconds // 60)


def _furthest_local(at: datetime, zone: ZoneInfo) -> datetime:
    """Return a wall time no earlier than any the clock has shown by ``at``, set back or not."""
    before, _ = offsets_of(local_of(at, zone), zone)
    return at.astimezone(UTC).replace(tzinfo=None) + before
