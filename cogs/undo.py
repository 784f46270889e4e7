"""The "Undo" button, wherever it stands."""

from __future__ import annotations

from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.discord_io.speaking import speak
from bot.domain.ids import ChangeId
from bot.ui import changes
from bot.ui.custom_ids import AreaPress
from bot.ui.one_reminder import one_back_card
from bot.ui.pausing import pause_back_card
from bot.ui.settings import ON_CARD, settings_view
from bot.usecases.restoring import OneBack
from bot.usecases.services import Services
from bot.usecases.settings import settings_card
from bot.usecases.undo import PauseBack, SettingsBack, undo
from cogs.areas import Areas
from cogs.reply import Interaction, answer_in_place, spoken, where, who


class Undoing(commands.Cog):
    """Brings back how things stood."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(changes.AREA, "change", self._pressed)

    async def _pressed(self, interaction: Interaction, press: AreaPress) -> None:
        services, by = self._services, who(interaction)
        undone = await undo(
            services.store,
            services.clock,
            services.kinds,
            by=by,
            change_id=ChangeId(press.required(0)),
        )
        services.delivering.wake()
        if isinstance(undone, SettingsBack):
            speak(interaction, undone.changed.after.language)
        language = spoken(services, interaction)
        if isinstance(undone, OneBack):
            view = one_back_card(language, services.kinds, undone)
            await answer_in_place(interaction, view)
            return
        if isinstance(undone, PauseBack):
            await answer_in_place(interaction, pause_back_card(language, undone.now))
            return
        if ON_CARD not in press.args:
            await answer_in_place(interaction, changes.undone_view(language, undone))
            return
        shown = await settings_card(services.store, services.kinds, by=by, guild=where(interaction))
        intro = changes.undone_blocks(language, undone)
        await answer_in_place(interaction, settings_view(language, shown, intro=intro))


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Undoing(services, areas))
