"""/benefits and /warning-signs: general information, free for everybody."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.content.cards import Card
from bot.discord_io.client import UnknotClient
from bot.discord_io.guarded import guarded_autocomplete
from bot.ui import benefits as cards
from bot.ui import safety
from bot.ui.custom_ids import AreaPress
from bot.ui.wording import described
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.reply import Interaction, answer, answer_in_place, spoken, words


class Benefits(commands.Cog):
    """What massage may do, and when to get help instead."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, "show", self._pressed_show)
        areas.add(cards.AREA, cards.OPEN, self._pressed_open)
        areas.add(cards.AREA, "talk", self._pressed_talk)
        areas.add(safety.AREA, "warning_signs", self._pressed_warning_signs)

    @app_commands.command(name="benefits", description=described("cmd.benefits"))
    @app_commands.describe(topic=described("cmd.benefits.topic"))
    async def benefits(self, interaction: Interaction, topic: str | None = None) -> None:
        """Open a card, the first one unless another is named."""
        language = spoken(self._services, interaction)
        shelf = self._shelf(interaction)
        shown = shelf[0] if topic is None else cards.card_named(shelf, topic)
        await answer(interaction, cards.benefit_card(language, shelf, shown))

    @benefits.autocomplete("topic")
    @guarded_autocomplete
    async def _topics(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        found = cards.matching_cards(self._shelf(interaction), current)
        return [app_commands.Choice(name=each.title[:100], value=each.id) for each in found]

    @app_commands.command(name="warning-signs", description=described("cmd.warning_signs"))
    async def warning_signs(self, interaction: Interaction) -> None:
        """When to stop and get help."""
        await self._show_warning_signs(interaction)

    def _shelf(self, interaction: Interaction) -> tuple[Card, ...]:
        return self._services.library.cards(spoken(self._services, interaction).code)

    async def _pressed_show(self, interaction: Interaction, press: AreaPress) -> None:
        language = spoken(self._services, interaction)
        shelf = self._shelf(interaction)
        shown = cards.card_named(shelf, press.word(0))
        await answer_in_place(interaction, cards.benefit_card(language, shelf, shown))

    async def _pressed_open(self, interaction: Interaction, press: AreaPress) -> None:
        language = spoken(self._services, interaction)
        shelf = self._shelf(interaction)
        shown = cards.card_named(shelf, press.word(0))
        await answer(interaction, cards.benefit_card(language, shelf, shown))

    async def _pressed_talk(self, interaction: Interaction, _press: AreaPress) -> None:
        language = spoken(self._services, interaction)
        known = await words(self._services, interaction)
        await answer(interaction, safety.talk_card(language, known))

    async def _pressed_warning_signs(self, interaction: Interaction, _press: AreaPress) -> None:
        await self._show_warning_signs(interaction)

    async def _show_warning_signs(self, interaction: Interaction) -> None:
        language = spoken(self._services, interaction)
        known = await words(self._services, interaction)
        await answer(interaction, safety.warning_signs_card(language, known))


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Benefits(services, areas))
