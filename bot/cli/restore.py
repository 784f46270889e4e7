"""``unknot restore``: a backup in the database's place."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.border import guarded
from bot.cli.options import DEFAULT, ConfigFile, key_path_of, progress, quiet_config
from bot.clock import SystemClock
from bot.errors import DatabaseTooNew, NoBackup, WrongKey
from bot.ops.instance_lock import InstanceLock
from bot.store import rekey
from bot.store import restore as restoring

EXAMPLES = (
    "systemctl stop unknot",
    "unknot restore backups/unknot-20261123T030000Z.backup",
    "systemctl start unknot",
)


def restore(
    file: Annotated[Path, typer.Argument(metavar="BACKUP", help="A file that unknot backup made.")],
    config: ConfigFile = DEFAULT,
) -> None:
    """Bring the database back to what it was when BACKUP was made. Stop the bot first.

    Everything is checked before anything is replaced, and the database that was there is kept
    beside the new one.
    """
    raise typer.Exit(guarded(partial(_restore, config, file)))


def _restore(path: Path, file: Path) -> int:
    config = quiet_config(path)
    database, key_path = config.database.path, key_path_of(config)
    with InstanceLock(config.database.lock_file):
        if key_path is not None:
            rekey.finish(database, key_path)
        try:
            with progress() as told:
                done = restoring.restore(file, database, key_path, SystemClock().now(), told)
        except (NoBackup, WrongKey, DatabaseTooNew) as error:
            raise NoBackup(f"{file} was not restored, nothing is changed: {error}") from error
    typer.echo(f"Restored: the database is as it was at {done.head.made_at:%Y-%m-%d %H:%M} UTC.")
    if done.rekeyed:
        typer.echo("It is encrypted with the key in use now.")
    if done.aside is not None:
        typer.echo(f"What was there before is kept in {done.aside}. Delete it when all is well.")
    typer.echo("What members changed or stopped since then is not in it; see docs/operations.md.")
    return 0
