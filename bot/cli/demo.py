"""``unknot demo``: the real bot against a simulated Discord."""

from __future__ import annotations

from typing import Annotated

import typer

from bot import log
from bot.cli.border import guarded
from bot.errors import ConfigError

EXAMPLES = ("unknot demo", "unknot demo --story")


def demo(
    *,
    story: Annotated[  # noqa: ARG001 (the story is all there is to show)
        bool, typer.Option("--story", help="Tell the story in the terminal, then end.")
    ] = False,
) -> None:
    """See the bot at work, with no Discord and no token.

    A story in the terminal, about a minute long: somebody joins, has a working day of check-ins and
    stops; in the middle of it the bot is cut off and a second one goes on.
    """
    raise typer.Exit(guarded(_demonstrate))


def _demonstrate() -> int:
    log.configure("error", "text")
    typer.echo("The real bot on a simulated Discord, about a minute. Nothing leaves this machine.")
    try:
        # Only here: it replaces parts of the Discord library for the whole process.
        from bot.demo.main import run_demo  # noqa: PLC0415

        return run_demo()
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing in ("", *log.OWN_PACKAGES):
            raise
        raise ConfigError(
            "demo",
            f"the package {missing}, which simulates Discord, is not installed",
            'Install it with: pip install "unknot[demo]"',
        ) from None
