"""The form in which a manager changes settings before they are saved: five at once, at most.

Its id is random: a fixed one would be everybody's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord

from bot.discord_io.guarded import GuardedModal
from bot.domain.clinic_settings import (
    CHANNELS,
    LONGEST,
    OFF,
    ClinicSettings,
    Setting,
    Values,
    read_setting,
)
from bot.texts.language import Language
from bot.ui.clinic import name_of
from bot.ui.forms import TIMEOUT_S
from bot.ui.settings import ON, switched

# Source: Discord, parts of a modal.
MOST_FIELDS = 5
_LONGEST_ZONE = 64

OnFilled = Callable[[discord.Interaction[Any], Values], Awaitable[None]]
Field = (
    discord.ui.TextInput[Any]
    | discord.ui.RoleSelect[Any]
    | discord.ui.ChannelSelect[Any]
    | discord.ui.Select[Any]
)


class SetupForm(GuardedModal):
    """Asks for some settings; each shows what it stands at."""

    def __init__(
        self,
        language: Language,
        settings: ClinicSettings,
        asked: Sequence[Setting],
        on_filled: OnFilled,
    ) -> None:
        super().__init__(title=language.say("setup.form"), timeout=TIMEOUT_S)
        self._on_filled = on_filled
        self._fields = {one: _field(language, settings, one) for one in asked[:MOST_FIELDS]}
        for one, field in self._fields.items():
            hint = language.say(f"setup.hint.{one.value}")
            label = discord.ui.Label(text=name_of(language, one), description=hint, component=field)
            self.add_item(label)

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Hand over what was filled in, read. Raises InvalidInput for what cannot be used."""
        filled = {one.value: _filled(one, field) for one, field in self._fields.items()}
        await self._on_filled(interaction, filled)


def _field(language: Language, settings: ClinicSettings, setting: Setting) -> Field:
    value = settings.value(setting)
    if setting is Setting.STAFF_ROLE:
        roles = [] if value is None else [_known(value, discord.SelectDefaultValueType.role)]
        return discord.ui.RoleSelect(
            custom_id=setting.value, min_values=0, required=False, default_values=roles
        )
    if setting in CHANNELS:
        there = [] if value is None else [_known(value, discord.SelectDefaultValueType.channel)]
        return discord.ui.ChannelSelect(
            custom_id=setting.value,
            channel_types=[discord.ChannelType.text, discord.ChannelType.news],
            min_values=0,
            required=False,
            default_values=there,
        )
    if setting is Setting.COMFORT:
        return discord.ui.Select(
            custom_id=setting.value,
            required=True,
            options=[
                discord.SelectOption(
                    label=switched(language, on=on), value=ON if on else OFF, default=on is value
                )
                for on in (True, False)
            ],
        )
    return _text_field(setting, OFF if value is None else str(value))


def _text_field(setting: Setting, value: str) -> Field:
    long = setting is Setting.DIRECTIONS
    return discord.ui.TextInput(
        custom_id=setting.value,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=value,
        max_length=LONGEST.get(setting, _LONGEST_ZONE),
        required=False,
    )


def _known(value: object, kind: discord.SelectDefaultValueType) -> discord.SelectDefaultValue:
    return discord.SelectDefaultValue(id=int(str(value)), type=kind)


def _filled(setting: Setting, field: Field) -> str | int | bool | None:
    if isinstance(field, discord.ui.TextInput):
        return read_setting(setting, field.value)
    if isinstance(field, discord.ui.Select):
        return field.values[:1] == [ON]
    return field.values[0].id if field.values else None
