"""No more requests in any second than Discord allows, the library's own retries included.

The engine paces what it begins. What the library repeats by itself, after a 429 or a server error,
it repeats at once and all together: that is held back here. Answers to interactions are not.
"""

from __future__ import annotations

import asyncio
from collections import deque
from types import SimpleNamespace
from typing import Final

import aiohttp

#: Source: Discord allows a bot 50 requests a second.
MOST_PER_S: Final = 49
#: A little over a second: on the way, requests may come closer to each other.
SECOND_S: Final = 1.02
#: Source: Discord, Rate Limits: interactions and their webhooks do not count.
_NOT_COUNTED: Final = ("/interactions/", "/webhooks/")


class RequestLimit:
    """Lets at most ``most`` requests leave within ``second_s``, in the order in which they came."""

    def __init__(self, most: int = MOST_PER_S, second_s: float = SECOND_S) -> None:
        self._second_s = second_s
        self._left_s: deque[float] = deque(maxlen=most)
        self._in_order = asyncio.Lock()

    async def turn(self) -> None:
        """Return when one more may leave."""
        loop = asyncio.get_running_loop()
        async with self._in_order:
            if len(self._left_s) == self._left_s.maxlen:
                await asyncio.sleep(self._left_s[0] + self._second_s - loop.time())
            self._left_s.append(loop.time())


def hold_back(trace: aiohttp.TraceConfig, limit: RequestLimit) -> None:
    """Have every request of a session that uses ``trace`` wait for its turn."""

    async def begins(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestStartParams,
    ) -> None:
        if not any(part in params.url.path for part in _NOT_COUNTED):
            await limit.turn()

    trace.on_request_start.append(begins)
