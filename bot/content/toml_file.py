"""Reads one TOML file into a model, and puts what is wrong with it into plain words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.mistake import Mistake

Model = TypeVar("Model", bound=BaseModel)

# The type of an error that brings its own words: its message, and "remedy" among its context.
MISTAKE = "mistake"

# What is wrong and what to write instead, by pydantic's type of error.
_WORDS = {
    "missing": ("is missing", "Add it."),
    "extra_forbidden": ("is not a key we know", "Take it out, or mend its spelling."),
    "string_too_short": ("is empty", "Write a text."),
    "string_too_long": ("is longer than {max_length:,} characters", "Shorten it."),
    "string_type": ("is not a text", 'Put it in quotes: "...".'),
    "string_pattern_mismatch": (
        "is not a plain name",
        "Use small letters, digits and hyphens, such as chin-glide.",
    ),
    "int_type": ("is not a whole number", "Write digits alone, without quotes."),
    "greater_than_equal": ("is less than {ge}", "Write a greater number."),
    "less_than_equal": ("is more than {le}", "Write a smaller number."),
    "literal_error": ("is none of those we know", "Write {expected}."),
    MISTAKE: ("{msg}", "{remedy}"),
}
_ELSE = ("cannot be used: {msg}", "Write it as the shipped file does.")


def read(raw: bytes, name: str, model: type[Model]) -> tuple[Model | None, list[Mistake]]:
    """The model, or None and every mistake; ``name`` is what the file is called in them."""
    try:
        table = tomllib.loads(raw.decode())
    except UnicodeDecodeError:
        return None, [Mistake(name, "", "is not UTF-8 text", "Save it as UTF-8.")]
    except tomllib.TOMLDecodeError as error:
        return None, [Mistake(name, "", f"is not TOML: {error}", "Mend that line.")]
    try:
        return model.model_validate(table), []
    except ValidationError as error:
        return None, [_mistake(each, table, name) for each in error.errors()]


def _mistake(error: ErrorDetails, table: Mapping[str, object], file: str) -> Mistake:
    limits = {"msg": error["msg"], **error.get("ctx", {})}
    problem, remedy = (words.format(**limits) for words in _WORDS.get(error["type"], _ELSE))
    return Mistake(file, key_path(error["loc"], table), problem, remedy)


def key_path(place: Sequence[str | int], table: Mapping[str, object]) -> str:
    """Where it stands, as an editor would look for it: "card 2 (tension), title"."""
    words: list[str] = []
    here: object = table
    for step in place:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
            words[-1] += f" {step + 1}{_named(here)}"
        else:
            here = here.get(step) if isinstance(here, Mapping) else None
            words.append(step)
    return ", ".join(words)


def _named(entry: object) -> str:
    name = entry.get("id") if isinstance(entry, Mapping) else None
    return f" ({name})" if isinstance(name, str) else ""
