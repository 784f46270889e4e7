"""``unknot example-config``: a configuration to start from, which the package carries with it."""

from __future__ import annotations

from pathlib import Path

import typer

import bot
from bot.errors import Bug

EXAMPLES = ("unknot example-config > config.toml",)
FILE_NAME = "config.example.toml"


def example_text(package: Path) -> str:
    """The example, inside the installed ``package`` or beside it in a source checkout."""
    for folder in (package, package.parent):
        if (folder / FILE_NAME).is_file():
            return (folder / FILE_NAME).read_text("utf-8")
    raise Bug(f"{FILE_NAME} is neither in {package} nor beside it")


def print_example() -> None:
    """Print a configuration with every setting explained.

    It works as it is, with the bot's token in the environment as UNKNOT_TOKEN.
    """
    typer.echo(example_text(Path(bot.__file__).parent), nl=False)
