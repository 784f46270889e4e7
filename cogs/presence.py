"""A member did something: if their DMs were closed, they are tried again."""

from __future__ import annotations

from discord.ext import commands

from bot.discord_io.client import UnknotClient
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
        """Any command or press of theirs will do."""
        services = self._services
        if await hear_of(services.store, services.clock, by=who(interaction)):
            services.delivering.wake()


async def setup(client: UnknotClient, services: Services, _areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Presence(services))
