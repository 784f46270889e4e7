"""What a translation has to share with its English text, whatever its words.

Judges no wording: parameters, commands, numbers, emphasis, lines and the labels it quotes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from bot.texts.po import Entry

#: How each language quotes.
QUOTES = {"en": ("“", "”"), "de": ("„", "“"), "es": ("“", "”"), "fr": ("«", "»")}

# Buttons and the names of settings are quoted where a text tells somebody to press them.
NAMING = ("label.", "setting.")

_COMMAND = re.compile(r"(?<![\w/])/[a-z][a-z-]*(?: (?:on|off|now)\b)?")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_MARK = re.compile(r"\*\*|^-# |^- |^#+ |⚠️|\n", re.MULTILINE)

Texts = Mapping[str, Entry]


def quoted(text: str, code: str) -> list[str]:
    """What stands in the language's own quotation marks."""
    opening, closing = QUOTES[code]
    found = re.findall(f"{opening}([^{opening}{closing}]*){closing}", text)
    return [part.strip("\u00a0 ") for part in found]


def numbers(text: str) -> Counter[str]:
    """The numbers in figures; 1.4 and 1,4 are one."""
    return Counter(found.replace(",", ".") for found in _NUMBER.findall(text))


def unlike(original: Entry, other: Entry, english: Texts, texts: Texts, code: str) -> Iterator[str]:
    """What ``other``, of the language ``code``, says otherwise than its English text."""
    if original.plural != other.plural:
        yield "has other plurals"
        return
    if original.params != other.params:
        yield f"takes {sorted(other.params)}, not {sorted(original.params)}"
    for form in other.forms:
        yield from _unlike_form(original.forms[-1], form)
    for label in _labels_in(original.forms[-1], english):
        wanted = {texts[key].forms[0] for key in label if key in texts}
        for form in other.forms:
            if not wanted.intersection(quoted(form, code)):
                yield f"quotes none of {sorted(wanted)}"


def _unlike_form(original: str, form: str) -> Iterator[str]:
    for name, found in (
        ("commands", lambda text: Counter(_COMMAND.findall(text))),
        ("numbers", numbers),
        ("marks", lambda text: Counter(_MARK.findall(text))),
    ):
        there, here = found(original), found(form)
        if there != here:
            odd = (there - here) + (here - there)
            yield f"has other {name}: {', '.join(map(repr, sorted(odd)))}"


def _labels_in(text: str, english: Texts) -> Iterator[list[str]]:
    """For each label that a text quotes, the keys that are labelled so."""
    for part in quoted(text, "en"):
        keys = [
            key
            for key, entry in english.items()
            if key.startswith(NAMING) and entry.forms[0] == part
        ]
        if keys:
            yield keys
