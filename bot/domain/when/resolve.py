"""From a reading to an instant, given the moment and the zone in which it was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.day_minutes import minute_of
from bot.domain.days import MonthDay
from bot.domain.local_time import instant_of, local_of
from bot.domain.when.clocks import Clock
from bot.domain.when.dates import date_of
from bot.domain.when.days import Day
from bot.domain.when.grammar import Reading
from bot.domain.when.lengths import After
from bot.domain.when.result import FURTHEST, At, Refusal, Said, When
from bot.domain.when.words import InDays, OnWeekday, Part, Which

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
# Judgement.
_USUAL_MIN = 9 * 60


def meanings(reading: Reading, said: Said) -> Iterator[When]:
    """What a reading comes to: one result, or one for each time of day that it leaves open."""
    day, clock = reading.day, reading.clock
    if isinstance(day, After) and (day.is_bare and said.past_ok):
        yield Refusal.NOT_UNDERSTOOD
    elif isinstance(day, After) and not day.length.is_by_calendar:
        yield _elapsed(day.length.seconds, said)
    elif day is None:
        minutes = _minutes(clock, reading.part, dated=False) if clock else ()
        yield from (_at_time_of_day(each, said) for each in minutes)
    else:
        local_day = date_of(day, said)
        if isinstance(local_day, Refusal):
            yield local_day
        elif clock is None:
            yield _without_a_clock(reading, local_day, said)
        elif not reading.part and clock.is_bare and _may_be_a_date(day, clock, said):
            yield Refusal.NOT_UNDERSTOOD
        else:
            minutes = _minutes(clock, reading.part, dated=True)
            yield from (_on(local_day, each, said) for each in minutes)


def _may_be_a_date(day: Day, clock: Clock, said: Said) -> bool:
    """Whether the number beside a weekday is also its date, as in "Friday 13"."""
    hour = clock.dated[0] // 60
    if not isinstance(day, OnWeekday) or hour == 0:
        return False
    today, numbered = said.local_now.date(), MonthDay(hour)
    is_past = day.which is Which.LAST
    same = numbered.last_until(today) if is_past else numbered.first_from(today)
    return same is not None and same.weekday() == day.weekday


def instant(timestamp_s: int, said: Said) -> When:
    """What a Discord timestamp comes to, in seconds since 1970."""
    ahead_s = timestamp_s - said.now_at.timestamp()
    if abs(ahead_s) > FURTHEST.total_seconds():
        return Refusal.TOO_FAR if ahead_s > 0 else Refusal.IN_THE_PAST
    at = datetime.fromtimestamp(timestamp_s, UTC)
    return said.checked(At(local_of(at, said.zone), at, absolute=True))


def _elapsed(seconds: int, said: Said) -> When:
    if abs(seconds) > FURTHEST.total_seconds():
        return Refusal.TOO_FAR if seconds > 0 else Refusal.IN_THE_PAST
    at = said.now_at.astimezone(UTC) + timedelta(seconds=seconds)
    return said.checked(At(local_of(at, said.zone), at, absolute=True))


def _minutes(clock: Clock, part: Part | None, *, dated: bool) -> tuple[int, ...]:
    if part is not None:
        return tuple(m for m in clock.within if part.first_min <= m <= part.last_min)
    return clock.dated if dated else clock.alone


def _at_time_of_day(minutes: int, said: Said) -> When:
    today = said.local_now.date()
    found = _on(today, minutes, said)
    return _on(today + _DAY, minutes, said) if found is Refusal.IN_THE_PAST else found


def _without_a_clock(reading: Reading, local_day: date, said: Said) -> When:
    if reading.part is None and isinstance(reading.day, After):
        return _on(local_day, minute_of(said.local_now.time()), said)
    if reading.part is None and reading.day == InDays(0):
        return Refusal.NOT_UNDERSTOOD
    found = _on(local_day, reading.part.usual_min if reading.part else _USUAL_MIN, said)
    # What has taken place had a time of its own, not the usual one.
    is_past = isinstance(found, At) and found.at <= said.now_at
    return Refusal.NOT_UNDERSTOOD if is_past else found


def _on(local_day: date, minutes: int, said: Said) -> When:
    local = datetime.combine(local_day, time.min) + minutes * _MINUTE
    at = instant_of(local, said.zone)
    return Refusal.NO_SUCH_DAY if at is None else said.checked(At(local, at, absolute=False))
