"""/progress: the member's own scores over time, in words and a picture."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.domain.progress import DEFAULT_PERIOD, PERIODS
from bot.ui import progress as cards
from bot.ui.custom_ids import AreaPress
from bot.ui.wording import described
from bot.usecases.progress import look_back
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.reply import Interaction, defer_in_place, spoken, who

DAYS = [app_commands.Choice(name=str(days), value=days) for days in PERIODS]


class Progress(commands.Cog):
    """A look back."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, cards.SHOW, self._pressed_show)

    @app_commands.command(name="progress", description=described("cmd.progress"))
    @app_commands.describe(days=described("cmd.progress.days"))
    @app_commands.choices(days=DAYS)
    async def progress(self, interaction: Interaction, days: int = DEFAULT_PERIOD) -> None:
        """Show the last days, 30 unless another number is chosen."""
        await self._show(interaction, days)

    async def _pressed_show(self, interaction: Interaction, press: AreaPress) -> None:
        await self._show(interaction, press.required(0))

    async def _show(self, interaction: Interaction, days: int) -> None:
        # Drawing takes its turn, and Discord waits three seconds for an answer.
        await defer_in_place(interaction)
        services, language = self._services, spoken(self._services, interaction)
        back = await look_back(
            services.store,
            services.clock,
            services.drawing,
            by=who(interaction),
            period_days=days,
            words=cards.picture_words(language),
        )
        picture = cards.picture_file(language, back)
        await interaction.edit_original_response(
            view=cards.progress_card(language, back.progress, picture),
            attachments=[] if picture is None else [picture],
        )


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Progress(services, areas))
