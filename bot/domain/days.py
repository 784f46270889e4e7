"""Which local days a rule falls on. Knows dates, nothing of clocks or zones.

Each shape answers two questions, ``first_from`` and ``last_until``, in a step or seven, however
far away the answer is: there is no search that a strange pattern could make long. A pattern that
somebody typed as RRULE or cron is never taken.
"""

from __future__ import annotations

import calendar
import functools
from dataclasses import dataclass
from datetime import date, timedelta

EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))
# A day and a half, or the widest offset, past a date has to stay within what datetime can hold.
_YEARS = range(1970, 9990)
_MOST_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Every week on these days, 0 for Monday to 6 for Sunday."""

    days: frozenset[int]

    def __post_init__(self) -> None:
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError("at least one weekday, each from 0 to 6")

    def first_from(self, day: date) -> date | None:
        """Return the first of these days, ``day`` itself included."""
        return day + _to_next(self.days)[day.weekday()]

    def last_until(self, day: date) -> date | None:
        """Return the last of these days, ``day`` itself included."""
        return day - _to_last(self.days)[day.weekday()]


@dataclass(frozen=True, slots=True)
class OneDate:
    """Once, on this date."""

    day: date

    def __post_init__(self) -> None:
        _check_year(self.day)

    def first_from(self, day: date) -> date | None:
        """Return the date, unless ``day`` is past it."""
        return self.day if self.day >= day else None

    def last_until(self, day: date) -> date | None:
        """Return the date, unless ``day`` is before it."""
        return self.day if self.day <= day else None


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """Every so many weeks, counted from a first date; 1 to 52 weeks."""

    first: date
    weeks: int

    def __post_init__(self) -> None:
        _check_year(self.first)
        if not 1 <= self.weeks <= _MOST_WEEKS:
            raise ValueError("1 to 52 weeks")

    def first_from(self, day: date) -> date | None:
        """Return the first of these days, ``day`` itself included."""
        past = max((day - self.first).days, 0)
        return self.first + timedelta(days=past + -past % (7 * self.weeks))

    def last_until(self, day: date) -> date | None:
        """Return the last of these days, ``day`` itself included; None before the first."""
        past = (day - self.first).days
        return None if past < 0 else day - timedelta(days=past % (7 * self.weeks))


@dataclass(frozen=True, slots=True)
class MonthDay:
    """Every month on this day, 1 to 31; a month too short for it has it on its last day."""

    day: int

    def __post_init__(self) -> None:
        if not 1 <= self.day <= 31:  # noqa: PLR2004 - the calendar's own
            raise ValueError("a day of the month is from 1 to 31")

    def first_from(self, day: date) -> date | None:
        """Return the first of these days, ``day`` itself included."""
        this_month = self._in_month_of(day)
        if this_month >= day:
            return this_month
        return self._in_month_of(day.replace(day=1) + timedelta(days=31))

    def last_until(self, day: date) -> date | None:
        """Return the last of these days, ``day`` itself included."""
        this_month = self._in_month_of(day)
        if this_month <= day:
            return this_month
        return self._in_month_of(day.replace(day=1) - timedelta(days=1))

    def _in_month_of(self, day: date) -> date:
        return day.replace(day=min(self.day, calendar.monthrange(day.year, day.month)[1]))


Days = Weekdays | OneDate | EveryWeeks | MonthDay


def plain_of(days: Days) -> dict[str, object]:
    """Return the days as values that JSON can carry; the keys tell the shapes apart."""
    match days:
        case Weekdays():
            return {"weekdays": sorted(days.days)}
        case OneDate():
            return {"date": days.day.isoformat()}
        case EveryWeeks():
            return {"first": days.first.isoformat(), "weeks": days.weeks}
        case MonthDay():
            return {"month_day": days.day}


def days_from(plain: dict[str, object]) -> Days:
    """Return the days that ``plain_of`` wrote.

    Raises:
        ValueError: a key is missing, too many or unknown, or a value is of the wrong kind.

    """
    match plain:
        case {"weekdays": list(days), **rest} if not rest:
            return Weekdays(_each_once(days))
        case {"date": str(day), **rest} if not rest:
            return OneDate(date_from(day))
        case {"first": str(first), "weeks": weeks, **rest} if not rest:
            return EveryWeeks(date_from(first), whole_number(weeks))
        case {"month_day": day, **rest} if not rest:
            return MonthDay(whole_number(day))
    raise ValueError("not the days of a rule")


def whole_number(value: object) -> int:
    """Return a JSON value that has to be a whole number; raise ValueError if it is not one."""
    if type(value) is not int:
        raise ValueError("a whole number is needed")
    return value


@functools.cache
def _to_next(weekdays: frozenset[int]) -> tuple[timedelta, ...]:
    return tuple(timedelta(days=min((day - today) % 7 for day in weekdays)) for today in range(7))


@functools.cache
def _to_last(weekdays: frozenset[int]) -> tuple[timedelta, ...]:
    return tuple(timedelta(days=min((today - day) % 7 for day in weekdays)) for today in range(7))


def _each_once(days: list[object]) -> frozenset[int]:
    numbers = [whole_number(day) for day in days]
    if len(set(numbers)) < len(numbers):
        raise ValueError("a weekday stands there twice")
    return frozenset(numbers)


def date_from(text: str) -> date:
    """Return the date that is written 2026-11-23; raise ValueError for anything else."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError("a date is written 2026-11-23")
    return day


def _check_year(day: date) -> None:
    if day.year not in _YEARS:
        raise ValueError("a date lies between 1970 and 9989")
