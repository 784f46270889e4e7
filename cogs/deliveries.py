"""Presses on messages that arrived by themselves, and on posts in a channel."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import discord

from bot.discord_io.client import UnknotClient
from bot.domain.ids import ChannelId, MessageId
from bot.errors import Bug, NotFound
from bot.kinds.reminder import AT_TIME
from bot.texts.language import Language
from bot.ui import deliveries as cards
from bot.ui import follow_ups
from bot.ui.check_ins import check_in_look
from bot.ui.custom_ids import OccurrencePress
from bot.ui.public_presses import public_press
from bot.ui.remind import WHEN
from bot.ui.safety import talk_card, warning_signs_card
from bot.ui.snoozing import choices_view, snooze_form
from bot.usecases.checking_in import CheckedIn
from bot.usecases.press_results import (
    AppointmentAnswered,
    DidNotCount,
    NothingToStop,
    PressResult,
    Shown,
    SnoozeOffered,
    StepAnswered,
    StoppedBefore,
)
from bot.usecases.pressing import Press, press_button
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.offering import card_ids, offered_card
from cogs.reply import Interaction, answer, spoken, values_of, who, words

CARDS: Final = {"warning_signs": warning_signs_card, "talk": talk_card}


class Deliveries:
    """What members do with what they were sent. A post's buttons are those of an area."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        self._areas = areas

    async def pressed(self, interaction: Interaction, press: OccurrencePress) -> None:
        """Do what a button says, and show what came of it; ask first for what has to be typed."""
        if (public := public_press(press)) is not None:
            await self._areas.route(interaction, public)
            return
        if press.action != AT_TIME:
            await self._carry_out(interaction, press, values_of(interaction))
            return

        async def on_filled(submitted: Interaction, filled: dict[str, str]) -> None:
            await self._carry_out(submitted, press, (filled[WHEN],))

        form = snooze_form(spoken(self._services, interaction), on_filled)
        await interaction.response.send_modal(form)

    async def _carry_out(
        self, interaction: Interaction, press: OccurrencePress, values: tuple[str, ...]
    ) -> None:
        services = self._services
        message = interaction.message
        if message is None:
            raise NotFound("button.outdated")
        result = await press_button(
            services.store,
            services.clock,
            services.kinds,
            Press(
                by=who(interaction),
                occurrence_id=press.occurrence_id,
                step=press.step,
                action=press.action,
                channel_id=ChannelId(message.channel.id),
                message_id=MessageId(message.id),
                values=values,
                language=spoken(services, interaction).code,
            ),
            cards=card_ids(services, interaction),
        )
        services.delivering.wake()
        await self._show(interaction, press, message.embeds, result)

    async def _show(
        self,
        interaction: Interaction,
        press: OccurrencePress,
        embeds: list[discord.Embed],
        result: PressResult,
    ) -> None:
        language: Language = spoken(self._services, interaction)
        match result:
            case DidNotCount() | StoppedBefore():
                known = await words(self._services, interaction)
                await answer(interaction, cards.no_effect_card(language, known, result))
            case CheckedIn():
                await self._show_check_in(interaction, press, result)
            case SnoozeOffered():
                view = choices_view(language, press, result)
                await interaction.response.edit_message(view=view)
            case NothingToStop():
                await answer(interaction, cards.nothing_to_stop_card(language))
            case StepAnswered() | AppointmentAnswered():
                answered = follow_ups.answered_look(language, press, embeds, result)
                await interaction.response.edit_message(**answered)
            case Shown(replies=True):
                known = await words(self._services, interaction, result.guild)
                shown = follow_ups.shown_card(language, known, result, press.occurrence_id)
                await answer(interaction, shown)
            case Shown(what=what):
                if what not in CARDS:
                    raise Bug(f"nothing to show is called {what!r}")
                known = await words(self._services, interaction)
                await answer(interaction, CARDS[what](language, known))
            case _:
                changed = cards.new_look(language, press, embeds, result)
                await interaction.response.edit_message(**changed)

    async def _show_check_in(
        self, interaction: Interaction, press: OccurrencePress, checked: CheckedIn
    ) -> None:
        look = check_in_look(
            spoken(self._services, interaction),
            await words(self._services, interaction, checked.guild),
            lambda action: replace(press, action=action),
            checked,
            offered_card(self._services, interaction, checked),
            stops=True,
        )
        await interaction.response.edit_message(**look)


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Have the presses on deliveries answered."""
    client.on_press = Deliveries(services, areas).pressed
