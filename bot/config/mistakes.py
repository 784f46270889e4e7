"""Turns what the model refuses into sentences: which setting, what is wrong, what to write.

Never repeats a value that could be the token: not that of an unknown setting, not one that looks
like it.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.config.model import Config
from bot.config.values import TOKEN_VARIABLE, Unusable
from bot.errors import Mistake
from bot.log import redact

_TOKEN_NAMES = ("token", "bot_token", "discord_token", TOKEN_VARIABLE.lower())
_LONGEST_VALUE = 60
_PROBLEMS = {
    "int_type": "{value} is not a whole number",
    "bool_type": "{value} is neither true nor false",
    "string_type": "{value} is not a text in quotes",
    "path_type": "{value} is not a text in quotes",
    "literal_error": "{value} is not one of the choices",
    "greater_than_equal": "{value} is too low",
    "less_than_equal": "{value} is too high",
    "string_too_short": "it is empty",
    "string_too_long": "it is too long",
}


def settings(section: str) -> Mapping[str, FieldInfo]:
    """The settings that may stand in a section of the file."""
    model = Config.model_fields[section].annotation
    fields: Mapping[str, FieldInfo] = getattr(model, "model_fields", {})
    return {name: field for name, field in fields.items() if name != "token"}


def take_tokens(raw: dict[str, object]) -> list[Mistake]:
    """Remove every token from ``raw``, and say for each that the file is no place for it."""
    sections = {name: table for name, table in raw.items() if isinstance(table, dict)}
    found = []
    for prefix, table in [("", raw), *((f"{name}.", table) for name, table in sections.items())]:
        for name in [each for each in table if each.lower() in _TOKEN_NAMES]:
            del table[name]
            found.append(_token_in_file(prefix + name))
    return found


def _token_in_file(key: str) -> Mistake:
    return Mistake(
        key,
        "the token does not belong in this file, which others may get to read",
        f"Take it out, and set {TOKEN_VARIABLE} in the environment, or name a file as token_file "
        "in [discord].",
    )


def mistake_of(error: ErrorDetails) -> Mistake:
    """One refusal of the model, in words."""
    section, *rest = (str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return _unknown(section, rest)
    if not rest:
        return _whole_section(section, error)
    return _wrong_value(section, rest[0], error)


def _unknown(section: str, rest: list[str]) -> Mistake:
    if not rest:
        remedy = _elsewhere(section) or _close(section, Config.model_fields)
        return Mistake(section, "there is no such section", remedy or _known(Config.model_fields))
    name, known = rest[0], settings(section)
    remedy = _close(name, known) or _elsewhere(name) or _known(known)
    return Mistake(f"{section}.{name}", "there is no such setting", remedy)


def _close(name: str, known: Iterable[str], place: str = "") -> str:
    close = difflib.get_close_matches(name.lower(), list(known), 1)
    return f"Did you mean {close[0]}{place}?" if close else ""


def _elsewhere(name: str) -> str:
    for section in Config.model_fields:
        if name in settings(section):
            return f"It belongs in [{section}]."
    guesses = (_close(name, settings(each), f" in [{each}]") for each in Config.model_fields)
    return next(filter(None, guesses), "")


def _known(names: Iterable[str]) -> str:
    return f"Known here: {', '.join(names)}."


def _whole_section(section: str, error: ErrorDetails) -> Mistake:
    refusal = _refusal(error)
    if refusal is not None:
        return Mistake(section, str(refusal), refusal.remedy)
    return Mistake(
        section,
        "it is a section and has no value of its own",
        f"Write [{section}] on a line, and its settings below.",
    )


def _wrong_value(section: str, name: str, error: ErrorDetails) -> Mistake:
    key, remedy = f"{section}.{name}", _remedy(name, settings(section).get(name))
    refusal = _refusal(error)
    if refusal is not None:
        return Mistake(refusal.key or key, redact(str(refusal)), refusal.remedy or remedy)
    problem = _PROBLEMS.get(error["type"], "{value} cannot be used")
    return Mistake(key, problem.format(value=_shown(error["input"])), remedy)


def _refusal(error: ErrorDetails) -> Unusable | None:
    cause = error.get("ctx", {}).get("error")
    return cause if isinstance(cause, Unusable) else None


def _remedy(name: str, field: FieldInfo | None) -> str:
    if field is None:
        return ""
    example = field.examples[0] if field.examples else field.default
    return f"Write {field.description}, as in: {name} = {_toml(example)}"


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _shown(value: object) -> str:
    text = redact(_toml(value))
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
