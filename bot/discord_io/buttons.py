"""Our long-lived buttons: one class receives every press, of any age, and keeps nothing.

It decides nothing: it reads the custom id and hands the press over, a delivery's to
``client.on_press``, every other to ``client.on_area``.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Self, cast

import discord

from bot.discord_io.guarded import GuardedPress
from bot.errors import NotFound
from bot.ui.custom_ids import PRESS_TEMPLATE, AreaPress, OccurrencePress, Press, encode, parse

OnPress = Callable[[discord.Interaction[Any], OccurrencePress], Awaitable[None]]
OnArea = Callable[[discord.Interaction[Any], AreaPress], Awaitable[None]]


class PressButton(
    GuardedPress,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=PRESS_TEMPLATE,
):
    """A button of ours, wherever it stands. It still works after any number of restarts."""

    def __init__(self, button: discord.ui.Button[Any], press: Press | None) -> None:
        super().__init__(button)
        self.press = press

    @classmethod
    def labelled(cls, press: Press, label: str, style: discord.ButtonStyle) -> Self:
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
        return cls(cast("discord.ui.Button[Any]", item), parse(match.string))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press over; one that cannot be read is answered as outdated."""
        match self.press:
            case OccurrencePress():
                await interaction.client.on_press(interaction, self.press)
            case AreaPress():
                await interaction.client.on_area(interaction, self.press)
            case None:
                raise NotFound("button.outdated")
