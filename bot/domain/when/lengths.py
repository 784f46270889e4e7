"""Reads how long: "90 min", "half an hour", "1h30", "3 days from now", "2 hours ago"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.when.tokens import Kind, Token
from bot.domain.when.words import HOUR, MINUTE, Length, Words

# 1.5, 2.25 and 0.75 hours; "1.30" might be an hour and thirty minutes.
_HUNDREDTHS = {"5": 50, "50": 50, "25": 25, "75": 75}
_MOST_MINUTES = 59


@dataclass(frozen=True, slots=True)
class After:
    """So long from now, or before now with a negative length; bare without a word like "in"."""

    length: Length
    is_bare: bool = False


def spans_at(tokens: Sequence[Token], start: int, words: Words) -> Iterator[tuple[After, int]]:
    """Every span of time that begins at a token, and where it ends."""
    for sign, middle in words.before_length.at(tokens, start):
        for length, end in _lengths_at(tokens, middle, words):
            yield After(length.times(sign)), end
    for length, middle in _lengths_at(tokens, start, words):
        if not (words.h_is_a_time and any(token.text == "h" for token in tokens[start:middle])):
            yield After(length, is_bare=True), middle
        for sign, end in words.after_length.at(tokens, middle):
            yield After(length.times(sign)), end


def numbers_at(tokens: Sequence[Token], start: int, words: Words) -> Iterator[tuple[int, int]]:
    """A number in digits or words that begins at a token, and where it ends."""
    if start < len(tokens) and tokens[start].kind is Kind.NUMBER:
        yield tokens[start].numbers[0], start + 1
    yield from words.numbers.at(tokens, start)


def minutes_at(tokens: Sequence[Token], start: int, words: Words) -> Iterator[tuple[int, int]]:
    """What is left over an hour: minutes in a word or in two digits, and where they end."""
    for minutes, end in numbers_at(tokens, start, words):
        in_digits = tokens[start].kind is Kind.NUMBER
        if minutes <= _MOST_MINUTES and (not in_digits or tokens[start].has_digits(2)):
            yield minutes, end


def _lengths_at(tokens: Sequence[Token], start: int, words: Words) -> Iterator[tuple[Length, int]]:
    """One length, or two with the longer unit first: "1 hour and 20 minutes"."""
    for length, unit, end in _single_lengths_at(tokens, start, words):
        yield length, end
        for middle in words.and_.skipped(tokens, end):
            for more, more_unit, last in _single_lengths_at(tokens, middle, words):
                # Days by the calendar and hours that pass don't add up to one or the other.
                if _is_shorter(more_unit, unit) and more.is_by_calendar == length.is_by_calendar:
                    yield length.plus(more), last


def _single_lengths_at(
    tokens: Sequence[Token], start: int, words: Words
) -> Iterator[tuple[Length, Length, int]]:
    for length, end in words.lengths.at(tokens, start):
        yield length, length, end
    yield from _hours_with_decimals(tokens, start, words)
    counts = (*numbers_at(tokens, start, words), *words.articles.at(tokens, start))
    for number, after_number in counts:
        units = (*words.units.at(tokens, after_number), *words.other_units.at(tokens, after_number))
        for unit, end in units:
            yield unit.times(number), unit, end
            if unit == HOUR:
                yield from _hours_with_more(tokens, end, number, words)
        for _, middle in words.and_a_half.at(tokens, after_number):
            for unit, end in words.units.at(tokens, middle):
                if unit == HOUR:
                    yield Length(seconds=3600 * number + 1800), MINUTE, end


def _hours_with_more(
    tokens: Sequence[Token], start: int, hours: int, words: Words
) -> Iterator[tuple[Length, Length, int]]:
    """What may follow the word for hours: "1h30", "1 hour 30", "an hour and a half"."""
    whole = HOUR.times(hours)
    for _, end in words.and_a_half.at(tokens, start):
        yield whole.plus(Length(seconds=1800)), MINUTE, end
    for minutes, end in minutes_at(tokens, start, words):
        yield whole.plus(MINUTE.times(minutes)), MINUTE, end


def _hours_with_decimals(
    tokens: Sequence[Token], start: int, words: Words
) -> Iterator[tuple[Length, Length, int]]:
    if start == len(tokens) or tokens[start].kind not in {Kind.DECIMAL, Kind.DOTTED}:
        return
    hours, _, part = tokens[start].text.replace(",", ".").partition(".")
    for unit, end in words.units.at(tokens, start + 1):
        if unit == HOUR and part in _HUNDREDTHS:
            yield Length(seconds=int(hours) * 3600 + _HUNDREDTHS[part] * 36), MINUTE, end


def _is_shorter(length: Length, other: Length) -> bool:
    def size(of: Length) -> tuple[int, int, int]:
        return of.months, of.days, of.seconds

    return size(length) < size(other)
