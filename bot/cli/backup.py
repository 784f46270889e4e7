"""``unknot backup``: a backup now, while the bot runs or not."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.border import guarded
from bot.cli.options import DEFAULT, ConfigFile, key_path_of, progress, quiet_config
from bot.clock import SystemClock
from bot.errors import ConfigError
from bot.store import backup as backups
from bot.store import backup_folder, key_file

EXAMPLES = ("unknot backup", "unknot backup --to /mnt/usb/before-the-update.backup")


def backup(
    config: ConfigFile = DEFAULT,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="A new file; never one that is there."),
    ] = None,
) -> None:
    """Back the database up, also while the bot runs.

    The file is encrypted as the database is and is read again before this ends well. Without --to
    it goes to the folder of the daily backups, and counts as one of them.
    """
    raise typer.Exit(guarded(partial(_back_up, config, to)))


def _back_up(path: Path, to: Path | None) -> int:
    config, now_at = quiet_config(path), SystemClock().now()
    folder, key_path = config.backup.folder, key_path_of(config)
    if to is None:
        _make(folder)
        to = folder / backup_folder.name_of(now_at)
    key = None if key_path is None else key_file.load(key_path)
    with progress() as told:
        head = backups.make(config.database.path, key, to, now_at, told)
    size = f"{head.content_bytes / 2**20:,.1f} MiB"
    named = f"encrypted with the key {head.key}" if head.key else "not encrypted"
    typer.echo(f"Written and checked: {to} ({size}, {named}).")
    if key_path is not None:
        typer.echo(f"It is of no use without {key_path}: keep a copy of that somewhere else.")
    return 0


def _make(folder: Path) -> None:
    try:
        backup_folder.make_folder(folder)
    except OSError as error:
        raise ConfigError(
            "backup.folder",
            f"{folder} cannot be made ({error.strerror})",
            "Name a folder in one that the bot may write to.",
        ) from None
