"""Reads the .po files of one language and says what is wrong with them.

A text is a key, one form or several, and the names in braces that fill it. Only plain names are
accepted: no index, no attribute, no conversion, so a text can reach nothing but what it is given.
A text that a translator has still to look at (marked fuzzy) is nobody's to read.
"""

from __future__ import annotations

import io
import keyword
import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from bot.content.mistake import Mistake
from bot.texts.limits import longest

NUMBER = "n"

_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_KEY_LINE = re.compile(r'^msgid "(.+)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One text: a single form, or as many as the language has plurals."""

    key: str
    forms: tuple[str, ...]
    plural: bool
    file: str

    @property
    def params(self) -> frozenset[str]:
        """The names that fill it; the number of a plural is not among them."""
        found = {name for form in self.forms for name in placeholders(form)}
        return frozenset(found - {NUMBER} if self.plural else found)


Entries = dict[str, Entry]


def placeholders(text: str) -> tuple[str, ...]:
    """The names in braces, in the order in which they stand.

    Raises:
        ValueError: a brace stands alone, or holds more than a plain name.
    """
    names = []
    for _, name, spec, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or keyword.iskeyword(name) or spec or conversion:
            raise ValueError(f"{{{name}}} is not a plain name in braces")
        names.append(name)
    return tuple(names)


def read_language(
    folder: Traversable, code: str, *, drafts: bool = False
) -> tuple[Entries, list[Mistake]]:
    """Every text of ``folder``, whose files are merged; a key may stand in one place only.

    With ``drafts`` a text marked fuzzy is left out; without, it is a mistake.
    """
    entries: Entries = {}
    mistakes: list[Mistake] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".po"):
            continue
        name = f"{code}/{file.name}"
        found, wrong = read_file(file.read_bytes(), name, code, drafts=drafts)
        mistakes += wrong
        for key in found.keys() & entries.keys():
            remedy = f"Keep it there or in {entries[key].file}, not in both."
            mistakes.append(Mistake(name, key, "is written in two files", remedy))
        entries |= found
    return entries, mistakes


def read_file(
    raw: bytes, name: str, code: str, *, drafts: bool = False
) -> tuple[Entries, list[Mistake]]:
    """The sound texts of one file, called ``name`` in what is reported, and what is wrong."""
    try:
        source = raw.decode()
        catalog = read_po(io.StringIO(source), locale=code, abort_invalid=True)
    except PoFileError as error:
        return {}, [Mistake(name, "", f"line {error.lineno + 1}: {error}", "Mend that line.")]
    except (ValueError, IndexError) as error:
        return {}, [Mistake(name, "", f"cannot be read: {error}", "Save it as a UTF-8 .po file.")]
    mistakes = [
        Mistake(name, key, "is written twice", "Keep one of the two.")
        for key, times in Counter(_KEY_LINE.findall(source)).items()
        if times > 1
    ]
    entries: Entries = {}
    for message in catalog:
        if message.id and not (drafts and message.fuzzy):
            entry = _entry(message, name)
            problems = list(_problems(entry, message))
            mistakes += problems
            if not problems:
                entries[entry.key] = entry
    return entries, mistakes


def _entry(message: Message, file: str) -> Entry:
    text = message.string or ""
    if isinstance(message.id, str):
        return Entry(message.id, (str(text),), plural=False, file=file)
    return Entry(str(message.id[0]), tuple(text), plural=True, file=file)


def _problems(entry: Entry, message: Message) -> Iterator[Mistake]:
    if not _KEY.fullmatch(entry.key):
        yield Mistake(entry.file, entry.key, "is no key", "Write it like posture.on.title.")
    if not all(form.strip() for form in entry.forms):
        yield Mistake(entry.file, entry.key, "has no text", "Write one after msgstr.")
    if message.fuzzy:
        yield Mistake(entry.file, entry.key, "is marked fuzzy", "Check it, then take the mark off.")
    if message.context:
        yield Mistake(entry.file, entry.key, "has a msgctxt", "Take it out: the key is enough.")
    most = longest(entry.key)
    if most is not None and any(len(form) > most for form in entry.forms):
        remedy = "Shorten it: Discord shows no more there."
        yield Mistake(entry.file, entry.key, f"is longer than {most} characters", remedy)
    for form in entry.forms:
        try:
            placeholders(form)
        except ValueError as error:
            yield Mistake(entry.file, entry.key, str(error), "Write a name alone, like {time}.")
            return


def against(entries: Entries, known: Mapping[str, Entry]) -> list[Mistake]:
    """What ``entries`` says otherwise than the texts it stands in for."""
    mistakes = []
    for entry in entries.values():
        original = known.get(entry.key)
        if original is None:
            remedy = "Take a key from the shipped texts."
            mistakes.append(Mistake(entry.file, entry.key, "is not a key of ours", remedy))
        elif original.plural != entry.plural:
            remedy = "Use msgid_plural just as the shipped text does."
            mistakes.append(Mistake(entry.file, entry.key, "has other plurals", remedy))
        elif extra := sorted(entry.params - original.params):
            allowed = ", ".join(sorted(original.params)) or "none"
            problem = f"names {', '.join(extra)}, which nothing fills"
            mistakes.append(Mistake(entry.file, entry.key, problem, f"Use only: {allowed}."))
    return mistakes
