"""The button of a line in a private thread."""

from __future__ import annotations

from bot.discord_io.client import UnknotClient
from bot.discord_io.threads import archive
from bot.domain.ids import OccurrenceId
from bot.ui import fallback as cards
from bot.ui.custom_ids import AreaPress
from bot.usecases.fallback import open_line
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.reply import Interaction, answer, defer_in_place, spoken, who


class FallbackLines:
    """Shows to a member what their DMs did not take."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, cards.OPEN, self._pressed_open)

    async def _pressed_open(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        line = OccurrenceId(press.required(0))
        # What is shown is on record by then: a slow disk must not cost Discord's three seconds.
        await defer_in_place(interaction)
        shown = await open_line(
            services.store,
            services.clock,
            services.kinds,
            services.library,
            by=who(interaction),
            line=line,
            language=language,
        )
        services.delivering.wake()
        if not shown:
            await answer(interaction, cards.nothing_left_card(language))
        for one in shown:
            await interaction.followup.send(ephemeral=True, **cards.as_sent(one))
        await archive(interaction)


async def setup(_client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the handler."""
    FallbackLines(services, areas)
