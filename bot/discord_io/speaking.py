"""In which language an interaction is answered: the one its member chose, else their client's.

Looked up once, where the interaction comes in, so that every answer to it can just ask.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

import discord

from bot.domain.ids import DiscordGuildId, DiscordUserId

#: Told who acts and in which server, before anything is answered. Gives the language they chose, by
#: its code; None: they chose none.
Arrived = Callable[[DiscordUserId, DiscordGuildId | None], Awaitable[str | None]]

_KEY: Final = "unknot.locale"


async def look_up(interaction: discord.Interaction[Any], arrived: Arrived) -> None:
    """Find out in which language to answer."""
    guild = interaction.guild_id
    where = None if guild is None else DiscordGuildId(guild)
    speak(interaction, await arrived(DiscordUserId(interaction.user.id), where))


def speak(interaction: discord.Interaction[Any], code: str | None) -> None:
    """Answer in this language from now on; None: in that of the member's client."""
    interaction.extras[_KEY] = code or str(interaction.locale)


def locale_of(interaction: discord.Interaction[Any]) -> str:
    """The language to answer in, as Discord or we name it: "en-US", "de"."""
    return str(interaction.extras.get(_KEY) or interaction.locale)
