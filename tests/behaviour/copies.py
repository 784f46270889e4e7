"""Messages as they were before something was pressed on them."""

from __future__ import annotations

import discord

from bot.demo.stage import Shown
from bot.discord_io.buttons import PressButton
from bot.ui.custom_ids import parse
from tests.behaviour.world import Clinic


async def copy_of(shown: Shown, channel_id: int, clinic: Clinic) -> Shown:
    """The same buttons once more, as on a screen that has not caught up."""
    view = discord.ui.View(timeout=None)
    rows = (row if isinstance(row, dict) else row.to_dict() for row in shown.message.components)
    for child in (child for row in rows for child in row["components"]):
        press = parse(child["custom_id"])
        assert press is not None
        style = discord.ButtonStyle(child["style"])
        view.add_item(PressButton.labelled(press, child["label"], style))
    target = clinic.app.client.get_partial_messageable(channel_id)
    return Shown(await target.send("A copy.", view=view))
