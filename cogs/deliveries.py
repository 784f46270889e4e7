"""Skeleton: presses on messages that arrived by themselves, and text typed in a DM."""

from __future__ import annotations

import discord

from bot.ui.custom_ids import OccurrencePress
from bot.usecases.services import Services
from cogs.reply import Interaction


class Deliveries:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def pressed(self, interaction: Interaction, press: OccurrencePress) -> None:
        raise NotImplementedError

    async def typed(self, message: discord.Message) -> None:
        raise NotImplementedError
