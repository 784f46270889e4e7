"""What several commands have in common: where the configuration is, and how work is shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot import log
from bot.config import Config, load_config
from bot.store.backup_file import Told

ConfigFile = Annotated[
    Path,
    typer.Option("--config", "-c", metavar="FILE", help="The configuration, a TOML file."),
]
DEFAULT = Path("config.toml")


def quiet_config(path: Path) -> Config:
    """The configuration, for a command that needs no token and logs only what went wrong."""
    log.configure("error", "text")
    return load_config(path, os.environ, needs_token=False)


def key_path_of(config: Config) -> Path | None:
    """Where the key is; None where the database is not encrypted."""
    return config.database.key_file if config.database.encrypted else None


@contextmanager
def progress() -> Iterator[Told]:
    """Shows on a terminal how far the work is; elsewhere it stays silent."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=None)

        def told(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done, total=of or None)

        yield told
