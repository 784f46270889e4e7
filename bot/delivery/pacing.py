"""How the engine spreads its work: how fast requests leave, and how fast DM channels are opened."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aiolimiter import AsyncLimiter

from bot.delivery.messenger import Reader, Refused, RetryAt
from bot.domain.ids import ChannelId, DiscordUserId, MemberId

# Source: measured; a bucket of 45 lets 89 through in its first second, one of 5 at most 49.
BURST = 5

# Source: product; reports of bots quarantined after opening from 25 to 1,000 channels fast.
OPENINGS_AT_ONCE = 5
OPENINGS_WINDOW_S = 10.0
OPENING_EVERY_S = 2.0
FIRST_PAUSE_S = 60.0
LONGEST_PAUSE_S = 6 * 3600.0
# Judgement: longer than a full queue delays anybody who still comes.
PLACE_KEPT_S = 600.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How the engine spreads its work. Units are in the names.

    ``batch`` is how much is claimed at a time: a second's worth where sending is paced, so that a
    crash leaves no more than that in doubt. The default is for where nothing is paced. Source:
    measured; 200 make a delivery a third cheaper than 45 do, more than that hardly.
    """

    batch: int = 200
    workers: int = 12
    settle_every_s: float = 0.25
    safety_tick_s: float = 15.0
    stop_within_s: float = 30.0


class Pacer(Protocol):
    """Lets one request through at a time."""

    async def turn(self) -> None:
        """Return when the next request may leave."""
        ...


class SteadyPacer:
    """At most ``per_second`` requests a second, evenly. Source: Discord allows a bot 50."""

    def __init__(self, per_second: float) -> None:
        self._limiter = AsyncLimiter(BURST, BURST / per_second)

    async def turn(self) -> None:
        """Return when the next request may leave."""
        await self._limiter.acquire()


class NoPacing:
    """For a simulated Discord."""

    async def turn(self) -> None:
        """Return at once."""


class PacedReader:
    """A reader whose every reading takes a turn, like a message."""

    def __init__(self, reader: Reader, pacer: Pacer) -> None:
        self._reader = reader
        self._pacer = pacer

    async def texts(
        self, channel: ChannelId, user: DiscordUserId, since_at: datetime
    ) -> tuple[str, ...] | RetryAt | Refused:
        """What a member typed into their DM since then, the latest first."""
        await self._pacer.turn()
        return await self._reader.texts(channel, user, since_at)


class OpeningGate:
    """When the next DM channel may be opened: five at once in ten seconds, then one every two.

    Whoever has to wait gets a place and keeps it, so that asking again is no new request. A place
    that nobody came for is forgotten; one that was come for late is good only if the pace allows.
    ``time_s`` is a clock that never goes back: no wall clock set back may keep the gate shut.
    """

    def __init__(self, time_s: Callable[[], float]) -> None:
        self._time_s = time_s
        self._let_through_s: deque[float] = deque(maxlen=OPENINGS_AT_ONCE)
        self._places_s: dict[MemberId, float] = {}
        self._paused_until_s: float | None = None
        self._pause_s = FIRST_PAUSE_S

    def reserve(self, member: MemberId) -> float:
        """In how many seconds this member's channel may be opened.

        0: at once, and it counts as an opening.
        """
        now_s = self._time_s()
        if self._paused_until_s is not None and now_s < self._paused_until_s:
            return self._paused_until_s - now_s
        self._paused_until_s = None
        self._forget_what_is_over(now_s)
        place_s = self._places_s.get(member)
        if place_s is not None and now_s < place_s:
            return place_s - now_s
        had_place = self._places_s.pop(member, None) is not None
        at_s = self._next_free(now_s, had_place=had_place)
        if at_s > now_s:
            self._places_s[member] = at_s
        else:
            self._let_through_s.append(now_s)
        return at_s - now_s

    def opened(self) -> None:
        """A channel was opened: pauses begin small again, unless one has begun meanwhile."""
        if self._paused_until_s is None:
            self._pause_s = FIRST_PAUSE_S

    def refused(self, at_least_s: float = 0.0) -> float:
        """Discord said too fast: nothing is opened for a while, longer each time. How long.

        Several that were refused together are one refusal.
        """
        now_s = self._time_s()
        if self._paused_until_s is None or now_s >= self._paused_until_s:
            pause_s = min(max(self._pause_s, at_least_s), LONGEST_PAUSE_S)
            self._paused_until_s = now_s + pause_s
            self._pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
        return self._paused_until_s - now_s

    def _next_free(self, now_s: float, *, had_place: bool) -> float:
        recent_s = self._let_through_s
        is_busy = len(recent_s) == OPENINGS_AT_ONCE and now_s - recent_s[0] < OPENINGS_WINDOW_S
        at_s = max(now_s, recent_s[-1] + OPENING_EVERY_S) if is_busy else now_s
        if had_place and at_s == now_s:
            return at_s
        # Nobody overtakes one who already waits.
        return max([at_s, *(place_s + OPENING_EVERY_S for place_s in self._places_s.values())])

    def _forget_what_is_over(self, now_s: float) -> None:
        kept = {m: at_s for m, at_s in self._places_s.items() if now_s - at_s < PLACE_KEPT_S}
        self._places_s = kept
