"""For how long a reminder can be snoozed: named choices, and what each means on the wall clock.

"Tonight" and "tomorrow" are the member's own; a choice that lies behind them is no choice.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.local_time import instant_of, local_of

# Source: the same hours as "tonight" and "tomorrow" have in what members type.
TONIGHT = time(20)
TOMORROW = time(9)


class SnoozeFor(StrEnum):
    """The choices, by the names of their buttons."""

    QUARTER = "for_15"
    HOUR = "for_60"
    TONIGHT = "tonight"
    TOMORROW = "tomorrow"


_LENGTHS = {
    SnoozeFor.QUARTER: timedelta(minutes=15),
    SnoozeFor.HOUR: timedelta(hours=1),
}


def choices(zone: ZoneInfo, now_at: datetime) -> tuple[SnoozeFor, ...]:
    """What can be chosen now."""
    return tuple(each for each in SnoozeFor if snoozed_until(each, zone, now_at) is not None)


def snoozed_until(choice: SnoozeFor, zone: ZoneInfo, now_at: datetime) -> datetime | None:
    """When it comes again; None: that lies behind already."""
    if choice in _LENGTHS:
        return now_at + _LENGTHS[choice]
    local_now = local_of(now_at, zone)
    days, at = (0, TONIGHT) if choice is SnoozeFor.TONIGHT else (1, TOMORROW)
    until_at = instant_of(datetime.combine(local_now.date() + timedelta(days=days), at), zone)
    return until_at if until_at is not None and until_at > now_at else None
