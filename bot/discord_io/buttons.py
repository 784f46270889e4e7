"""Our long-lived buttons: two classes receive every press, of any age, and keep nothing.

They decide nothing: each reads its custom id and hands the press over, a delivery's to
``client.on_press``, every other to ``client.on_area``.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Self, cast

import discord

from bot.discord_io.guarded import GuardedPress
from bot.errors import Bug, NotFound
from bot.ui.custom_ids import (
    AREA_TEMPLATE,
    OCCURRENCE_TEMPLATE,
    AreaPress,
    OccurrencePress,
    encode,
    parse_area,
    parse_occurrence,
)

OnPress = Callable[[discord.Interaction[Any], OccurrencePress], Awaitable[None]]
OnArea = Callable[[discord.Interaction[Any], AreaPress], Awaitable[None]]


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


class AreaButton(
    GuardedPress,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=AREA_TEMPLATE,
):
    """A button on an answer or a panel. It still works after any number of restarts."""

    def __init__(self, button: discord.ui.Button[Any], press: AreaPress | None) -> None:
        super().__init__(button)
        self.press = press

    @classmethod
    def labelled(cls, press: AreaPress, label: str, style: discord.ButtonStyle) -> Self:
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
        return cls(cast("discord.ui.Button[Any]", item), parse_area(match.string))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press over; one of an older version is answered as outdated."""
        if self.press is None:
            raise NotFound("button.outdated")
        await interaction.client.on_area(interaction, self.press)
