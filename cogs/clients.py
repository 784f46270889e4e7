"""/clinic client, and "Client card" in the menu of a member."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord_io.client import UnknotClient
from bot.domain.ids import DiscordUserId
from bot.ui import clients as cards
from bot.ui.custom_ids import AreaPress
from bot.ui.wording import described
from bot.usecases import client_card
from bot.usecases.client_card import PlanEnded
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.clinic_group import IN_SERVERS, clinic_group
from cogs.reply import Interaction, answer_in_place, caller, spoken

CARD = "Client card"


class Clients:
    """How things stand with a client, for staff."""

    def __init__(self, client: UnknotClient, services: Services, areas: Areas) -> None:
        self._services = services
        menu = app_commands.ContextMenu(
            name=CARD, callback=self._card_of, allowed_contexts=IN_SERVERS
        )
        client.tree.add_command(menu)
        areas.add(cards.AREA, "end_plan", self._pressed_end)
        areas.add(cards.AREA, "undo_end", self._pressed_undo)

    async def show(self, interaction: Interaction, client: DiscordUserId) -> None:
        """Show the card; that it was looked at is kept."""
        services, language = self._services, spoken(self._services, interaction)
        shown = await client_card.look_at_client(
            services.store, services.clock, caller=caller(interaction), client=client
        )
        await answer_in_place(interaction, cards.client_card(language, shown))

    async def _card_of(self, interaction: Interaction, member: discord.Member) -> None:
        await self.show(interaction, DiscordUserId(member.id))

    async def _pressed_end(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        ended = await client_card.end_plan(
            services.store,
            services.clock,
            caller=caller(interaction),
            client=DiscordUserId(press.required(0)),
        )
        await answer_in_place(interaction, cards.plan_ended_card(language, ended))

    async def _pressed_undo(self, interaction: Interaction, press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        client, key = DiscordUserId(press.required(0)), press.required(1)
        back = await client_card.bring_plan_back(
            services.store, services.clock, caller=caller(interaction), client=client, key=key
        )
        services.delivering.wake()
        shown = PlanEnded(client, None)
        view = cards.plan_back_card if back else cards.plan_ended_card
        await answer_in_place(interaction, view(language, shown))


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the command and the menu."""
    clients = Clients(client, services, areas)

    @clinic_group(client).command(name="client", description=described("cmd.clinic.client"))
    @app_commands.describe(member=described("cmd.clinic.client.member"))
    async def card(interaction: Interaction, member: discord.User) -> None:
        """Show a client's card."""
        await clients.show(interaction, DiscordUserId(member.id))
