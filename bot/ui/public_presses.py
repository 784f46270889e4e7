"""What the buttons of posts in a channel do, for whoever presses them.

They are known by name alone: a panel works for as long as it stands, also after the record of its
delivery was cleared away.
"""

from __future__ import annotations

from typing import Any

import discord

from bot.kinds import alert, panel, weekly
from bot.kinds import fallback as fallback_line
from bot.ui import benefits, fallback
from bot.ui.custom_ids import AreaPress, OccurrencePress, parse_occurrence
from bot.ui.joining import PRIVACY, START
from bot.ui.safety import WARNING_SIGNS

POSTED = "posted"

SAME_FOR_ALL = {
    panel.START: START,
    panel.PRIVACY: PRIVACY,
    panel.SIGNS: WARNING_SIGNS,
    weekly.SIGNS: WARNING_SIGNS,
    alert.QUEUE: AreaPress("queue", "show", ("1",)),
}


def public_press(press: OccurrencePress) -> AreaPress | None:
    """Whom to ask for the answer to a press on a post; None for a member's own message."""
    number = (str(press.occurrence_id),)
    if press.action == weekly.READ:
        return AreaPress(benefits.AREA, POSTED, number)
    if press.action == fallback_line.OPEN:
        return AreaPress(fallback.AREA, fallback.OPEN, number)
    return SAME_FOR_ALL.get(press.action)


def opens_a_line(interaction: discord.Interaction[Any]) -> bool:
    """Whether somebody opens a line of their own thread.

    What waits is shown to them then; trying their DMs at the same time would do both, or neither.
    """
    data: Any = interaction.data or {}
    press = parse_occurrence(str(data.get("custom_id", "")))
    return press is not None and press.action == fallback_line.OPEN
