"""``unknot run``: the bot itself."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot import log
from bot.cli.border import guarded
from bot.clock import SystemClock
from bot.config import load_config
from bot.ops.sd_notify import Notifier

EXAMPLES = ("unknot run", "unknot run --config /etc/unknot/config.toml")


def run(
    config: Annotated[
        Path,
        typer.Option("--config", "-c", metavar="FILE", help="The configuration, a TOML file."),
    ] = Path("config.toml"),
) -> None:
    """Run the bot until it is told to stop.

    The token comes from UNKNOT_TOKEN in the environment, or from the file that the configuration
    names. SIGTERM and Ctrl-C let what is being sent arrive, then stop.
    """
    raise typer.Exit(guarded(partial(_serve, config)))


def _serve(path: Path) -> int:
    log.configure("info", "text")
    config = load_config(path, os.environ)
    token = config.discord.token.get_secret_value()
    log.configure(config.log.level, config.log.format, hidden=[token])
    # Only now: the bot and its libraries take a second to import, a wrong setting need not wait.
    from bot.app import serve  # noqa: PLC0415

    # The database and what SQLite keeps beside it are for the bot's own user, as the key is.
    os.umask(0o077)
    notifier = Notifier.of(os.environ, os.getpid())
    return asyncio.run(serve(config, SystemClock(), notifier=notifier))
