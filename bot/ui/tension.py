"""The presses of a check-in that a member asked for by /tension now."""

from __future__ import annotations

from bot.ui.check_ins import Carrying
from bot.ui.custom_ids import AreaPress

AREA = "tension"


def carrying(asked_by: int) -> Carrying:
    """The presses of a check-in that the member asked for by an interaction of that number."""
    return lambda action: AreaPress(AREA, action, (str(asked_by),))
