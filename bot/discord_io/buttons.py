"""The button of a delivery: one class receives every press, of any age, and keeps nothing.

Decides nothing: it reads the custom id and hands the press to ``client.on_press``.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Self, cast

import discord

from bot.discord_io.guarded import GuardedPress
from bot.errors import Bug
from bot.ui.custom_ids import OCCURRENCE_TEMPLATE, OccurrencePress, encode, parse_occurrence

OnPress = Callable[[discord.Interaction[Any], OccurrencePress], Awaitable[None]]


class OccurrenceButton(
    GuardedPress,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=OCCURRENCE_TEMPLATE,
):
    """A button under a reminder. It still works after any number of restarts."""

    def __init__(self, button: discord.ui.Button[Any], press: OccurrencePress | None) -> None:
        super().__init__(button)
        self.press = press

    @classmethod
    def labelled(cls, press: OccurrencePress, label: str, style: discord.ButtonStyle) -> Self:
        """A new button. Raises: Bug when no custom id can carry ``press``."""
        custom_id = encode(press)
        return cls(discord.ui.Button(label=label, style=style, custom_id=custom_id), press)

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Called by discord.py for a press on a message of any age."""
        return cls(cast("discord.ui.Button[Any]", item), parse_occurrence(match.string))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press over."""
        if self.press is None:
            raise Bug("a custom id matches the pattern of deliveries and cannot be read")
        await interaction.client.on_press(interaction, self.press)
