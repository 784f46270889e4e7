"""Brings another language's .po files in line with the English ones.

Files, order and keys become those of English. Above each text stands the English it was made from,
so a change of the English shows: the text is then marked fuzzy, and English is said until somebody
has looked at it and taken the mark off. Translates nothing, and writes nothing: that is for whoever
asked.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

WIDTH = 98
FUZZY = "fuzzy"

Files = dict[str, bytes]
Text = str | tuple[str, ...] | list[str]


@dataclass(frozen=True, slots=True)
class Mended:
    """The files as they should be, and how their keys differ from what is there."""

    code: str
    files: Mapping[str, bytes]
    texts: int
    added: frozenset[str]
    removed: frozenset[str]
    moved: frozenset[str]
    waiting: frozenset[str]

    def summary(self) -> str:
        """One line of counts."""
        counts = {
            "added": self.added, "removed": self.removed, "moved": self.moved,
            "waiting for a translator": self.waiting,
        }  # fmt: skip
        told = ", ".join(f"{len(keys)} {name}" for name, keys in counts.items())
        return f"{self.code}: {self.texts} texts, {told}"


def files_of(folder: Path) -> Files:
    """The .po files of a folder by their names; none if it is not there."""
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.po"))}


def mended(english: Files, files: Files, code: str) -> Mended:
    """What ``files`` of the language ``code`` have to be beside these English ones."""
    old = {name: _read(raw, code) for name, raw in files.items()}
    place = {key_of(message): name for name, each in old.items() for message in _texts(each)}
    found = {key_of(message): message for each in old.values() for message in _texts(each)}
    new: Files = {}
    waiting: set[str] = set()
    home: dict[str, str] = {}
    for name, raw in english.items():
        catalog = Catalog(locale=code, charset="utf-8", fuzzy=False)
        for original in _texts(_read(raw, "en")):
            key = key_of(original)
            home[key] = name
            message = _beside(original, found.get(key), code)
            catalog[message.id] = message
            if message.fuzzy or not all(_forms(message)):
                waiting.add(key)
        comment = old[name].header_comment if name in old else ""
        new[name] = _header(comment, code) + _written(catalog)
    kept = home.keys() & found.keys()
    return Mended(
        code=code,
        files=new,
        texts=len(home),
        added=frozenset(home.keys() - found.keys()),
        removed=frozenset(found.keys() - home.keys()),
        moved=frozenset(key for key in kept if home[key] != place[key]),
        waiting=frozenset(waiting),
    )


def key_of(message: Message) -> str:
    """The key of a text, with or without plurals."""
    return message.id if isinstance(message.id, str) else message.id[0]


def source_of(message: Message) -> str:
    """A text on one line, as it stands above its translations."""
    return " ".join(" | ".join(_forms(message)).split())


def _read(raw: bytes, code: str) -> Catalog:
    return read_po(io.StringIO(raw.decode()), locale=code, abort_invalid=True)


def _texts(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _forms(message: Message) -> tuple[str, ...]:
    text = message.string or ""
    return (text,) if isinstance(text, str) else tuple(text)


def _beside(original: Message, old: Message | None, code: str) -> Message:
    """The text of the language for an English one: the old one, or an empty one to fill."""
    plural = not isinstance(original.id, str)
    if old is None or isinstance(old.id, str) == plural:
        empty = ("",) * get_plural(code).num_plurals if plural else ""
        return _message(original, empty, ())
    same = " ".join(old.auto_comments).split() == source_of(original).split()
    message = _message(original, old.string or "", old.user_comments)
    if same and not old.fuzzy and all(_forms(old)):
        message.flags.discard(FUZZY)
    return message


def _message(original: Message, string: Text, notes: Sequence[str]) -> Message:
    source = source_of(original)
    return Message(original.id, string, flags=[FUZZY], auto_comments=[source], user_comments=notes)


def _header(comment: str, code: str) -> bytes:
    lines = [line for line in comment.splitlines() if line.strip("# ")]
    entry = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {code}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {get_plural(code).plural_forms}\\n"\n\n'
    )
    return ("".join(f"{line}\n" for line in lines) + entry).encode()


def _written(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=WIDTH, omit_header=True, no_location=True)
    return buffer.getvalue().rstrip(b"\n") + b"\n"
