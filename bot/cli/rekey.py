"""``unknot rekey``: the database under a new key."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import typer

from bot.cli.border import guarded
from bot.cli.options import DEFAULT, ConfigFile, key_path_of, progress, quiet_config
from bot.errors import ConfigError
from bot.ops.instance_lock import InstanceLock
from bot.store import rekey as rekeying

EXAMPLES = ("systemctl stop unknot", "unknot rekey", "systemctl start unknot")


def rekey(config: ConfigFile = DEFAULT) -> None:
    """Encrypt the database with a new key. Stop the bot first.

    Do it when somebody may have seen the key. The old key stays beside the new one, because backups
    made with it need it.
    """
    raise typer.Exit(guarded(partial(_rekey, config)))


def _rekey(path: Path) -> int:
    config = quiet_config(path)
    key_path = key_path_of(config)
    if key_path is None:
        raise ConfigError(
            "database.encrypted", "the database is not encrypted", "Write: encrypted = true"
        )
    with InstanceLock(config.database.lock_file), progress() as told:
        kept = rekeying.rekey(config.database.path, key_path, told)
    typer.echo(f"Done: {key_path} holds the new key. Keep a copy of it somewhere else.")
    typer.echo(f"The old one is {kept}. Backups made so far need it; delete it with the last.")
    return 0
