"""/help: what the reader can do here."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.ui.help import help_card
from bot.ui.wording import described
from bot.usecases.contact import words_for
from bot.usecases.joining import AlreadyIn, start
from bot.usecases.services import Services
from bot.usecases.staff import is_staff
from cogs.areas import Areas
from cogs.reply import Interaction, answer, caller, spoken, where, who


class Help(commands.Cog):
    """A list of commands by role."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @app_commands.command(name="help", description=described("cmd.help"))
    async def help(self, interaction: Interaction) -> None:
        """Show what can be done here."""
        services = self._services
        view = help_card(
            spoken(services, interaction),
            await words_for(
                services.store.reads, services.operator, by=None, guild=where(interaction)
            ),
            services.kinds,
            joined=isinstance(
                await start(services.store, by=who(interaction), guild=where(interaction)),
                AlreadyIn,
            ),
            works=await is_staff(services.store.reads, caller(interaction)),
            manages=caller(interaction).manages_server,
        )
        await answer(interaction, view)


async def setup(client: UnknotClient, services: Services, _areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Help(services))
