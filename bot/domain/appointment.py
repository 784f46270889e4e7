"""When a member is reminded of a booked session: in time, and never in their quiet hours.

Only instants come out. They follow from the session and the member's quiet hours and zone, so they
are worked out anew when one of these changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.local_time import instant_of, local_of
from bot.domain.quiet_hours import QuietHours

# Source: product.
BEFORE_MIN: Final = (24 * 60, 2 * 60)
TOO_CLOSE = timedelta(hours=6)

_MINUTE = timedelta(minutes=1)
# Two changes of clocks in a row may each take away the only minute of a day that is not quiet.
_DAYS_LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of a session: it goes out ``at``, because the session is ``before_min`` away.

    It goes out earlier than that where quiet hours are in the way, and then may stand for a later
    one too.
    """

    before_min: int
    at: datetime


def reminders(
    starts_at: datetime,
    quiet: QuietHours | None,
    zone: ZoneInfo,
    now_at: datetime,
    before_min: Sequence[int] = BEFORE_MIN,
) -> tuple[Reminder, ...]:
    """The reminders that are still to come, in their order.

    One that falls in quiet hours goes out in the last minute before they start. If another goes out
    less than 6 hours before that, it stands for both.
    """
    kept: list[Reminder] = []
    for minutes in sorted(before_min, reverse=True):
        at = _awake(starts_at - minutes * _MINUTE, quiet, zone)
        too_close = bool(kept) and at - kept[-1].at < TOO_CLOSE
        if at > now_at and not too_close:
            kept.append(Reminder(minutes, at))
    return tuple(kept)


def _awake(at: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    """The instant itself, or the last minute before the quiet hours that it falls in."""
    if quiet is None or not quiet.covers(local_of(at, zone)):
        return at
    local_day = local_of(at, zone).date()
    starts = (
        instant_of(datetime.combine(local_day - timedelta(days=days), quiet.local_from), zone)
        for days in range(_DAYS_LOOKED_AT)
    )
    before = (start_at - _MINUTE for start_at in starts if start_at is not None)
    return next(b for b in before if b < at and not quiet.covers(local_of(b, zone)))
