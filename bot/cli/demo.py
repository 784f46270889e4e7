"""``unknot demo``: the real bot against a simulated Discord."""

from __future__ import annotations

from typing import Annotated

import typer

from bot import log
from bot.cli.border import guarded
from bot.demo.asked import Asked
from bot.errors import ConfigError

EXAMPLES = ("unknot demo", "unknot demo --story", "unknot demo --page --port 8080 --no-browser")
_MOST_OTHERS = 200


def demo(
    *,
    story: Annotated[
        bool, typer.Option("--story", help="Tell the story in the terminal, then end.")
    ] = False,
    page: Annotated[bool, typer.Option("--page", help="Skip the story.")] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The page's port; 0: any that is free.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the databases.")] = False,
    others: Annotated[int, typer.Option("--others", min=0, max=_MOST_OTHERS, hidden=True)] = 0,
) -> None:
    """See the bot at work, with no Discord and no token.

    A story in the terminal, under a minute long; in the middle of it the bot is cut off and a
    second one goes on. Then a page in your browser to try it yourself, on this machine only.
    """
    if story and page:
        raise typer.BadParameter("--story is the story alone, --page the page alone: choose one.")
    typer.echo(_FIRST_WORDS[page])

    asked = Asked(not page, not story, port, browser, keep, others)
    raise typer.Exit(guarded(lambda: _demonstrate(asked)))


_FIRST_WORDS = {
    False: "The real bot on a simulated Discord, about a minute. Nothing leaves this machine.",
    True: "The real bot on a simulated Discord, in a moment. Nothing leaves this machine.",
}


def _demonstrate(asked: Asked) -> int:
    log.configure("error", "text")
    try:
        # Only here: it replaces parts of the Discord library for the whole process.
        from bot.demo.main import run_demo  # noqa: PLC0415

        return run_demo(asked)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing in ("", *log.OWN_PACKAGES):
            raise
        raise ConfigError(
            "demo",
            f"the package {missing}, which simulates Discord, is not installed",
            'Install it with: pip install "unknot[demo]"',
        ) from None
