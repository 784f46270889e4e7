"""A member did something: closed DMs are tried again, and their client's language is noted."""

from __future__ import annotations

from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.ui.public_presses import opens_a_line
from bot.usecases.hearing import hear_of
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.reply import Interaction, who


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


async def setup(client: UnknotClient, services: Services, _areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Presence(services))
