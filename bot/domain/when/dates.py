"""Which date a day of the grammar is: "Friday", "27 November", "in 3 days", seen from a today."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from bot.domain.when.days import Day, OnDate
from bot.domain.when.lengths import After
from bot.domain.when.result import FURTHEST, Refusal, Said
from bot.domain.when.words import InDays, Length, OnWeekday, Which

_DAY = timedelta(days=1)
_YEARS = FURTHEST.days // 365
_MONTHS = 12


def date_of(day: Day, said: Said) -> date | Refusal:
    """The date, which may still be too far away or past."""
    today = said.local_now.date()
    match day:
        case InDays():
            return today + day.days * _DAY
        case OnWeekday():
            return _nearest(day, today, past_ok=said.past_ok)
        case OnDate():
            return _existing(day, _year_of(day, said) if day.year is None else day.year, today)
        case After():
            return _later(day.length, today)


def _nearest(day: OnWeekday, today: date, *, past_ok: bool) -> date | Refusal:
    ahead = (day.weekday - today.weekday() - 1) % 7 + 1
    match day.which:
        case Which.LAST:
            back = (today.weekday() - day.weekday - 1) % 7 + 1
            return today - back * _DAY
        case Which.PLAIN | Which.THIS if past_ok:
            # Staff who log a session may mean the one before or the one after.
            return Refusal.NOT_UNDERSTOOD
        case Which.THIS if day.weekday == today.weekday():
            return Refusal.NOT_UNDERSTOOD
    return today + ahead * _DAY


def _year_of(day: OnDate, said: Said) -> int:
    """The year in which the date comes next, or came just now if the past is allowed."""
    today, first = said.local_now.date(), said.local_first_day
    if first.year < today.year and (day.month, day.day) >= (first.month, first.day):
        return first.year
    is_past = (day.month, day.day) < (today.month, today.day)
    # Staff who log a session don't mean next year's.
    return today.year + (is_past and not said.past_ok)


def _existing(day: OnDate, year: int, today: date) -> date | Refusal:
    if year < today.year - 1:
        return Refusal.IN_THE_PAST
    if year > today.year + _YEARS:
        return Refusal.TOO_FAR
    if day.day > calendar.monthrange(year, day.month)[1]:
        return Refusal.NO_SUCH_DAY
    found = date(year, day.month, day.day)
    return found if day.weekday in {None, found.weekday()} else Refusal.NO_SUCH_DAY


def _later(length: Length, today: date) -> date | Refusal:
    # Bounded before it is added: a date can't hold whatever six digits may ask for.
    if length.months > _MONTHS * _YEARS or length.days > FURTHEST.days:
        return Refusal.TOO_FAR
    if length.months < 0 or length.days < -FURTHEST.days:
        return Refusal.IN_THE_PAST
    years, month = divmod(today.month - 1 + length.months, _MONTHS)
    last = calendar.monthrange(today.year + years, month + 1)[1]
    return date(today.year + years, month + 1, min(today.day, last)) + length.days * _DAY
