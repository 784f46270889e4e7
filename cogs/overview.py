"""/clinic overview and /clinic plans: the clinic in numbers, and what its plans ask."""

from __future__ import annotations

from discord import app_commands

from bot.discord_io.client import UnknotClient
from bot.domain.overview import DEFAULT_PERIOD, PERIODS
from bot.ui import overview as cards
from bot.ui.custom_ids import AreaPress
from bot.ui.wording import described
from bot.usecases.overview import look_over
from bot.usecases.services import Services
from bot.usecases.staff import require_staff
from cogs.areas import Areas
from cogs.clinic_group import clinic_group
from cogs.reply import Interaction, answer_in_place, caller, defer_in_place, spoken

DAYS = [app_commands.Choice(name=str(days), value=days) for days in PERIODS]


class ClinicOverview:
    """Numbers, and plans."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, cards.SHOW, self._pressed_show)
        areas.add(cards.PLANS_AREA, cards.SHOW, self._pressed_plans)

    async def show(self, interaction: Interaction, days: int) -> None:
        """The last days in numbers."""
        # Counting and drawing may take longer than the three seconds that Discord waits.
        await defer_in_place(interaction)
        services, language = self._services, spoken(self._services, interaction)
        looked = await look_over(
            services.store,
            services.clock,
            services.drawing,
            caller(interaction),
            period_days=days,
            words=cards.picture_words(language),
        )
        picture = cards.picture_file(language, looked)
        await interaction.edit_original_response(
            view=cards.overview_card(language, services.kinds, looked.overview, picture),
            attachments=[] if picture is None else [picture],
        )

    async def plans(self, interaction: Interaction, page: int = 1) -> None:
        """The plans there are."""
        services, language = self._services, spoken(self._services, interaction)
        await require_staff(services.store.reads, caller(interaction))
        plans = services.library.plans(language.code)
        await answer_in_place(interaction, cards.plans_card(language, plans, page))

    async def _pressed_show(self, interaction: Interaction, press: AreaPress) -> None:
        await self.show(interaction, press.required(0))

    async def _pressed_plans(self, interaction: Interaction, press: AreaPress) -> None:
        await self.plans(interaction, press.number(0) or 1)


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the commands."""
    group, desk = clinic_group(client), ClinicOverview(services, areas)

    @group.command(name="overview", description=described("cmd.clinic.overview"))
    @app_commands.describe(days=described("cmd.clinic.overview.days"))
    @app_commands.choices(days=DAYS)
    async def _overview(interaction: Interaction, days: int = DEFAULT_PERIOD) -> None:
        await desk.show(interaction, days)

    @group.command(name="plans", description=described("cmd.clinic.plans"))
    async def _plans(interaction: Interaction) -> None:
        await desk.plans(interaction)
