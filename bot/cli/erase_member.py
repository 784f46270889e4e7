"""``unknot erase-member``: all that is kept about a person, gone; while the bot runs or not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.border import guarded
from bot.cli.options import DEFAULT, ConfigFile, key_path_of, progress, quiet_config
from bot.clock import Clock, SystemClock
from bot.config import Config
from bot.domain.ids import DiscordUserId
from bot.errors import Busy, ConfigError
from bot.ops.instance_lock import holder
from bot.store import key_file
from bot.store.connection import Store
from bot.store.migrate import migrate, missing_in
from bot.usecases.erasing import Erased, NothingKept, erase_member

EXAMPLES = ("unknot erase-member 80351110224678912", "unknot erase-member 80351110224678912 --yes")
# The operator can wait longer for a busy bot than a member can.
BUSY_TIMEOUT_S = 30.0


def erase(
    discord_id: Annotated[
        int,
        typer.Argument(
            metavar="DISCORD_ID", min=1, help="The person's number on Discord, not their name."
        ),
    ],
    config: ConfigFile = DEFAULT,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002
) -> None:
    """Erase a person for good: their data, and what the bot sent them. The bot may run meanwhile.

    Their settings, consents, reminders, check-ins and sessions go at once; the bot deletes its
    messages to them, and those in your channels that name them, within minutes. Where they did
    something as staff, the record says "former staff" from then on. Backups made before still hold
    them, until the last of these is deleted. They may join again.
    """
    if not yes:
        typer.confirm(
            f"Erase all that is kept about {discord_id}? There is no way back", abort=True
        )
    raise typer.Exit(guarded(partial(_erase, config, DiscordUserId(discord_id), SystemClock())))


def _erase(path: Path, person: DiscordUserId, clock: Clock) -> int:
    config = quiet_config(path)
    with progress() as told:
        told("Erasing", 0, 0)
        erased = asyncio.run(_erased(config, person, clock))
    if isinstance(erased, NothingKept):
        typer.echo("Nothing is kept about them.")
    else:
        for sentence in _sentences(erased, config):
            typer.echo(sentence)
    typer.echo(_about_backups(config, clock.now()))
    return 0


async def _erased(config: Config, person: DiscordUserId, clock: Clock) -> Erased | NothingKept:
    database, key_path = config.database.path, key_path_of(config)
    if not database.exists():
        raise ConfigError("database.path", f"{database} is not there", "Name the bot's database.")
    key = None if key_path is None else key_file.load(key_path)
    store = await Store.open(database, key, busy_timeout_s=BUSY_TIMEOUT_S)
    try:
        if holder(config.database.lock_file) is not None and await missing_in(store.reads):
            raise Busy("the bot that runs is older than this version: restart it, then erase")
        await migrate(store, clock.now())
        return await erase_member(store, clock, by=person)
    finally:
        await store.close()


def _sentences(erased: Erased, config: Config) -> Iterator[str]:
    yield "Erased: nothing is kept about them any more."
    if erased.records:
        yield f"In {erased.records} records of others they are now former staff."
    if erased.dms or erased.elsewhere:
        runs = holder(config.database.lock_file) is not None
        when = "within minutes" if runs else "when it runs next: it does not run now"
        yield f"The bot deletes its messages to them, and those that name them, {when}."
        yield "What they wrote themselves only they can delete."


def _about_backups(config: Config, now_at: datetime) -> str:
    keep, folder = config.backup.keep, config.backup.folder
    until = f"{now_at + timedelta(days=keep):%Y-%m-%d}"
    return (
        f"Backups made before still hold what was kept then: the last {keep} daily ones in {folder}"
        f" until about {until}, any other for as long as you keep it."
    )
