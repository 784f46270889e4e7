"""In which language an interaction is answered: the one its member chose, else their client's.

Looked up once, where the interaction comes in, so that every answer to it can just ask.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

import discord

from bot.domain.ids import DiscordUserId

#: The language somebody chose, by its code; None: they chose none.
Chosen = Callable[[DiscordUserId], Awaitable[str | None]]

_KEY: Final = "unknot.locale"


async def look_up(interaction: discord.Interaction[Any], chosen: Chosen) -> None:
    """Find out in which language to answer."""
    speak(interaction, await chosen(DiscordUserId(interaction.user.id)))


def speak(interaction: discord.Interaction[Any], code: str | None) -> None:
    """Answer in this language from now on; None: in that of the member's client."""
    interaction.extras[_KEY] = code or str(interaction.locale)


def locale_of(interaction: discord.Interaction[Any]) -> str:
    """The language to answer in, as Discord or we name it: "en-US", "de"."""
    return str(interaction.extras.get(_KEY) or interaction.locale)
