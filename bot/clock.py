"""The time of day. The only module that reads the machine's clock; all others are handed one."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

#: By how much a clock may have been wrong. The usual cause is a hardware clock that shows another
#: zone's local time: zones lie at most 26 hours apart.
MOST_WRONG = timedelta(hours=26)


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant: aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock. It may be set back or forward at any moment."""

    def now(self) -> datetime:
        """The present instant: aware, in UTC."""
        return datetime.now(UTC)


def steady_s() -> float:
    """Seconds on a clock that is never set back; its zero means nothing."""
    return time.monotonic()
