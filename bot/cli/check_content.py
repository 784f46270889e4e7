"""``unknot check-content``: what is wrong with a clinic's own plans, prompts, cards and texts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.border import FAULT, guarded
from bot.cli.options import DEFAULT, ConfigFile, quiet_config
from bot.content.library import check
from bot.texts.catalogue import check_texts

EXAMPLES = ("unknot check-content", "unknot check-content content-draft")


def check_content(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="The folder; otherwise the configured one."),
    ] = None,
    config: ConfigFile = DEFAULT,
) -> None:
    """Check your own plans, prompts, cards and texts before the bot uses them.

    Each mistake is a line with the file, the key, what is wrong and what to write. Ends with 1 if
    there is one.
    """
    raise typer.Exit(guarded(partial(_check, config, folder)))


def _check(path: Path, folder: Path | None) -> int:
    if folder is None:
        folder = quiet_config(path).content.folder
    if folder is None:
        typer.echo("No folder is configured: the content that comes with the bot is used.")
        return 0
    mistakes = [*check(folder), *check_texts(folder)]
    for mistake in mistakes:
        typer.echo(f"{mistake.place}: {mistake.problem}. {mistake.remedy}")
    if mistakes:
        return FAULT
    typer.echo(f"{folder}: nothing is wrong.")
    return 0
