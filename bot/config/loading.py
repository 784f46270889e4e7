"""Reads the file, checks all of it, and names every mistake at once. Creates nothing."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from bot.config.mistakes import mistake_of, take_tokens
from bot.config.model import Config
from bot.config.values import Surroundings
from bot.errors import ConfigError, Mistake

_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
# As with the token, the environment's comes before the file's.
_ADDRESS_VARIABLES = {"UNKNOT_API_BASE": "api_base", "UNKNOT_GATEWAY": "gateway"}
_SEE_EXAMPLE = "Compare it with what this prints: unknot example-config"


def load_config(path: Path, environ: Mapping[str, str], *, needs_token: bool = True) -> Config:
    """The settings in ``path``; relative paths in it are relative to its folder.

    Raises: ConfigError, with every mistake that was found.
    """
    raw = _parse(path)
    mistakes = take_tokens(raw)
    # Once is enough: whoever wrote the token into the file need not hear that there is none.
    needs_token = needs_token and not mistakes
    sections = {name: {} for name in Config.model_fields} | raw
    _take_addresses(sections, environ)
    surroundings = Surroundings(path.absolute().parent, environ, needs_token)
    try:
        config = Config.model_validate(sections, context=surroundings)
    except ValidationError as error:
        raise _all(mistakes + [mistake_of(each) for each in error.errors()]) from None
    if mistakes:
        raise _all(mistakes)
    return config


def _take_addresses(sections: dict[str, object], environ: Mapping[str, str]) -> None:
    discord = sections["discord"]
    if isinstance(discord, dict):
        given = {key: environ.get(name) for name, key in _ADDRESS_VARIABLES.items()}
        sections["discord"] = discord | {key: value for key, value in given.items() if value}


def _all(mistakes: list[Mistake]) -> ConfigError:
    first, *others = mistakes
    return ConfigError(first.key, first.problem, first.remedy, others=others)


def _parse(path: Path) -> dict[str, object]:
    text = _read(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), _syntax_problem(error, text), _SEE_EXAMPLE) from None


def _read(path: Path) -> str:
    try:
        # Some editors put a mark before the first character, which TOML does not allow.
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        remedy = f"Make one with: unknot example-config > {shlex.quote(str(path))}"
        raise ConfigError(str(path), "there is no such file", remedy) from None
    except OSError as error:
        remedy = "Name a file that the bot may read, with --config."
        raise ConfigError(str(path), f"it cannot be read ({error.strerror})", remedy) from None
    except UnicodeDecodeError:
        raise ConfigError(str(path), "it is not a text in UTF-8", _SEE_EXAMPLE) from None


def _syntax_problem(error: tomllib.TOMLDecodeError, text: str) -> str:
    found = _WHERE.search(str(error))
    line = (found and found.group(1)) or len(text.rstrip().splitlines())
    return f"line {line} is not valid TOML ({_WHERE.sub('', str(error))})"
