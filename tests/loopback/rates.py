"""Discord's rate limits: a bucket for each route and place, and one limit for the whole bot.

It says what a request gets and counts it; it never waits and never answers by itself.
"""

from __future__ import annotations

import zlib
from collections import defaultdict, deque
from dataclasses import dataclass, field

# Wide on purpose: an empty bucket makes discord.py sleep after the answer. Tests narrow it.
ROOMY = (50, 1.0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The headers a request is answered with, and how long it must wait if it came too early."""

    headers: dict[str, str]
    retry_after_s: float | None = None
    is_global: bool = False


@dataclass(slots=True)
class Rates:
    """Fixed windows a bucket, a sliding second for the bot.

    Source: 50 requests a second, interactions and their webhooks not counted.
    """

    global_per_s: int = 50
    limits: dict[str, tuple[int, float]] = field(default_factory=dict)
    _windows: dict[tuple[str, str], tuple[float, int]] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)

    def take(self, route: str, place: str, *, now: float, wall: float, counted: bool) -> Verdict:
        """Count one request that arrived at ``now`` (monotonic) and return what becomes of it."""
        limit, per_s = self.limits.get(route, ROOMY)
        began, used = self._windows.get((route, place), (now, 0))
        if now - began >= per_s:
            began, used = now, 0
        wait_s = began + per_s - now
        if counted and (over_s := self._global_wait_s(now)):
            return Verdict({"X-RateLimit-Scope": "global"}, over_s, is_global=True)
        fits = used < limit
        self._windows[route, place] = (began, used + fits)
        if counted and fits:
            self._recent.append(now)
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - used - 1)),
            "X-RateLimit-Reset": f"{wall + wait_s:.3f}",
            "X-RateLimit-Reset-After": f"{wait_s:.3f}",
            "X-RateLimit-Bucket": f"{zlib.crc32(route.encode()):08x}",
        }
        return Verdict(headers, None if fits else wait_s)

    def _global_wait_s(self, now: float) -> float:
        while self._recent and now - self._recent[0] >= 1:
            self._recent.popleft()
        if len(self._recent) < self.global_per_s:
            return 0.0
        return self._recent[0] + 1 - now if self._recent else 1.0


def peak_per_s(arrivals: list[float]) -> int:
    """Return the greatest number of arrivals within any one second, ``arrivals`` in order."""
    peak, first = 0, 0
    for last, at in enumerate(arrivals):
        while at - arrivals[first] >= 1:
            first += 1
        peak = max(peak, last - first + 1)
    return peak


def count_by(names: list[str]) -> dict[str, int]:
    """Return how often each name occurs."""
    totals: defaultdict[str, int] = defaultdict(int)
    for name in names:
        totals[name] += 1
    return dict(totals)
