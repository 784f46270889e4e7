"""The button "Ask the clinic to contact me", wherever it stands."""

from __future__ import annotations

from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.discord_io.guarded import GuardedLayout
from bot.domain.ids import DiscordGuildId
from bot.ui import safety
from bot.ui.custom_ids import AreaPress
from bot.usecases.contact import ContactNoted, NoClinic, WhichClinic, ask_for_contact
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.reply import (
    Interaction,
    answer,
    answer_in_place,
    chosen_number,
    server_name,
    spoken,
    where,
    who,
    words,
)


class Contact(commands.Cog):
    """Puts a flag on a clinic's queue."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(safety.AREA, safety.ASK_CONTACT.action, self._pressed_ask)
        areas.add(safety.AREA, safety.WHICH_CLINIC.action, self._chose)

    async def _pressed_ask(self, interaction: Interaction, _press: AreaPress) -> None:
        await answer(interaction, await self._ask(interaction, where(interaction)))

    async def _chose(self, interaction: Interaction, _press: AreaPress) -> None:
        view = await self._ask(interaction, DiscordGuildId(chosen_number(interaction)))
        await answer_in_place(interaction, view)

    async def _ask(self, interaction: Interaction, guild: DiscordGuildId | None) -> GuardedLayout:
        services = self._services
        language, known = spoken(services, interaction), await words(services, interaction)
        asked = await ask_for_contact(
            services.store, services.clock, by=who(interaction), guild=guild
        )
        services.delivering.wake()
        match asked:
            case ContactNoted():
                return safety.contact_noted_card(language, known, asked)
            case WhichClinic(guilds, in_crisis):
                named = [(one, server_name(interaction, one)) for one in guilds]
                return safety.which_clinic_card(language, known, named, in_crisis=in_crisis)
            case NoClinic():
                return safety.talk_card(language, known)


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Contact(services, areas))
