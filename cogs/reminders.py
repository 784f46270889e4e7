"""/reminders: the one place for all that comes, and what can be done about each."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.domain.ids import ScheduleId
from bot.ui.custom_ids import AreaPress
from bot.ui.one_reminder import done_card, one_card, slot_of
from bot.ui.reminders import AREA, list_card
from bot.ui.wording import described
from bot.usecases.controlling import Control, control
from bot.usecases.reminders import all_reminders, one_reminder
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.reply import Interaction, answer_in_place, spoken, who


class RemindersCog(commands.Cog):
    """What comes, and what is done about it."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(AREA, "show", self._pressed_show)
        areas.add(AREA, "open", self._pressed_open)
        for what in Control:
            areas.add(AREA, what.value, self._pressed_control)

    @app_commands.command(name="reminders", description=described("cmd.reminders"))
    async def reminders(self, interaction: Interaction) -> None:
        """Show the first page."""
        await self._show(interaction, 1)

    async def _pressed_show(self, interaction: Interaction, press: AreaPress) -> None:
        await self._show(interaction, press.number(0) or 1)

    async def _show(self, interaction: Interaction, page: int) -> None:
        services = self._services
        shown = await all_reminders(
            services.store, services.clock, services.kinds, by=who(interaction)
        )
        view = list_card(spoken(services, interaction), services.kinds, shown, page)
        await answer_in_place(interaction, view)

    async def _pressed_open(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        shown = await one_reminder(
            services.store,
            services.clock,
            services.kinds,
            by=who(interaction),
            schedule_id=ScheduleId(press.required(0)),
        )
        page = press.number(1) or 1
        view = one_card(spoken(services, interaction), services.kinds, shown, page)
        await answer_in_place(interaction, view)

    async def _pressed_control(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        done = await control(
            services.store,
            services.clock,
            services.kinds,
            by=who(interaction),
            schedule_id=ScheduleId(press.required(0)),
            what=Control(press.action),
            local_slot=slot_of(press.args[1]) if len(press.args) > 1 else None,
        )
        services.delivering.wake()
        view = done_card(spoken(services, interaction), services.kinds, done)
        await answer_in_place(interaction, view)


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(RemindersCog(services, areas))
