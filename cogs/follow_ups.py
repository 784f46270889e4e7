"""The choices by which a client talks back to the clinic."""

from __future__ import annotations

from bot.discord_io.client import UnknotClient
from bot.domain.follow_up import Reply
from bot.domain.ids import OccurrenceId
from bot.ui import follow_ups as cards
from bot.ui.custom_ids import AreaPress
from bot.usecases.following_up import Replied, guild_of, reply
from bot.usecases.services import Operator, Services
from cogs.areas import Areas
from cogs.reply import Interaction, answer, answer_in_place, spoken, who, words


class FollowUps:
    """Puts what a client chose to say on their clinic's queue."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, cards.SHOW, self._pressed_show)
        for each in Reply:
            areas.add(cards.AREA, each.value, self._pressed)

    async def _pressed_show(self, interaction: Interaction, press: AreaPress) -> None:
        language = spoken(self._services, interaction)
        view = cards.replies_card(language, OccurrenceId(press.required(0)))
        await answer_in_place(interaction, view)

    async def _pressed(self, interaction: Interaction, press: AreaPress) -> None:
        language = spoken(self._services, interaction)
        if press.action != Reply.HURTS.value:
            replied = await self._reply(interaction, press)
            await answer_in_place(interaction, cards.replied_card(language, replied))
            return
        # The signs are read before anything else is done, and stay whatever becomes of the rest.
        known = await self._words(interaction, press)
        await answer_in_place(interaction, cards.hurts_card(language, known, told=False))
        await self._reply(interaction, press)
        await answer(interaction, cards.hurts_card(language, known, told=True))

    async def _reply(self, interaction: Interaction, press: AreaPress) -> Replied:
        services = self._services
        replied = await reply(
            services.store,
            services.clock,
            by=who(interaction),
            occurrence_id=OccurrenceId(press.required(0)),
            said=Reply(press.action),
        )
        services.delivering.wake()
        return replied

    async def _words(self, interaction: Interaction, press: AreaPress) -> Operator:
        services, by = self._services, who(interaction)
        guild = await guild_of(services.store, by=by, occurrence_id=OccurrenceId(press.required(0)))
        return await words(services, interaction, guild)


async def setup(_client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the buttons."""
    FollowUps(services, areas)
