"""``unknot init``: the first configuration and the key.

Writes over nothing. The token is read from a file or the environment, never from a flag.
"""

from __future__ import annotations

import asyncio
import os
import re
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import bot
from bot import log
from bot.cli.border import guarded
from bot.cli.example import example_text
from bot.cli.invite import link
from bot.cli.options import DEFAULT, ConfigFile
from bot.config import Config, load_config
from bot.errors import ConfigError
from bot.store import key_file

EXAMPLES = (
    "unknot init",
    "unknot init --yes --zone Europe/London --token-file token.txt",
)
_ASKED = {
    "zone": "Time zone, such as Europe/London",
    "emergency": "Emergency number, such as 112 (empty: set it later)",
    "token_file": "File with the bot's token (empty: UNKNOT_TOKEN in the environment)",
}


def init(
    config: ConfigFile = DEFAULT,
    zone: Annotated[str | None, typer.Option(help="The clinic's time zone.")] = None,
    emergency: Annotated[str | None, typer.Option(help="The emergency number.")] = None,
    token_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="A file with nothing but the token in it.")
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
) -> None:
    """Write a configuration and the database's key, and print the bot's invitation.

    Asks for what no option says. The file explains every setting, and may be changed afterwards.
    """
    given = {"zone": zone, "emergency": emergency, "token_file": token_file}
    raise typer.Exit(guarded(partial(_begin, config, given, ask=not yes)))


def _begin(path: Path, given: dict[str, str | None], *, ask: bool) -> int:
    log.configure("error", "text")
    _refuse_to_overwrite(path)
    if ask:
        given = {name: _asked(name, value) for name, value in given.items()}
    _write(path, _filled_in(example_text(Path(bot.__file__).parent), given))
    try:
        config = load_config(path, os.environ, needs_token=False)
        if config.database.encrypted:
            key_file.load_or_create(config.database.key_file, config.database.path)
    except BaseException:
        path.unlink()
        raise
    _tell(path, config)
    return 0


def _refuse_to_overwrite(path: Path) -> None:
    if os.path.lexists(path):
        remedy = "Name another with --config, or go on with this one: unknot doctor"
        raise ConfigError(str(path), "it is there already", remedy)


def _asked(name: str, value: str | None) -> str | None:
    if value is not None:
        return value
    default = "UTC" if name == "zone" else ""
    answer: str = typer.prompt(_ASKED[name], default=default, show_default=bool(default))
    return answer.strip()


def _filled_in(text: str, given: dict[str, str | None]) -> str:
    settings = {"emergency": "emergency_text"}
    for name, value in given.items():
        if value:
            written = value.replace("\\", "\\\\").replace('"', '\\"')
            setting = settings.get(name, name)
            before = re.search(rf"(?m)^(# )?{setting} = .*$", text)
            if before is not None:
                text = text.replace(before.group(), f'{setting} = "{written}"', 1)
    return text


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        remedy = "Name a file in a folder that you may write to, with --config."
        raise ConfigError(str(path), f"it cannot be written ({error.strerror})", remedy) from None


def _tell(path: Path, config: Config) -> None:
    typer.echo(f"Written: {path}.")
    if config.database.encrypted:
        key = config.database.key_file
        typer.echo(f"Made: {key}. Keep a copy somewhere else: without it the data is lost.")
    typer.echo(f"Add the bot to your server: {_invitation(path)}")
    typer.echo(f"Then: unknot doctor --config {path}, and unknot run --config {path}")


def _invitation(path: Path) -> str:
    try:
        return asyncio.run(link(load_config(path, os.environ)))
    except ConfigError:
        return "unknot invite prints the link, once the token is there"
