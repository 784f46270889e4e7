"""``unknot demo``: the real bot against a simulated Discord."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from bot import log
from bot.cli.border import guarded
from bot.errors import ConfigError

EXAMPLES = ("unknot demo", "unknot demo --story", "unknot demo --page")


def demo(
    *,
    story: Annotated[
        bool, typer.Option("--story", help="Tell the story in the terminal, then end.")
    ] = False,
    page: Annotated[
        bool, typer.Option("--page", help="Open the page in a browser, without the story.")
    ] = False,
) -> None:
    """See the bot at work, with no Discord and no token.

    First a story in the terminal, under a minute long; then a page on this machine where you are
    the client, a member or the therapist, and can move the clock forward.
    """
    both = story == page
    raise typer.Exit(guarded(partial(_demonstrate, story=story or both, page=page or both)))


def _demonstrate(*, story: bool, page: bool) -> int:
    log.configure("error", "text")
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
