"""The choices of how long to snooze a reminder, in the place of its buttons.

Pure. The message stays as it is; only what can be pressed is another.
"""

from __future__ import annotations

from dataclasses import replace

import discord

from bot.discord_io.buttons import PressButton
from bot.discord_io.render import pressable
from bot.kinds.reminder import AT_TIME
from bot.texts.language import Language
from bot.ui.cards import MAIN, PLAIN
from bot.ui.custom_ids import OccurrencePress
from bot.ui.forms import Field, Form, OnFilled
from bot.ui.habits import stop_button
from bot.ui.remind import LONGEST_WHEN, WHEN
from bot.usecases.press_results import SnoozeOffered


def choices_view(
    language: Language, press: OccurrencePress, offered: SnoozeOffered
) -> discord.ui.View:
    """For how long, in a first row; in a second what can be done at once."""
    lengths = (*(choice.value for choice in offered.choices), AT_TIME)
    return pressable(
        (
            *(_button(language, press, action, PLAIN) for action in lengths),
            _button(language, press, "done", MAIN),
            stop_button(language, press),
        )
    )


def snooze_form(language: Language, on_filled: OnFilled) -> Form:
    """Asks for a time."""
    return Form(language, language.say("snooze.form"), (Field(WHEN, "", LONGEST_WHEN),), on_filled)


def _button(
    language: Language, press: OccurrencePress, action: str, style: discord.ButtonStyle
) -> PressButton:
    label = language.say(f"label.{action}")
    return PressButton.labelled(replace(press, action=action), label, style)
