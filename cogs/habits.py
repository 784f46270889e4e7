"""The buttons of prompts that adapt: the question on a card, and the offer of better hours."""

from __future__ import annotations

from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.errors import NotFound
from bot.ui import habits as cards
from bot.ui.changes import off_card
from bot.ui.custom_ids import AreaPress
from bot.ui.deliveries import new_look
from bot.usecases import habits, hours, posture
from bot.usecases.services import Services
from bot.usecases.switching import turn_off
from cogs.areas import Areas
from cogs.reply import Interaction, answer_in_place, spoken, who


class Habits(commands.Cog):
    """Answers that are pressed on cards, and on prompts that were answered before."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        for action, handler in (
            (cards.ASK.action, self._pressed_ask),
            (cards.KEEP.action, self._pressed_keep),
            (cards.LESS, self._pressed_less),
            (cards.STOP.action, self._pressed_stop),
            (cards.MOVE, self._pressed_move),
            (cards.LEAVE, self._pressed_leave),
        ):
            areas.add(cards.AREA, action, handler)

    async def _pressed_ask(self, interaction: Interaction, _press: AreaPress) -> None:
        services = self._services
        now = await posture.posture_as_it_is(
            services.store, services.clock, services.kinds, by=who(interaction)
        )
        times = 0 if now.plan.rule is None else len(now.plan.rule.minutes)
        await answer_in_place(interaction, cards.ask_card(spoken(services, interaction), times))

    async def _pressed_keep(self, interaction: Interaction, _press: AreaPress) -> None:
        services = self._services
        kept = await habits.keep_posture(services.store, services.clock, by=who(interaction))
        services.delivering.wake()
        await answer_in_place(interaction, cards.answered_card(spoken(services, interaction), kept))

    async def _pressed_less(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        less = await habits.posture_less_often(
            services.store,
            services.clock,
            services.kinds,
            by=who(interaction),
            times=press.required(0),
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.answered_card(spoken(services, interaction), less))

    async def _pressed_stop(self, interaction: Interaction, _press: AreaPress) -> None:
        services = self._services
        stopped = await turn_off(
            services.store, services.clock, services.kinds, by=who(interaction), kind=posture.KIND
        )
        services.delivering.wake()
        await answer_in_place(interaction, off_card(spoken(services, interaction), stopped))

    async def _pressed_move(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        minutes = cards.offered_minutes(press)
        if minutes is None:
            raise NotFound("button.outdated")
        moved = await hours.move_times(
            services.store, services.clock, services.kinds, by=who(interaction), minutes=minutes
        )
        services.delivering.wake()
        await self._change_message(interaction, press, moved)

    async def _pressed_leave(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        left = await hours.leave_times(services.store, services.clock, by=who(interaction))
        await self._change_message(interaction, press, left)

    async def _change_message(
        self, interaction: Interaction, press: AreaPress, outcome: cards.HabitOutcome
    ) -> None:
        """The prompt on which an offer stood says what became of it."""
        message, prompt = interaction.message, cards.offered_on(press)
        if message is None or prompt is None:
            raise NotFound("button.outdated")
        language = spoken(self._services, interaction)
        look = new_look(language, prompt, message.embeds, outcome)
        await interaction.response.edit_message(**look)


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Habits(services, areas))
