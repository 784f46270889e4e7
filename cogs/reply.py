"""What a cog is told with an interaction, and how it answers: one card, to the one who asked."""

from __future__ import annotations

from typing import Any

import discord

from bot.discord_io.speaking import locale_of
from bot.domain.consent import Place
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.errors import NotFound
from bot.texts.language import Language
from bot.ui.custom_ids import number_of
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


def place_of(interaction: Interaction) -> Place:
    """Where it happened, as consent is noted."""
    return Place.DM if interaction.guild_id is None else Place.SERVER


def server_name(interaction: Interaction, guild: DiscordGuildId) -> str:
    """What a server is called; its number where the bot is no longer in it."""
    known = interaction.client.get_guild(guild)
    return known.name if known is not None else str(guild)


async def words(
    services: Services, interaction: Interaction, guild: DiscordGuildId | None = None
) -> Operator:
    """Whom to call and write to: the words of the asker's clinic, else the operator's.

    ``guild``: whose message this is about, where it is not of the server in which it is pressed.
    """
    guild = guild or where(interaction)
    return await words_for(
        services.store.reads, services.operator, by=who(interaction), guild=guild
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


def chosen_number(interaction: Interaction) -> int:
    """The one thing chosen from a select, by its number. Raises NotFound for anything else."""
    match values_of(interaction):
        case (typed,) if (number := number_of(typed)) is not None:
            return number
    raise NotFound("button.outdated")


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


async def defer_in_place(interaction: Interaction) -> None:
    """Promise an answer, to a command or to a press, in the place where it will stand."""
    in_place = interaction.message is not None and interaction.message.flags.ephemeral
    await interaction.response.defer(ephemeral=True, thinking=not in_place)


async def answer_in_place(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Replace the presser's own card; a message that stays is left, and answered beside."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await replace(interaction, view)
    else:
        await answer(interaction, view)
