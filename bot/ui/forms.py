"""Modals that ask for several things in words at once.

Their ids are random: a fixed one would be everybody's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.discord_io.buttons import Option
from bot.discord_io.guarded import GuardedModal
from bot.texts.language import Language

# Source: Discord forgets an interaction's token after 15 minutes.
TIMEOUT_S = 900

OnFilled = Callable[[discord.Interaction[Any], dict[str, str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. ``name`` is the end of its texts' keys: its label and what to type.

    ``label`` and ``hint`` stand in their place. With ``options`` it is chosen from those.
    """

    name: str
    value: str = ""
    longest: int = 100
    options: tuple[Option, ...] = ()
    label: str | None = None
    hint: str | None = None


class Form(GuardedModal):
    """A modal of up to five fields."""

    def __init__(
        self, language: Language, title: str, fields: Sequence[Field], on_filled: OnFilled
    ) -> None:
        super().__init__(title=title, timeout=TIMEOUT_S)
        self._on_filled = on_filled
        self._inputs = {field.name: _input(field) for field in fields}
        for field in fields:
            label = field.label or language.say(f"form.{field.name}")
            hint = field.hint or language.say(f"form.hint.{field.name}")
            item = self._inputs[field.name]
            self.add_item(discord.ui.Label(text=label, description=hint, component=item))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Hand over what was filled in."""
        await self._on_filled(
            interaction, {name: _filled(item) for name, item in self._inputs.items()}
        )


Input = discord.ui.TextInput[Any] | discord.ui.Select[Any]


def _input(field: Field) -> Input:
    if not field.options:
        return discord.ui.TextInput(
            custom_id=field.name,
            default=field.value,
            max_length=field.longest,
            required=True,
        )
    return discord.ui.Select(
        custom_id=field.name,
        required=True,
        options=[
            discord.SelectOption(label=each.label, value=each.value, default=each.chosen)
            for each in field.options
        ],
    )


def _filled(item: Input) -> str:
    if isinstance(item, discord.ui.Select):
        return item.values[0] if item.values else ""
    return item.value
