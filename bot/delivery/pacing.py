"""How the engine spreads its work: how fast requests leave, and how fast DM channels are opened."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from aiolimiter import AsyncLimiter

from bot.delivery.messenger import Reader, Refused, RetryAt
from bot.domain.ids import ChannelId, DiscordUserId, MemberId

# Source: measured; a bucket of 45 lets 89 through in its first second, one of 5 at most 49.
BURST = 5

# Source: product; reports of bots quarantined after opening from 25 to 1,000 channels fast.
OPENINGS_AT_ONCE = 5
OPENINGS_WINDOW = timedelta(seconds=10)
OPENING_EVERY = timedelta(seconds=2)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
# Judgement: longer than a full queue delays anybody who still comes.
PLACE_KEPT = timedelta(minutes=10)


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
    """

    def __init__(self) -> None:
        self._let_through: deque[datetime] = deque(maxlen=OPENINGS_AT_ONCE)
        self._places: dict[MemberId, datetime] = {}
        self._paused_until_at: datetime | None = None
        self._pause = FIRST_PAUSE

    def reserve(self, member: MemberId, now_at: datetime) -> datetime:
        """The instant from which this member's channel may be opened.

        ``now_at`` itself: at once, and it counts as an opening.
        """
        if self._paused_until_at is not None and now_at < self._paused_until_at:
            return self._paused_until_at
        self._paused_until_at = None
        self._forget_what_is_over(now_at)
        place_at = self._places.get(member)
        if place_at is not None and now_at < place_at:
            return place_at
        had_place = self._places.pop(member, None) is not None
        at = self._next_free(now_at, had_place=had_place)
        if at > now_at:
            self._places[member] = at
        else:
            self._let_through.append(now_at)
        return at

    @property
    def waiting(self) -> int:
        """How many have a place."""
        return len(self._places)

    def opened(self) -> None:
        """A channel was opened: pauses begin small again, unless one has begun meanwhile."""
        if self._paused_until_at is None:
            self._pause = FIRST_PAUSE

    def refused(self, now_at: datetime, at_least: timedelta = timedelta()) -> timedelta:
        """Discord said too fast: nothing is opened for a while, longer each time. How long.

        Several that were refused together are one refusal.
        """
        if self._paused_until_at is None or now_at >= self._paused_until_at:
            pause = min(max(self._pause, at_least), LONGEST_PAUSE)
            self._paused_until_at = now_at + pause
            self._pause = min(pause * 2, LONGEST_PAUSE)
        return self._paused_until_at - now_at

    def _next_free(self, now_at: datetime, *, had_place: bool) -> datetime:
        recent = self._let_through
        is_busy = len(recent) == OPENINGS_AT_ONCE and now_at - recent[0] < OPENINGS_WINDOW
        at = max(now_at, recent[-1] + OPENING_EVERY) if is_busy else now_at
        if had_place and at == now_at:
            return at
        # Nobody overtakes one who already waits.
        return max([at, *(place_at + OPENING_EVERY for place_at in self._places.values())])

    def _forget_what_is_over(self, now_at: datetime) -> None:
        if self._let_through and now_at < self._let_through[-1]:
            # The clock was set back: these times say nothing any more.
            self._let_through.clear()
            self._places.clear()
        kept = {m: at for m, at in self._places.items() if now_at - at < PLACE_KEPT}
        self._places = kept
