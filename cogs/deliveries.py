"""Presses on messages that arrived by themselves, and text typed in a DM."""

from __future__ import annotations

from typing import Final

import discord

from bot.domain.ids import ChannelId, DiscordUserId, MessageId
from bot.errors import Bug, NotFound
from bot.texts.language import Language
from bot.ui import deliveries as cards
from bot.ui.custom_ids import OccurrencePress
from bot.ui.safety import talk_card, warning_signs_card
from bot.usecases.hearing import hear_text
from bot.usecases.pressing import (
    DidNotCount,
    NothingToStop,
    Press,
    PressResult,
    Shown,
    StoppedBefore,
    press_button,
)
from bot.usecases.services import Services
from cogs.reply import Interaction, answer, spoken, who

CARDS: Final = {"warning_signs": warning_signs_card, "talk": talk_card}
#: What people type; the rest are Discord's own lines, such as "pinned a message".
TYPED: Final = (discord.MessageType.default, discord.MessageType.reply)


class Deliveries:
    """What members do with what they were sent."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def pressed(self, interaction: Interaction, press: OccurrencePress) -> None:
        """Do what a button says, and show what came of it."""
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
            ),
        )
        services.delivering.wake()
        await self._show(interaction, press, message.embeds, result)

    async def typed(self, message: discord.Message) -> None:
        """Stop at once, or say that nobody reads here. What was typed goes nowhere else."""
        if message.author.bot or message.type not in TYPED:
            return
        services = self._services
        by = DiscordUserId(message.author.id)
        if await hear_text(services.store, services.clock, by=by, text=message.content):
            services.delivering.wake()

    async def _show(
        self,
        interaction: Interaction,
        press: OccurrencePress,
        embeds: list[discord.Embed],
        result: PressResult,
    ) -> None:
        language: Language = spoken(self._services, interaction)
        match result:
            case DidNotCount():
                await answer(interaction, cards.why_not_card(language, result))
            case StoppedBefore():
                await answer(interaction, cards.stopped_before_card(language))
            case NothingToStop():
                await answer(interaction, cards.nothing_to_stop_card(language))
            case Shown(what=what):
                if what not in CARDS:
                    raise Bug(f"nothing to show is called {what!r}")
                await answer(interaction, CARDS[what](language, self._services.operator))
            case _:
                look = cards.new_look(language, press, embeds, result)
                await interaction.response.edit_message(**look)
