"""Reads a text in the member's language, then in English, and takes only what is certain."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.when.de import GERMAN
from bot.domain.when.en import ENGLISH
from bot.domain.when.es import SPANISH
from bot.domain.when.fr import FRENCH
from bot.domain.when.grammar import Reading, readings
from bot.domain.when.resolve import instant, meanings
from bot.domain.when.result import At, Refusal, Said, When
from bot.domain.when.tokens import Token, folded, tokens_of
from bot.domain.when.words import Words

_WORDS = {"en": ENGLISH, "es": SPANISH, "de": GERMAN, "fr": FRENCH}
# Beside a language in which "14h" is a time, "24h" is not English for 24 hours.
_ENGLISH_BESIDE = {
    code: replace(ENGLISH, h_is_a_time=words.h_is_a_time) for code, words in _WORDS.items()
}
# Source: Discord's reference on message formatting; the letter is how it is shown.
_TIMESTAMP = re.compile(r"<t:(-?[0-9]{1,13})(?::[tdfrs])?>")


def read_when(
    text: str, *, language: str, now_at: datetime, zone: ZoneInfo, past_ok: bool = False
) -> When:
    """Return the one time that a text stands for in a zone, or why there is none.

    ``language`` is en, es, de or fr; English is read beside each. A time lies after ``now_at`` and
    within five years, or with ``past_ok`` up to 14 days back. Never raises for any text.

    Raises:
        ValueError: ``now_at`` is not aware.
        KeyError: ``language`` is none of the four.

    """
    said, plain = Said.at(now_at, zone, past_ok=past_ok), folded(text)
    if stamp := _TIMESTAMP.fullmatch(plain):
        return instant(int(stamp[1]), said)
    tokens = tokens_of(plain)
    own = _only_meaning(tokens, _WORDS[language], said)
    english = None if language == "en" else _only_meaning(tokens, _ENGLISH_BESIDE[language], said)
    if own is None:
        return english or Refusal.NOT_UNDERSTOOD
    # What is plain in both languages and not the same is plain in neither.
    differs = english not in {None, Refusal.NOT_UNDERSTOOD, own}
    return Refusal.NOT_UNDERSTOOD if differs and isinstance(own, At) else own


def examples(language: str, *, past_ok: bool = False) -> tuple[str, str, str]:
    """Return three texts of a language that are understood at any moment."""
    words = _WORDS[language]
    return words.past_examples if past_ok else words.examples


def _only_meaning(tokens: Sequence[Token], words: Words, said: Said) -> When | None:
    """What all readings agree on, or None if there is none that makes sense."""
    senses = {_sense_of(reading, said) for reading in readings(tokens, words)}
    return _only({sense for sense in senses if sense is not None})


def _sense_of(reading: Reading, said: Said) -> When | None:
    found = set(meanings(reading, said))
    # Of the times of day that a reading leaves open, those that are past were not meant.
    return _only({when for when in found if isinstance(when, At)} or found)


def _only(found: Set[When]) -> When | None:
    return Refusal.NOT_UNDERSTOOD if len(found) > 1 else next(iter(found), None)
