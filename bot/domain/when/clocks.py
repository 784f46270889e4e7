"""Reads a time of day: 9, 9am, 9:30, 9h30, 14 Uhr, noon, "half past 9", "9 de la noche"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.when.lengths import minutes_at, numbers_at
from bot.domain.when.tokens import Kind, Token
from bot.domain.when.words import HALVES, Half, Part, Words

_DAY_MIN = 1440
_DIAL_MIN = 720
_DIAL_HOURS = 12
_MOST_DIGITS = 2
# An hour from 1 to 6 is as likely to be meant for the afternoon.
_EARLY = range(60, 7 * 60)


@dataclass(frozen=True, slots=True)
class Clock:
    """The minutes of the day that may be meant: by itself, with a day, and within a part of it.

    Bare is an hour with nothing about it that says so.
    """

    alone: tuple[int, ...]
    dated: tuple[int, ...]
    within: tuple[int, ...]
    is_bare: bool = False


# A day begins and ends with one.
_MIDNIGHT = Clock((0,), (0, _DAY_MIN), (0, _DAY_MIN))


@dataclass(frozen=True, slots=True)
class _Hour:
    hour: int
    minute: int
    is_sure: bool
    is_bare: bool


def clocks_at(
    tokens: Sequence[Token], start: int, words: Words
) -> Iterator[tuple[Clock, Part | None, int]]:
    """Every time of day that begins at a token, the part of the day it names, and its end."""
    for part, middle in words.parts_of_clock.at(tokens, start):
        for clock, end in _led(tokens, middle, words):
            yield replace(clock, is_bare=False), part, end
    for clock, end in _led(tokens, start, words):
        yield clock, None, end
        for part, last in words.parts_of_clock.at(tokens, end):
            yield replace(clock, is_bare=False), part, last


def _led(tokens: Sequence[Token], start: int, words: Words) -> Iterator[tuple[Clock, int]]:
    for middle in _leads(tokens, start, words):
        for clock, end in _clocks(tokens, middle, words):
            yield (replace(clock, is_bare=False) if middle > start else clock), end


def _leads(tokens: Sequence[Token], start: int, words: Words) -> Iterator[int]:
    yield from words.before_clock.skipped(tokens, start)
    if start < len(tokens) and tokens[start].text == "@":
        yield start + 1


def _clocks(tokens: Sequence[Token], start: int, words: Words) -> Iterator[tuple[Clock, int]]:
    for minutes, end in words.named_clocks.at(tokens, start):
        yield (_at(minutes) if minutes else _MIDNIGHT), end
    for delta, middle in words.before_hour.at(tokens, start):
        for hour, end in _hours(tokens, middle, words):
            if not hour.minute:
                yield from _with_half(tokens, end, hour, delta, words)
    for hour, middle in _hours(tokens, start, words):
        yield from _with_half(tokens, middle, hour, 0, words)
        for delta, end in words.after_hour.at(tokens, middle):
            if not hour.minute:
                yield from _with_half(tokens, end, hour, delta, words)


def _hours(tokens: Sequence[Token], start: int, words: Words) -> Iterator[tuple[_Hour, int]]:
    if start == len(tokens):
        return
    token = tokens[start]
    if token.kind is Kind.CLOCK or (token.kind is Kind.DOTTED and _has_minutes(token)):
        hour, minute = token.numbers
        if _is_time(hour, minute):
            found = _Hour(hour, minute, token.is_padded, is_bare=False)
            for end in words.hour_marks.skipped(tokens, start + 1):
                yield found, end
        return
    for hour, end in numbers_at(tokens, start, words):
        if _is_time(hour) and (token.kind is Kind.WORD or len(token.text) <= _MOST_DIGITS):
            yield _Hour(hour, 0, token.is_padded, is_bare=True), end
            yield from _marked(tokens, end, hour, words, is_sure=token.is_padded)


def _marked(
    tokens: Sequence[Token], start: int, hour: int, words: Words, *, is_sure: bool
) -> Iterator[tuple[_Hour, int]]:
    """What may follow an hour: "Uhr", "Uhr 30", "Uhr dreißig", "h30"."""
    for _, end in words.hour_marks.at(tokens, start):
        yield _Hour(hour, 0, is_sure, is_bare=False), end
        for minute, last in minutes_at(tokens, end, words):
            yield _Hour(hour, minute, is_sure, is_bare=False), last


def _with_half(
    tokens: Sequence[Token], start: int, hour: _Hour, delta: int, words: Words
) -> Iterator[tuple[Clock, int]]:
    """With "am" or "pm" after it, or without."""
    minutes = hour.hour * 60 + hour.minute + delta
    yield _on_the_dial(hour, minutes % _DAY_MIN, is_bare=hour.is_bare and not delta), start
    if 1 <= hour.hour <= _DIAL_HOURS:
        for half, end in HALVES.at(tokens, start):
            if half is Half.AM and words.am_is_on and end < len(tokens):
                continue
            in_half = minutes % _DIAL_MIN + half.value
            yield (_at(in_half) if in_half else _MIDNIGHT), end


def _on_the_dial(hour: _Hour, minutes: int, *, is_bare: bool) -> Clock:
    if not 1 <= hour.hour <= _DIAL_HOURS:
        return replace(_at(minutes), is_bare=is_bare)
    both = (minutes, (minutes + _DIAL_MIN) % _DAY_MIN)
    # "Quarter to 1" may be in the night as well, though 12:45 is not.
    after_midnight = minutes < _EARLY.start
    doubtful = not hour.is_sure and (minutes in _EARLY or after_midnight)
    alone = both if doubtful else (minutes,)
    # "12 at night" ends its day.
    within = (*both, _DAY_MIN) if 0 in both else both
    return Clock(alone, alone, within, is_bare)


def _at(minutes: int) -> Clock:
    return Clock((minutes,), (minutes,), (minutes,))


def _has_minutes(token: Token) -> bool:
    return len(token.text.partition(".")[2]) == len("30")


def _is_time(hour: int, minute: int = 0) -> bool:
    return hour < 24 and minute < 60  # noqa: PLR2004 - the clock's own
