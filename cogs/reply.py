"""How a cog answers: one card, to the one who asked."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.texts.language import Language
from bot.usecases.services import Services

Interaction = discord.Interaction[Any]


def who(interaction: Interaction) -> DiscordUserId:
    """Who pressed or typed. Comes from Discord, never from what the button says."""
    return DiscordUserId(interaction.user.id)


def where(interaction: Interaction) -> DiscordGuildId | None:
    """The server it happened in, or None in a DM."""
    return None if interaction.guild_id is None else DiscordGuildId(interaction.guild_id)


def spoken(services: Services, interaction: Interaction) -> Language:
    """The language to answer in."""
    return services.catalogue.language(str(interaction.locale))


async def answer(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Answer with a card that only the asker sees."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


async def replace(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Put a card in the place of the one whose button was pressed."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view)
    else:
        await interaction.response.edit_message(view=view)
