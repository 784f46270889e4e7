"""Our long-lived buttons and selects: one class each receives every press, of any age.

They keep nothing and decide nothing: they read the custom id and hand the press over, a delivery's
to ``client.on_press``, every other to ``client.on_area``.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

import discord

from bot.discord_io.guarded import GuardedPress
from bot.errors import NotFound
from bot.ui.custom_ids import (
    PRESS_TEMPLATE,
    SELECT_TEMPLATE,
    AreaPress,
    OccurrencePress,
    Press,
    encode,
    encode_select,
    parse,
    parse_select,
)

OnPress = Callable[[discord.Interaction[Any], OccurrencePress], Awaitable[None]]
OnArea = Callable[[discord.Interaction[Any], AreaPress], Awaitable[None]]


class _Ours(GuardedPress):
    press: Press | None

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press over; one that cannot be read is answered as outdated."""
        match self.press:
            case OccurrencePress() as press:
                await interaction.client.on_press(interaction, press)
            case AreaPress() as press:
                await interaction.client.on_area(interaction, press)
            case None:
                raise NotFound("button.outdated")


class PressButton(_Ours, discord.ui.DynamicItem[discord.ui.Button[Any]], template=PRESS_TEMPLATE):
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


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select: ``value`` comes back when it is chosen, ``label`` is read (<= 100)."""

    value: str
    label: str
    chosen: bool = False


class PressSelect(_Ours, discord.ui.DynamicItem[discord.ui.Select[Any]], template=SELECT_TEMPLATE):
    """A select of ours, wherever it stands. It still works after any number of restarts."""

    def __init__(self, select: discord.ui.Select[Any], press: Press | None) -> None:
        super().__init__(select)
        self.press = press

    @classmethod
    def offering(
        cls, press: Press, hint: str, options: Sequence[Option], *, fewest: int, most: int
    ) -> Self:
        """A new select of which ``fewest`` to ``most`` may be chosen.

        Source: Discord: 25 options of 100 characters, a hint of 150. Raises: Bug when no custom id
        can carry ``press``.
        """
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=encode_select(press),
            placeholder=hint,
            min_values=fewest,
            max_values=most,
            options=[_line(option) for option in options],
        )
        return cls(select, press)

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Called by discord.py for a choice on a message of any age."""
        return cls(cast("discord.ui.Select[Any]", item), parse_select(match.string))


def _line(option: Option) -> discord.SelectOption:
    label = option.label[:100]
    return discord.SelectOption(label=label, value=option.value, default=option.chosen)
