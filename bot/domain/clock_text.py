"""Reads times of day and a list of weekdays as people type them.

It never guesses: what has two readings is refused, and so is anything longer than such a text can
be, before it is looked at. Words are in tables, one row a language; no word may mean two days.
Dates and "in 90 minutes" are not read here.
"""

from __future__ import annotations

import re
from datetime import time

from bot.domain.days import EVERY_DAY, WORKDAYS
from bot.domain.unaccented import unaccented
from bot.domain.weekday_names import ENGLISH, FRENCH, GERMAN, SPANISH
from bot.errors import InvalidInput

_LONGEST_TIME = 20
_LONGEST_TIMES = 200
_LONGEST_DAYS = 120
_LONGEST_QUOTE = 40
_HOURS_ON_A_DIAL = 12

_NAMED_TIMES = {
    "noon": time(12), "midday": time(12), "midnight": time(0),
    "mediodia": time(12), "medianoche": time(0),
    "mittag": time(12), "mittags": time(12), "mitternacht": time(0),
    "midi": time(12), "minuit": time(0),
}  # fmt: skip

_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})"
    r"(?:(?:[:.]|\s?h\s?)(?P<minute>[0-9]{2})|\s?h|(?P<compact>[0-9]{2}))?"
    r"(?:\s?(?P<half>[ap])\.?m\.?|\s?(?:uhr|o'clock))?"
)

# Beside the names of each language.
_TWO_LETTERS = {"tu": 1, "we": 2, "th": 3, "su": 6}
_SHORTEST_WITH_PLURAL = len("lundi")
_WEEKEND = frozenset({5, 6})
_SETS = {
    "every day": EVERY_DAY, "everyday": EVERY_DAY, "daily": EVERY_DAY, "all": EVERY_DAY,
    "weekdays": WORKDAYS, "weekday": WORKDAYS, "weekends": _WEEKEND, "weekend": _WEEKEND,
    "todos los dias": EVERY_DAY, "cada dia": EVERY_DAY,
    "entre semana": WORKDAYS, "fin de semana": _WEEKEND,
    "jeden tag": EVERY_DAY, "taglich": EVERY_DAY, "taeglich": EVERY_DAY,
    "wochenende": _WEEKEND,
    "tous les jours": EVERY_DAY, "chaque jour": EVERY_DAY,
    "en semaine": WORKDAYS, "week-end": _WEEKEND,
}  # fmt: skip
_AND = frozenset({"and", "y", "und", "et"})
_RANGE = re.compile(
    r"\s*[-\u2010-\u2015\u2212]\s*"
    r"|\s+(?:to|until|till|bis|a las?|al?|hasta(?: las?)?|au|à|jusqu['\u2019](?:au|à))\s+",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|vo[nm]|(?:de|desde)(?: las?)?|del|du)\s+(?=[^-,;]*-)", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s,;/+&]+")
_BETWEEN_TIMES = re.compile(
    rf"\s*[,;/+&]\s*|\s+(?:{'|'.join(sorted(_AND))})\s+|(?<=[:.h][0-9]{{2}})\s+(?=[0-9]+[:.h])"
)


def _weekday_names() -> dict[str, int]:
    tables = (ENGLISH, SPANISH, GERMAN, FRENCH)
    names = {
        unaccented(name): day
        for table in tables
        for row, day in table.items()
        for name in row.split("|")
    }
    plurals = {f"{name}s": names[name] for name in names if len(name) >= _SHORTEST_WITH_PLURAL}
    return names | plurals | _TWO_LETTERS


_WEEKDAYS = _weekday_names()


def parse_time_of_day(text: str) -> time:
    """Return a time of day typed as ``9``, ``09:00``, ``9:30 pm``, ``21h30``, ``0930`` or ``noon``.

    24:00 is refused: which day it belongs to is anybody's guess.

    Raises:
        InvalidInput: ``time.not_understood``.

    """
    found = _time_in(_folded(text)) if len(text) <= _LONGEST_TIME else None
    if found is None:
        raise InvalidInput("time.not_understood", typed=cut(text))
    return found


def parse_times(text: str) -> tuple[time, ...]:
    """Return one or more times of day typed as ``9:00, 18:00`` or ``9 am and 6 pm``, in order.

    Blanks alone part only times written in full ("09:00 18:00"): "9 30" has two readings. What is
    there twice counts once.

    Raises:
        InvalidInput: ``time.not_understood`` with the first that is none.

    """
    if len(text) > _LONGEST_TIMES:
        raise InvalidInput("time.not_understood", typed=cut(text))
    parts = [part for part in _BETWEEN_TIMES.split(_folded(text)) if part.strip()]
    return tuple(sorted({parse_time_of_day(part) for part in parts or [text]}))


def parse_end_time(text: str) -> time:
    """Return a time of day that ends a window, where 24:00 clearly means the midnight after it.

    Raises:
        InvalidInput: ``time.not_understood``.

    """
    return time(0) if text.strip() in {"24", "24:00", "24h"} else parse_time_of_day(text)


def parse_days(text: str) -> frozenset[int]:
    """Return weekdays, 0 for Monday, typed as ``weekdays``, ``mon,wed``, ``Sat Sun``, ``mon-fri``.

    A range may run over the weekend: ``fri-mon`` has four days.

    Raises:
        InvalidInput: ``days.not_understood`` with the first wrong word; ``days.none``.

    """
    if len(text) > _LONGEST_DAYS:
        raise InvalidInput("days.not_understood", typed=cut(text))
    whole = _SETS.get(_folded(text))
    if whole is not None:
        return whole
    words = _SEPARATOR.split(with_dashes(text))
    days = [_days_in(word) for word in words if word and _folded(word) not in _AND]
    if not days:
        raise InvalidInput("days.none")
    return frozenset().union(*days)


def with_dashes(text: str) -> str:
    """Return the text with a dash for what says so in words: ``von 22 Uhr bis 7 Uhr``."""
    return _FROM.sub("", _RANGE.sub("-", text.strip()))


def cut(text: str) -> str:
    """Return what was typed, short enough to quote in an answer."""
    return text.strip()[:_LONGEST_QUOTE]


def _time_in(folded: str) -> time | None:
    match = _TIME.fullmatch(folded)
    if match is None:
        return _NAMED_TIMES.get(folded)
    hour = int(match["hour"])
    minute = int(match["minute"] or match["compact"] or 0)
    if match["half"]:
        if not 1 <= hour <= _HOURS_ON_A_DIAL:
            return None
        hour = hour % _HOURS_ON_A_DIAL + (_HOURS_ON_A_DIAL if match["half"] == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _days_in(word: str) -> frozenset[int]:
    folded = _folded(word)
    if folded in _SETS:
        return _SETS[folded]
    ends = [_WEEKDAYS.get(end.strip(".")) for end in folded.split("-")]
    match ends:
        case [int(day)]:
            return frozenset({day})
        case [int(first), int(last)]:
            return frozenset((first + i) % 7 for i in range((last - first) % 7 + 1))
    raise InvalidInput("days.not_understood", typed=cut(word))


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", unaccented(text.strip()))
