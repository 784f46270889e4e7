"""A clock that tells the log when it was moved, or when the machine slept.

It changes nothing: whoever asks gets the time as it now is, and has to live with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.clock import Clock
from bot.log import get_logger

log = get_logger(__name__)

#: Less is a correction that nobody needs to know of.
WORTH_TELLING_S = 10.0


class WatchedClock:
    """``clock``, compared at each look with ``steady_s``, which nobody sets and which sleeps too.

    Source: Linux and macOS, the monotonic clock stands still while the machine is suspended.
    """

    def __init__(self, clock: Clock, steady_s: Callable[[], float]) -> None:
        self._clock = clock
        self._steady_s = steady_s
        self._seen_at = clock.now()
        self._seen_s = steady_s()

    def now(self) -> datetime:
        """The present instant: aware, in UTC."""
        now_at, now_s = self._clock.now(), self._steady_s()
        moved_s = (now_at - self._seen_at).total_seconds() - (now_s - self._seen_s)
        self._seen_at, self._seen_s = now_at, now_s
        if abs(moved_s) >= WORTH_TELLING_S:
            log.warning("clock.moved", extra={"by_s": round(moved_s)})
        return now_at
