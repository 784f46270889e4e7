"""Puts days and times of day together, in both orders, and yields every way to read a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.when.clocks import Clock, clocks_at
from bot.domain.when.days import Day, OnDate, days_at, past_comma
from bot.domain.when.lengths import After
from bot.domain.when.tokens import Kind, Token
from bot.domain.when.words import Part, Words


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the whole of a text; it has a day, or a clock, or both."""

    day: Day | None = None
    part: Part | None = None
    clock: Clock | None = None


def readings(tokens: Sequence[Token], words: Words) -> Iterator[Reading]:
    """Every way to read all tokens in one language; nothing may be left over."""
    for day, part, end in days_at(tokens, 0, words):
        if end == len(tokens):
            yield Reading(day, part)
        elif not _stands_alone(day):
            yield from _clocks_after(tokens, end, day, part, words)
    for clock, part, end in clocks_at(tokens, 0, words):
        # A number alone may be minutes.
        if end == len(tokens) and not clock.is_bare:
            yield Reading(None, part, clock)
        yield from _days_after(tokens, end, clock, part, words)


def _clocks_after(
    tokens: Sequence[Token], start: int, day: Day, part: Part | None, words: Words
) -> Iterator[Reading]:
    for clock, clock_part, end in clocks_at(tokens, _past_link(tokens, start), words):
        if end == len(tokens) and not (part and clock_part):
            yield Reading(day, part or clock_part, clock)


def _days_after(
    tokens: Sequence[Token], start: int, clock: Clock, part: Part | None, words: Words
) -> Iterator[Reading]:
    middle = past_comma(tokens, start)
    for day, day_part, end in days_at(tokens, middle, words):
        if end < len(tokens) or _stands_alone(day) or (part and day_part):
            continue
        if not (clock.is_bare and isinstance(day, OnDate) and _may_go_on(tokens, middle, words)):
            yield Reading(day, part or day_part, clock)


def _may_go_on(tokens: Sequence[Token], start: int, words: Words) -> bool:
    """Whether a number may be a part of the date after it: in "9 nov 27", which is the day?"""
    return tokens[start].kind is Kind.NUMBER or any(words.months.at(tokens, start))


def _stands_alone(day: Day) -> bool:
    """Whether a time of day can't be added: "in 2 hours", and a length without "in"."""
    return isinstance(day, After) and (day.is_bare or not day.length.is_by_calendar)


def _past_link(tokens: Sequence[Token], start: int) -> int:
    """After a comma, or the T of 2026-11-27T15:00."""
    is_iso = tokens[start - 1].kind is Kind.ISO
    return start + 1 if is_iso and tokens[start].text == "t" else past_comma(tokens, start)
