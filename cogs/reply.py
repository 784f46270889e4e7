"""How a cog answers: one card, to the one who asked."""

from __future__ import annotations

from typing import Any

import discord

from bot.discord_io.speaking import locale_of
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.texts.language import Language
from bot.usecases.contact import words_for
from bot.usecases.services import Operator, Services
from bot.usecases.staff import Caller

Interaction = discord.Interaction[Any]


def who(interaction: Interaction) -> DiscordUserId:
    """Who pressed or typed. Comes from Discord, never from what the button says."""
    return DiscordUserId(interaction.user.id)


def where(interaction: Interaction) -> DiscordGuildId | None:
    """The server it happened in, or None in a DM."""
    return None if interaction.guild_id is None else DiscordGuildId(interaction.guild_id)


def server_name(interaction: Interaction, guild: DiscordGuildId) -> str:
    """What a server is called; its number where the bot is no longer in it."""
    known = interaction.client.get_guild(guild)
    return known.name if known is not None else str(guild)


async def words(services: Services, interaction: Interaction) -> Operator:
    """Whom to call and write to: the words of the asker's clinic, else the operator's."""
    return await words_for(
        services.store.reads, services.operator, by=who(interaction), guild=where(interaction)
    )


def caller(interaction: Interaction) -> Caller:
    """Who acts for the server's clinic, with the roles and permissions that Discord sent along.

    In a DM, and for somebody who is no member of the server, there are none.
    """
    user = interaction.user
    roles = user.roles if isinstance(user, discord.Member) else []
    guild = where(interaction)
    return Caller(
        by=who(interaction),
        guild=guild,
        role_ids=frozenset(role.id for role in roles),
        manages_server=guild is not None and interaction.permissions.manage_guild,
    )


def values_of(interaction: Interaction) -> tuple[str, ...]:
    """What was chosen from a select, as it came from outside; nothing for a button."""
    data: Any = interaction.data or {}
    return tuple(value for value in data.get("values") or () if isinstance(value, str))


def spoken(services: Services, interaction: Interaction) -> Language:
    """The language to answer in."""
    return services.catalogue.language(locale_of(interaction))


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
