"""A slow model of rules that shares no idea with the code: it lives through every minute.

A slot falls on the first minute at which the wall clock has got as far as it, unless its whole
date was never shown.
"""

from __future__ import annotations

import itertools
from collections import deque
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import Days, EveryWeeks, MonthDay, Occasion, OneDate, Rule, Weekdays

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

Step = tuple[datetime, datetime]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def lived_minutes(zone: ZoneInfo, from_at: datetime, minutes: int) -> list[Step]:
    """Each minute's instant and what the clock on the wall shows then."""
    instants = (from_at + n * MINUTE for n in range(minutes))
    return [(at, at.astimezone(zone).replace(tzinfo=None)) for at in instants]


def occasions_lived_through(rule: Rule, steps: list[Step]) -> list[Occasion]:
    """What the rule asks for after the first of these minutes, until the last."""
    first_day, last_day = steps[0][1].date(), max(wall for _, wall in steps).date()
    shown = {wall.date() for _, wall in steps}
    lost = {day for day in days_between(first_day, last_day) if day not in shown}
    times = [time for time in times_of(rule, first_day, last_day) if time[0].date() not in lost]

    waiting = deque(time for time in times if time[0] > steps[0][1])
    found = []
    for at, wall in steps:
        due = []
        while waiting and waiting[0][0] <= wall:
            due.append(waiting.popleft())
        if due:
            found.append(Occasion(due[0][1], at))
    return found


def times_of(rule: Rule, first_day: date, last_day: date) -> list[tuple[datetime, datetime]]:
    """When each slot comes by the wall clock, and the slot."""
    found = []
    for day in days_between(first_day - 2 * DAY, last_day):
        if falls_on(rule.days, day):
            midnight = datetime.combine(day, datetime.min.time())
            moved = rule.moved_from is None or day >= rule.moved_from
            minutes = rule.minutes if moved else rule.before
            found += [
                (midnight + minute * MINUTE, midnight + name * MINUTE)
                for minute, name in zip(minutes, rule.names, strict=True)
            ]
    return sorted(found)


def falls_on(days: Days, day: date) -> bool:
    match days:
        case Weekdays():
            return day.weekday() in days.days
        case OneDate():
            return day == days.day
        case EveryWeeks():
            return day >= days.first and (day - days.first).days % (7 * days.weeks) == 0
        case MonthDay():
            is_last = (day + DAY).month != day.month
            return day.day == days.day or (is_last and day.day < days.day)


def quiet_lived_through(quiet: QuietHours, steps: list[Step]) -> datetime | None:
    """When the quiet hours around the first minute end; a clock set back doesn't end them."""
    if not quiet.covers(steps[0][1]):
        return None
    passed = itertools.pairwise(steps)
    return next(
        at for (_, before), (at, wall) in passed if wall > before and not quiet.covers(wall)
    )


def days_between(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]
