"""Answers to commands: a Components V2 card of text blocks and rows of buttons.

Pure: texts and buttons in, a view out. What arrives by itself is no card but a classic message,
because Discord's push for a card is blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot.discord_io.buttons import PressButton
from bot.discord_io.guarded import GuardedLayout
from bot.errors import Bug
from bot.texts.language import Language
from bot.ui.custom_ids import AreaPress

# Source: Discord, text of a Components V2 message.
LONGEST_TEXT = 4000
BUTTONS_A_ROW = 5
ACCENT = discord.Colour(0x4F8A8B)

MAIN = discord.ButtonStyle.primary
PLAIN = discord.ButtonStyle.secondary
DANGER = discord.ButtonStyle.danger

Button = discord.ui.Item[Any]


def card(
    *blocks: str,
    title: str = "",
    picture: discord.File | None = None,
    select: Button | None = None,
    buttons: Sequence[Button] = (),
    quiet: bool = False,
) -> GuardedLayout:
    """A card: its title, its blocks of text, picture, select, and buttons, five in a row.

    The file of a ``picture`` is sent along with the card. ``quiet`` leaves out the coloured edge.
    Raises: Bug when the text is longer than Discord takes.
    """
    heading = (f"### {title}",) if title else ()
    texts = [block for block in (*heading, *blocks) if block]
    if sum(map(len, texts)) > LONGEST_TEXT:
        raise Bug("a card is longer than Discord takes")
    rows = [] if select is None else [[select]]
    rows += [list(buttons[i : i + BUTTONS_A_ROW]) for i in range(0, len(buttons), BUTTONS_A_ROW)]
    items: list[discord.ui.Item[Any]] = [
        *(discord.ui.TextDisplay(text) for text in texts),
        *((discord.ui.MediaGallery(discord.MediaGalleryItem(picture)),) if picture else ()),
        *(discord.ui.ActionRow(*row) for row in rows),
    ]
    view = GuardedLayout(timeout=None)
    view.add_item(discord.ui.Container(*items, accent_colour=None if quiet else ACCENT))
    return view


def button(
    language: Language,
    label: str,
    press: AreaPress,
    style: discord.ButtonStyle = PLAIN,
) -> Button:
    """A long-lived button; ``label`` is the end of its text's key, as in ``label.undo``."""
    return PressButton.labelled(press, language.say(f"label.{label}"), style)


def named_button(name: str, press: AreaPress) -> Button:
    """A button whose label is no text of ours, such as a server's name. Source: label of 80."""
    return PressButton.labelled(press, name[:80] or "?", PLAIN)


def link(language: Language, label: str, url: str) -> Button:
    """A button that opens an address."""
    return discord.ui.Button(label=language.say(f"label.{label}"), url=url)
