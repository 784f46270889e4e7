"""The command line: what the operator types. Each command has a module; none decides anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from bot import __version__
from bot.cli import (
    backup,
    check_content,
    demo,
    doctor,
    erase_member,
    example,
    init,
    invite,
    rekey,
    restore,
    run,
)

PROGRAM = "unknot"

FIRST_STEPS = (
    "unknot demo (see it, with no Discord and no token)",
    "unknot init (writes config.toml and the key)",
    "unknot doctor",
    "unknot run",
)


def _examples(lines: Iterable[str]) -> str:
    return "\n\n".join(["Examples:", *lines])


app = typer.Typer(
    epilog=_examples(FIRST_STEPS),
    add_completion=False,
    no_args_is_help=True,
    # Its pretty tracebacks print local variables, and those may hold a token.
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog=_examples(run.EXAMPLES))(run.run)
app.command(epilog=_examples(demo.EXAMPLES))(demo.demo)
app.command(epilog=_examples(init.EXAMPLES))(init.init)
app.command(epilog=_examples(invite.EXAMPLES))(invite.invite)
app.command(epilog=_examples(doctor.EXAMPLES))(doctor.doctor)
app.command(epilog=_examples(backup.EXAMPLES))(backup.backup)
app.command(epilog=_examples(restore.EXAMPLES))(restore.restore)
app.command(epilog=_examples(rekey.EXAMPLES))(rekey.rekey)
app.command("erase-member", epilog=_examples(erase_member.EXAMPLES))(erase_member.erase)
app.command("check-content", epilog=_examples(check_content.EXAMPLES))(check_content.check_content)
app.command("example-config", epilog=_examples(example.EXAMPLES))(example.print_example)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 (Typer calls it with one argument)
    if wanted:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def _unknot(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """A Discord bot that keeps a massage clinic's clients on track between sessions."""


def main() -> None:
    """Run what the command line asks for, and end the process with its exit code."""
    app(prog_name=PROGRAM)
