"""A member did something, or typed in a DM: closed DMs are tried again, a typed stop is heard."""

from __future__ import annotations

from typing import Final

import discord
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.domain.ids import DiscordUserId
from bot.ui.public_presses import opens_a_line
from bot.usecases.hearing import hear_of, hear_text
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.reply import Interaction, who

#: What people type; the rest are Discord's own lines, such as "pinned a message".
TYPED: Final = (discord.MessageType.default, discord.MessageType.reply)


class Presence(commands.Cog):
    """Notices that somebody is there."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Any command or press of theirs will do; opening a line sees to it by itself."""
        if opens_a_line(interaction):
            return
        services = self._services
        locale = str(interaction.locale)
        if await hear_of(services.store, services.clock, by=who(interaction), locale=locale):
            services.delivering.wake()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Stop at once, or say that nobody reads here. What was typed goes nowhere else."""
        if message.guild is not None or message.author.bot or message.type not in TYPED:
            return
        services, by = self._services, DiscordUserId(message.author.id)
        if await hear_text(services.store, services.clock, by=by, text=message.content):
            services.delivering.wake()


async def setup(client: UnknotClient, services: Services, _areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Presence(services))
