"""What a member is told when something they started fails, and what the log is told.

Nobody is left without an answer: a mistake of theirs comes back in words, anything else as "that
did not work", with a traceback in the log. Refuses to log what an exception says: its words could
be a member's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import discord
from discord import app_commands

from bot.discord_io.outcomes import TROUBLE, read
from bot.discord_io.speaking import locale_of
from bot.errors import BotError, Bug, Busy, DiskFailed, DiskFull, ReadOnly, UserError
from bot.log import get_logger

#: The sentence of an error in a language. What is no UserError comes as one, with the key
#: :data:`UNEXPECTED`; the language is Discord's, such as ``es-ES``.
Sentence = Callable[[UserError, str], str]

UNEXPECTED: Final = "errors.unexpected"
#: What is nobody's mistake and has words of its own all the same.
_UNTOLD: Final[Mapping[type[Exception], str]] = MappingProxyType({Busy: "errors.busy"})
#: What the machine refuses: where in the code it was met tells nobody anything.
_OUTSIDE: Final = (Busy, ReadOnly, DiskFull, DiskFailed)
#: Only when the catalogue itself fails.
LAST_WORDS: Final = "Something went wrong. Please try again later."
#: Source: Discord, "Interaction has already been acknowledged".
_ALREADY_ANSWERED: Final = 40060
_LONGEST_CHAIN: Final = 5

_log = get_logger(__name__)


class Withheld(Exception):
    """Stands in a log for an exception: same place, same kind, none of its words."""


async def answer_failure(
    interaction: discord.Interaction[Any], error: Exception, event: str, **ids: object
) -> None:
    """Answer an interaction whose work raised; log ``event`` unless the member can mend it.

    ``ids`` go into the log line: row numbers and names of commands, nothing that was typed.
    """
    origin = original_of(error)
    if isinstance(origin, _OUTSIDE):
        _log.error(event, extra={**ids, "reason": type(origin).__name__})
    elif not isinstance(origin, UserError):
        _log.error(event, exc_info=withheld(origin), extra=ids)
    text = _words(interaction.client.sentence, origin, locale_of(interaction))
    try:
        await _say(interaction, text)
    except (*TROUBLE, discord.DiscordException) as second:
        _log.warning("answer.failed", extra={"reason": _kind_of(second)})


def original_of(error: Exception) -> Exception:
    """What was raised first, without discord.py's wrapping."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.AppCommandError) and isinstance(error.__cause__, BotError):
        return error.__cause__
    return error


def withheld(error: BaseException, depth: int = _LONGEST_CHAIN) -> Withheld:
    """``error`` and what led to it, fit for a log: tracebacks and kinds without messages."""
    standing = Withheld(_kind_of(error)).with_traceback(error.__traceback__)
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and depth > 1:
        standing.__cause__ = withheld(before, depth - 1)
    return standing


def _kind_of(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, discord.HTTPException):
        return f"{kind} ({read(error).what})"
    # A Bug's words are this project's own.
    return f"{kind}: {error}" if isinstance(error, Bug) else kind


def _words(sentence: Sentence, error: Exception, locale: str) -> str:
    known = (
        error if isinstance(error, UserError) else UserError(_UNTOLD.get(type(error), UNEXPECTED))
    )
    try:
        return sentence(known, locale)
    except Exception as second:  # noqa: BLE001 - a missing text must not cost the answer
        _log.error("text.failed", exc_info=withheld(second), extra={"key": known.key})
        return LAST_WORDS


async def _say(interaction: discord.Interaction[Any], text: str) -> None:
    response = interaction.response
    if interaction.type is discord.InteractionType.autocomplete:
        # A list is all that can be answered here.
        if not response.is_done():
            await response.autocomplete([])
    elif not response.is_done():
        await _say_first(interaction, text)
    elif response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(content=text, embeds=[], attachments=[], view=None)
    else:
        # What was answered, or the message that carries the button, stays as it is.
        await interaction.followup.send(text, ephemeral=True)


async def _say_first(interaction: discord.Interaction[Any], text: str) -> None:
    try:
        await interaction.response.send_message(text, ephemeral=True)
    except discord.HTTPException as error:
        # An earlier answer arrived although its confirmation was lost.
        if error.code != _ALREADY_ANSWERED:
            raise
        await interaction.followup.send(text, ephemeral=True)
