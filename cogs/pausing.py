"""/pause and /resume: everything at once."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.ui import pausing as cards
from bot.ui.custom_ids import AreaPress
from bot.ui.reminders import RESUME_ALL
from bot.ui.wording import described
from bot.usecases import pausing
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.reply import Interaction, answer, answer_in_place, spoken, who


class Pausing(commands.Cog):
    """Nothing for a while."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(RESUME_ALL.area, RESUME_ALL.action, self._pressed_resume)

    @app_commands.command(name="pause", description=described("cmd.pause"))
    @app_commands.describe(until=described("cmd.pause.until"))
    async def pause(self, interaction: Interaction, until: str | None = None) -> None:
        """Pause everything."""
        services, language = self._services, spoken(self._services, interaction)
        paused = await pausing.pause_everything(
            services.store,
            services.clock,
            by=who(interaction),
            until=until,
            language=language.code,
        )
        services.delivering.wake()
        await answer(interaction, cards.paused_card(language, paused))

    @app_commands.command(name="resume", description=described("cmd.resume"))
    async def resume(self, interaction: Interaction) -> None:
        """End the pause."""
        await self._resume(interaction)

    async def _resume(self, interaction: Interaction) -> None:
        services = self._services
        resumed = await pausing.resume_everything(
            services.store, services.clock, by=who(interaction)
        )
        services.delivering.wake()
        view = cards.resumed_card(spoken(services, interaction), resumed)
        await answer_in_place(interaction, view)

    async def _pressed_resume(self, interaction: Interaction, _press: AreaPress) -> None:
        await self._resume(interaction)


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Pausing(services, areas))
