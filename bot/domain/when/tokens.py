"""Cuts what was typed into words, numbers and the few marks that mean something in a time.

Case, accents, typographic apostrophes and the dots of abbreviations make no difference. Whatever
it does not know becomes a mark that no grammar accepts.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from bot.domain.unaccented import unaccented

LONGEST = 80


class Kind(Enum):
    """What a token is; the comment says what its numbers are."""

    WORD = auto()
    NUMBER = auto()  # the number
    CLOCK = auto()  # 9:30: hour, minute
    DECIMAL = auto()  # 1,5: what is before the comma, and after
    DOTTED = auto()  # 9.30, 1.5: the two
    DATED = auto()  # 27.11. and 27.11.2026: day, month and perhaps year
    SLASHED = auto()  # 27/11 and 27/11/2026: the same
    DASHED = auto()  # 27-11-2026: the same
    ISO = auto()  # 2026-11-27: year, month, day
    MARK = auto()


class Token(NamedTuple):
    """One piece of a text, with the numbers in it."""

    kind: Kind
    text: str
    numbers: tuple[int, ...] = ()

    @property
    def is_padded(self) -> bool:
        """Whether its first number is written with a leading zero, as 05:30."""
        return self.text.startswith("0") and self.text[1:2].isdigit()

    def has_digits(self, count: int) -> bool:
        """Whether it is a number of so many digits."""
        return self.kind is Kind.NUMBER and len(self.text) == count


# Each alternative has a fixed shape and a bounded length, so there is nothing to track back over.
_PIECES = (
    (Kind.ISO, r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9-])"),
    (Kind.CLOCK, r"[0-9]{1,2}:[0-9]{2}(?![0-9:])"),
    (Kind.DATED, r"[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4}(?![0-9:])"),
    (Kind.DATED, r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}(?![0-9:])"),
    (Kind.DATED, r"[0-9]{1,2}\.\s?[0-9]{1,2}\.(?![0-9])"),
    (Kind.DOTTED, r"[0-9]{1,2}\.[0-9]{1,2}(?![0-9])"),
    (Kind.SLASHED, r"[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})(?![0-9/])"),
    (Kind.SLASHED, r"[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"),
    (Kind.DASHED, r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}(?![0-9-])"),
    (Kind.DECIMAL, r"[0-9]{1,2},[0-9]{1,2}(?![0-9])"),
    (Kind.NUMBER, r"[0-9]{1,6}(?![0-9])"),
    (Kind.WORD, r"[a-z]+"),
)
_PIECE = re.compile("|".join(f"({pattern})" for _, pattern in _PIECES) + r"|(\S)")
_KINDS = (*(kind for kind, _ in _PIECES), Kind.MARK)
_DIGITS = re.compile(r"[0-9]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc`\u00b4", "'"))
# After a letter these part or end words: l'apres-midi, nov., o'clock, 90 min.
_WITHIN_WORDS = re.compile(r"(?<=[a-z])(?:[-'](?=[a-z])|[.'](?![0-9]))")


def folded(text: str) -> str:
    """The text without case and accents, or nothing if it is too long to be a time."""
    if len(text) > LONGEST:
        return ""
    plain = unaccented(text.translate(_APOSTROPHES)).strip()
    return plain if len(plain) <= LONGEST else ""


def tokens_of(text: str) -> tuple[Token, ...]:
    """The pieces of a text that ``folded`` has prepared."""
    pieces = _PIECE.finditer(_WITHIN_WORDS.sub(" ", text))
    return tuple(_token(_KINDS[(piece.lastindex or 0) - 1], piece[0]) for piece in pieces)


def _token(kind: Kind, text: str) -> Token:
    return Token(kind, text, tuple(map(int, _DIGITS.findall(text))))
