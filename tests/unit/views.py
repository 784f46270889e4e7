"""What a view says and what can be pressed on it, for tests of cards."""

from __future__ import annotations

from typing import Any

import discord


def texts(view: discord.ui.LayoutView) -> str:
    """Every text block, one after another."""
    blocks = [item for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
    return "\n".join(block.content for block in blocks)


def buttons(view: discord.ui.LayoutView) -> list[discord.ui.Button[Any]]:
    """Every button, in its order."""
    items = [
        item.item if isinstance(item, discord.ui.DynamicItem) else item
        for item in view.walk_children()
    ]
    return [item for item in items if isinstance(item, discord.ui.Button)]
