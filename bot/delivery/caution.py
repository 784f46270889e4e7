"""Slows everything down long before Discord would ban this address.

Source: Discord bans an address after 10,000 invalid requests (401, 403, 429) in ten minutes.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from bot.delivery.pacing import Pacer
from bot.log import get_logger

log = get_logger(__name__)

WINDOW_S = 600.0
# At one request a second no more than 600 are added in a window, at one in ten seconds 60.
STEPS: tuple[tuple[int, float], ...] = ((2_500, 10.0), (500, 1.0))


class InvalidRequests:
    """Counts invalid requests. ``time_s`` is a clock that never goes back."""

    def __init__(self, time_s: Callable[[], float]) -> None:
        self._time_s = time_s
        self._seen_s: deque[float] = deque(maxlen=STEPS[0][0])

    def note(self) -> None:
        """One more."""
        self._seen_s.append(self._time_s())

    def recent(self) -> int:
        """How many there were in the last ten minutes; beyond 2,500 it is not counted on."""
        since_s = self._time_s() - WINDOW_S
        while self._seen_s and self._seen_s[0] <= since_s:
            self._seen_s.popleft()
        return len(self._seen_s)

    def pause_s(self) -> float:
        """How long to wait before the next request."""
        recent = self.recent()
        return next((pause_s for number, pause_s in STEPS if recent >= number), 0.0)


class CautiousPacer:
    """A pacer that also waits while too many requests turn out invalid."""

    def __init__(self, pacer: Pacer, invalid: InvalidRequests) -> None:
        self._pacer = pacer
        self._invalid = invalid
        self._is_slow = False
        self._one_by_one = asyncio.Lock()

    async def turn(self) -> None:
        """Return when the next request may leave."""
        await self._pacer.turn()
        pause_s = self._invalid.pause_s()
        if (pause_s > 0) is not self._is_slow:
            self._is_slow = not self._is_slow
            event = "sending.slowed" if self._is_slow else "sending.resumed"
            log.error(event, extra={"invalid_requests": self._invalid.recent()})
        if pause_s:
            # Those who come together wait for each other, or they would leave together.
            async with self._one_by_one:
                await asyncio.sleep(pause_s)
