"""What a language has to say about time: its tables, and how a phrase of them is found.

A table's key is one phrase or several with ``|`` between them, spelled properly; how people really
type them (no accents, ``ae`` for ``ä``) follows from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from bot.domain.when.tokens import Kind, Token, folded, tokens_of

T = TypeVar("T")

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class Phrases(Generic[T]):
    """Phrases of one or more words, each with what it means."""

    __slots__ = ("_longest", "_meanings")

    def __init__(self, table: Mapping[str, T]) -> None:
        self._meanings = {
            phrase: meaning
            for keys, meaning in table.items()
            for key in keys.split("|")
            for phrase in _spellings(key)
        }
        self._longest = max(map(len, self._meanings), default=0)

    def at(self, tokens: Sequence[Token], start: int) -> Iterator[tuple[T, int]]:
        """Every phrase that begins at a token: what it means, and where it ends."""
        words: tuple[str, ...] = ()
        for end in range(start, min(start + self._longest, len(tokens))):
            if tokens[end].kind is not Kind.WORD:
                return
            words = (*words, tokens[end].text)
            if words in self._meanings:
                yield self._meanings[words], end + 1

    def skipped(self, tokens: Sequence[Token], start: int) -> Iterator[int]:
        """Where to go on: at the token itself, and after each phrase that begins there."""
        yield start
        for _, end in self.at(tokens, start):
            yield end


def _spellings(phrase: str) -> set[tuple[str, ...]]:
    spelled = (phrase, phrase.casefold().translate(_UMLAUTS))
    return {tuple(token.text for token in tokens_of(folded(each))) for each in spelled}


@dataclass(frozen=True, slots=True)
class Length:
    """How long: months and days by the calendar, or seconds that pass."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    def times(self, number: int) -> Length:
        """So many of it."""
        return Length(self.months * number, self.days * number, self.seconds * number)

    def plus(self, other: Length) -> Length:
        """Both together."""
        return Length(
            self.months + other.months, self.days + other.days, self.seconds + other.seconds
        )

    @property
    def is_by_calendar(self) -> bool:
        """Whether it keeps the wall time rather than the number of hours."""
        return bool(self.months or self.days)


SECOND, MINUTE, HOUR = Length(seconds=1), Length(seconds=60), Length(seconds=3600)
DAY, WEEK, MONTH, YEAR = Length(days=1), Length(days=7), Length(months=1), Length(months=12)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: its minutes from and until, and the one that stands for it."""

    first_min: int
    last_min: int
    usual_min: int


# From one o'clock: "twelve in the morning" is said of noon and of midnight.
MORNING = Part(60, 719, 9 * 60)
MIDDAY = Part(11 * 60, 14 * 60 + 59, 12 * 60)
AFTERNOON = Part(12 * 60, 18 * 60 + 59, 15 * 60)
EVENING = Part(17 * 60, 24 * 60, 20 * 60)


class Which(Enum):
    """Which of the days of one name."""

    COMING = "coming"
    THIS = "this"
    PLAIN = "plain"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class InDays:
    """So many days from today; fewer than 0 for days past."""

    days: int


@dataclass(frozen=True, slots=True)
class OnWeekday:
    """The nearest day of this name, 0 for Monday."""

    weekday: int
    which: Which = Which.PLAIN


class Half(Enum):
    """Which half of the day an hour from 1 to 12 is in."""

    AM = 0
    PM = 720


HALVES = Phrases({"am|a m": Half.AM, "pm|p m": Half.PM})
_NONE: Phrases[Any] = Phrases({})
_M_FOR_MONTH = Phrases({"m": MONTH})


@dataclass(frozen=True, slots=True)
class Numeric:
    """The dates in numbers alone, day first, that a language may write."""

    short: frozenset[Kind]
    with_year: frozenset[Kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. Tables without meanings of their own hold None."""

    numbers: Phrases[int]
    articles: Phrases[int] = _NONE  # "an" hour
    units: Phrases[Length]
    other_units: Phrases[Length] = _M_FOR_MONTH  # where a unit has two meanings, the other one
    lengths: Phrases[Length]  # "half an hour", and "quinze jours", which may be two weeks
    and_a_half: Phrases[None] = _NONE
    and_: Phrases[None]
    before_length: Phrases[int]  # "in": 1; "vor": -1
    after_length: Phrases[int]  # "from now": 1; "ago": -1

    days: Phrases[InDays]
    days_with_part: Phrases[tuple[InDays | OnWeekday, Part]]  # "tonight"
    weekdays: Phrases[int]
    before_weekday: Phrases[Which]  # "on", "next", "last"
    after_weekday: Phrases[Which] = _NONE
    before_date: Phrases[None]  # "on the", also before a weekday with its date
    months: Phrases[int]
    after_day: Phrases[None] = _NONE  # "27th", "27 of", "27 de"
    before_year: Phrases[None] = _NONE  # "27 de enero de 2027"
    day_words: Phrases[int] = _NONE  # "primero"
    day_may_have_a_dot: bool = False
    numeric: Numeric

    before_clock: Phrases[None]  # "at"
    hour_marks: Phrases[None]  # "Uhr"
    am_is_on: bool = False  # "um 3 am Freitag"
    named_clocks: Phrases[int]  # minutes; 0 is midnight
    before_hour: Phrases[int] = _NONE  # "half past": 30
    after_hour: Phrases[int] = _NONE  # "y media": 30
    parts_after_day: Phrases[Part]
    parts_of_clock: Phrases[Part]
    # Whether "14h" alone is how a time is written; else it may be 14 hours as well.
    h_is_a_time: bool = False

    examples: tuple[str, str, str]
    past_examples: tuple[str, str, str]


def only(*phrases: str) -> Phrases[None]:
    """Phrases that mean nothing beyond being there."""
    return Phrases(dict.fromkeys(phrases))


def units(
    *, second: str, minute: str, hour: str, day: str, week: str, month: str, year: str
) -> Phrases[Length]:
    """The units, each by its phrases."""
    phrases = (second, minute, hour, day, week, month, year)
    return Phrases(dict(zip(phrases, (SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, YEAR), strict=True)))
