"""Reads a day: "tomorrow", "next Friday", "27 November 2026", 27/11, "in 3 days"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.when.lengths import After, spans_at
from bot.domain.when.tokens import Kind, Token
from bot.domain.when.words import InDays, OnWeekday, Part, Which, Words

_MONTHS = 12
_LONGEST_MONTH = 31
_THIS_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class OnDate:
    """On this date, in the year that is named or else the nearest; it may not exist."""

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None


Day = InDays | OnWeekday | OnDate | After


def days_at(
    tokens: Sequence[Token], start: int, words: Words
) -> Iterator[tuple[Day, Part | None, int]]:
    """Every day that begins at a token, the part of it that is named, and where it ends."""
    for (day, part), end in words.days_with_part.at(tokens, start):
        yield day, part, end
    for found, end in _days(tokens, start, words):
        yield found, None, end
        for of_day, last in words.parts_after_day.at(tokens, end):
            yield found, of_day, last


def past_comma(tokens: Sequence[Token], start: int) -> int:
    """Where to go on: after a comma, if there is one."""
    return start + _is_mark(tokens, start, ",")


def _days(tokens: Sequence[Token], start: int, words: Words) -> Iterator[tuple[Day, int]]:
    yield from words.days.at(tokens, start)
    yield from _weekdays(tokens, start, words)
    yield from spans_at(tokens, start, words)
    for middle in words.before_date.skipped(tokens, start):
        yield from _dates(tokens, middle, words)
        for weekday, after in words.weekdays.at(tokens, middle):
            for inner in words.before_date.skipped(tokens, past_comma(tokens, after)):
                for date, end in _dates(tokens, inner, words):
                    yield replace(date, weekday=weekday), end


def _weekdays(tokens: Sequence[Token], start: int, words: Words) -> Iterator[tuple[OnWeekday, int]]:
    leads = ((Which.PLAIN, start), *words.before_weekday.at(tokens, start))
    for which, middle in leads:
        for weekday, end in words.weekdays.at(tokens, middle):
            yield OnWeekday(weekday, which), end
            for other, last in words.after_weekday.at(tokens, end):
                if which is Which.PLAIN:
                    yield OnWeekday(weekday, other), last


def _dates(tokens: Sequence[Token], start: int, words: Words) -> Iterator[tuple[OnDate, int]]:
    if start == len(tokens):
        return
    numeric = _numeric(tokens[start], words)
    if numeric is not None:
        yield numeric, start + 1
    for day, middle in _month_days(tokens, start, words):
        for month, end in words.months.at(tokens, middle):
            yield from _with_year(tokens, end, OnDate(month, day), words)
    for month, middle in words.months.at(tokens, start):
        for day, end in _month_days(tokens, middle, words):
            yield from _with_year(tokens, end, OnDate(month, day), words)


def _numeric(token: Token, words: Words) -> OnDate | None:
    match token:
        case Token(Kind.ISO, _, (year, month, day)):
            found = OnDate(month, day, year)
        case Token(kind, _, (day, month, year)) if kind in words.numeric.with_year:
            found = OnDate(month, day, year if year >= 100 else _THIS_CENTURY + year)  # noqa: PLR2004
        case Token(kind, _, (day, month)) if kind in words.numeric.short:
            found = OnDate(month, day)
        case _:
            return None
    is_date = 1 <= found.month <= _MONTHS and 1 <= found.day <= _LONGEST_MONTH
    return found if is_date else None


def _month_days(tokens: Sequence[Token], start: int, words: Words) -> Iterator[tuple[int, int]]:
    """A day of the month with what may follow it: 27, 27., 27th, "27 of", "27 de"."""
    ends = list(words.day_words.at(tokens, start))
    if start < len(tokens) and tokens[start].kind is Kind.NUMBER:
        day = tokens[start].numbers[0]
        if 1 <= day <= _LONGEST_MONTH and len(tokens[start].text) <= len("31"):
            ends.append((day, start + 1))
            if words.day_may_have_a_dot and _is_mark(tokens, start + 1, "."):
                ends.append((day, start + 2))
    for day, middle in ends:
        for end in words.after_day.skipped(tokens, middle):
            yield day, end


def _with_year(
    tokens: Sequence[Token], start: int, date: OnDate, words: Words
) -> Iterator[tuple[OnDate, int]]:
    yield date, start
    for end in words.before_year.skipped(tokens, past_comma(tokens, start)):
        if end < len(tokens) and tokens[end].has_digits(4):
            yield replace(date, year=tokens[end].numbers[0]), end + 1


def _is_mark(tokens: Sequence[Token], place: int, mark: str) -> bool:
    return place < len(tokens) and tokens[place].text == mark
