"""``unknot invite``: the link that adds the bot to a server."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from http import HTTPStatus
from pathlib import Path

import typer

from bot import log
from bot.cli.border import guarded
from bot.cli.options import DEFAULT, ConfigFile
from bot.config import Config, load_config
from bot.errors import ConfigError
from bot.ops.permissions import invitation

EXAMPLES = ("unknot invite",)
_TOKEN = "discord.token_file"


def invite(config: ConfigFile = DEFAULT) -> None:
    """Print the link by which somebody who manages a server adds the bot to it.

    It asks for the few permissions that the bot needs.
    """
    raise typer.Exit(guarded(partial(_invite, config)))


def _invite(path: Path) -> int:
    log.configure("error", "text")
    config = load_config(path, os.environ)
    typer.echo(asyncio.run(link(config)))
    return 0


async def link(config: Config) -> str:
    """The link for the bot whose token is configured. Raises ConfigError where Discord says no."""
    token = config.discord.token.get_secret_value()
    # Only here: it brings the Discord library along, and the other commands need not wait for it.
    from bot.discord_io.asking import asking  # noqa: PLC0415

    async with asking(config.discord.api_base, token) as ask:
        answer = await ask("GET", "/oauth2/applications/@me", None)
    if answer.status == HTTPStatus.OK:
        return invitation(str(answer.body["id"]))
    if answer.status == HTTPStatus.UNAUTHORIZED:
        remedy = "Make a new one in the Developer Portal: Bot, Reset Token."
        raise ConfigError(_TOKEN, "Discord does not accept the token", remedy)
    why = answer.status or answer.body
    remedy = "Check this machine's connection, and try again in a few minutes."
    raise ConfigError("discord", f"Discord could not be asked ({why})", remedy)
