"""Which minutes of its day a rule falls on, counted from the day's midnight.

A window over midnight belongs to the day on which it starts, so its minutes run on past 1439. The
list is made once, when the rule is made, and is the same every day: nothing drifts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from bot.domain.quiet_hours import QuietHours
from bot.errors import InvalidInput

DAY_MIN = 1440


def minute_of(local: time) -> int:
    """Return the minutes from midnight, 0 to 1439; seconds are left out."""
    return local.hour * 60 + local.minute


def time_of(minute: int) -> time:
    """Return the wall time that is so many minutes from midnight; ValueError beyond the day."""
    return time(minute // 60, minute % 60)


def at_times(times: Iterable[time]) -> tuple[int, ...]:
    """Return the minutes of these times of day, in order, each once."""
    return tuple(sorted({minute_of(local) for local in times}))


def window_minutes(every_min: int, local_from: time, local_until: time) -> tuple[int, ...]:
    """Return every so many minutes from ``local_from``, which is included, to before the end.

    An end that is not after the start lies on the next day. ``every_min`` is 1 to 1439.

    Raises:
        InvalidInput: ``window.empty``, both ends are the same.
        ValueError: ``every_min`` is out of range.

    """
    if not 1 <= every_min < DAY_MIN:
        raise ValueError("every 1 to 1439 minutes")
    start, end = minute_of(local_from), minute_of(local_until)
    if start == end:
        raise InvalidInput("window.empty")
    if end < start:
        end += DAY_MIN
    return tuple(range(start, end, every_min))


def without_quiet(minutes: tuple[int, ...], quiet: QuietHours | None) -> tuple[int, ...]:
    """Return the minutes whose wall time is not in quiet hours; may be empty."""
    if quiet is None:
        return minutes
    return tuple(m for m in minutes if not quiet.covers(time_of(m % DAY_MIN)))


def spread(minutes: tuple[int, ...], limit: int) -> tuple[int, ...]:
    """Return at most ``limit`` of the minutes, evenly among them, always with the first.

    Raises:
        ValueError: ``limit`` is below 1.

    """
    if limit < 1:
        raise ValueError("a limit is at least 1")
    if len(minutes) <= limit:
        return minutes
    return tuple(minutes[i * len(minutes) // limit] for i in range(limit))
