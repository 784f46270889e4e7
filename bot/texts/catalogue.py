"""Every language's texts, read once at start and compiled in memory.

The shipped texts lie beside this module, a folder a language. A clinic's own folder may hold some
of the same keys, which then replace ours; it can neither add a key nor ask for another parameter.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bot.content.mistake import Mistake, refuse
from bot.texts.language import Language, Missing
from bot.texts.po import Entries, against, read_language

DEFAULT = "en"


class Catalogue:
    """The languages the bot speaks."""

    __slots__ = ("_languages",)

    def __init__(self, languages: Mapping[str, Language]) -> None:
        self._languages = MappingProxyType(dict(languages))

    @classmethod
    def load(cls, folder: Path | None = None) -> Catalogue:
        """Read the shipped texts, and over them those of ``folder``, if given.

        Raises:
            ConfigError: a file is faulty; it names the file, the key and the mistake.
        """
        texts, mistakes = _shipped()
        if folder is not None:
            mistakes += _overlay(texts, folder)
        refuse(mistakes)
        return cls.of(texts)

    @classmethod
    def of(cls, texts: Mapping[str, Entries]) -> Catalogue:
        """Compile texts by language; what another language lacks is said in English."""
        english = _compiled(DEFAULT, texts[DEFAULT])
        english.add_fallback(Missing())
        compiled = {DEFAULT: english}
        for code in texts.keys() - {DEFAULT}:
            compiled[code] = _compiled(code, _in_step(texts[code], texts[DEFAULT]))
            compiled[code].add_fallback(english)
        return cls({code: Language(code, compiled[code], texts[DEFAULT]) for code in compiled})

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages there are, English first."""
        return (DEFAULT, *sorted(self._languages.keys() - {DEFAULT}))

    def language(self, locale: str) -> Language:
        """The language of a Discord locale: "en-US" is "en", and so is one we do not speak."""
        code = locale.replace("_", "-").partition("-")[0].lower()
        return self._languages.get(code, self._languages[DEFAULT])


def check_texts(folder: Path) -> list[Mistake]:
    """What is wrong with the texts of a clinic's folder; nothing when it holds none."""
    texts, mistakes = _shipped()
    return mistakes + _overlay(texts, folder)


def _shipped() -> tuple[dict[str, Entries], list[Mistake]]:
    texts, mistakes = _shipped_once()
    return {code: dict(entries) for code, entries in texts.items()}, list(mistakes)


@cache
def _shipped_once() -> tuple[dict[str, Entries], list[Mistake]]:
    """Read once a process: files of a package do not change while it runs."""
    shipped = files("bot.texts")
    english, mistakes = read_language(shipped / DEFAULT, DEFAULT)
    texts = {DEFAULT: english}
    for place in shipped.iterdir():
        if place.is_dir() and place.name != DEFAULT and not place.name.startswith("_"):
            # What waits for a translator is left out, and so said in English.
            texts[place.name], wrong = read_language(place, place.name, drafts=True)
            mistakes += wrong
    return texts, mistakes


def _in_step(entries: Entries, english: Entries) -> Entries:
    """The texts that take what the English ones take; for the others English is said.

    A change of an English text must not stop the start because of what it leaves behind: that is
    for whoever translates, and a contract test holds that nothing is.
    """
    behind = {mistake.key for mistake in against(entries, english)}
    return {key: entry for key, entry in entries.items() if key not in behind}


def _overlay(texts: dict[str, Entries], folder: Path) -> list[Mistake]:
    mistakes: list[Mistake] = []
    for place in sorted({file.parent for file in folder.glob("*/*.po")}):
        if place.name not in texts:
            remedy = f"Name the folder after one of: {', '.join(sorted(texts))}."
            mistakes.append(Mistake(place.name, "", "is not a language of ours", remedy))
            continue
        entries, wrong = read_language(place, place.name)
        mistakes += wrong + against(entries, texts[DEFAULT])
        texts[place.name] |= entries
    return mistakes


def _compiled(code: str, entries: Entries) -> GNUTranslations:
    catalog = Catalog(locale=code)
    for entry in entries.values():
        if entry.plural:
            catalog.add((entry.key, entry.key), entry.forms)
        else:
            catalog.add(entry.key, entry.forms[0])
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    buffer.seek(0)
    return GNUTranslations(buffer)
