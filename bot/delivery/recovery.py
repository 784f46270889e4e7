"""Clears up doubts: was a message stored whose answer never came?

Within about a minute the same nonce answers that by itself. Later, and always after a start, the
channel's history is read first: sending again beyond the nonce's memory would double the message.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.delivery.messenger import (
    DeliveryKey,
    Lookup,
    Messenger,
    NotFound,
    RetryAt,
    Sent,
    Unreachable,
)
from bot.delivery.pacing import Pacer
from bot.delivery.settler import back_off_s
from bot.domain.occurrence import Doubtful
from bot.log import get_logger
from bot.store import settlements
from bot.store.connection import Store, Tx
from bot.store.settlements import SentMark

log = get_logger(__name__)

# Source: Discord remembers a nonce for "the past few minutes"; a minute is on the safe side.
NONCE_MEMORY = timedelta(seconds=60)
# The two clocks may differ.
CLOCK_SKEW = timedelta(minutes=2)
BATCH = 20
EVERY_DOUBT = 1_000_000
_FAR_AT = datetime.max.replace(tzinfo=UTC)


class Recovery:
    """Clears up doubts for the engine."""

    def __init__(
        self, store: Store, clock: Clock, messenger: Messenger, pacer: Pacer, started_at: datetime
    ) -> None:
        self._store = store
        self._clock = clock
        self._messenger = messenger
        self._pacer = pacer
        self._history_until_at = started_at
        self._latest_at = started_at

    def doubt_from_at(self) -> datetime:
        """Doubts from then or before are for history to clear up."""
        now_at = self._clock.now()
        if now_at < self._latest_at:
            # The clock was set back: from now on old doubts look younger than they are.
            self._history_until_at = max(self._history_until_at, self._latest_at)
        self._latest_at = now_at
        return max(self._history_until_at, now_at - NONCE_MEMORY)

    async def doubt_what_was_sending(self) -> int:
        """At start: deliveries the last process left in mid-air are in doubt. How many."""
        async with self._store.write() as tx:
            number = await settlements.doubt_all_sending(tx, self._clock.now())
            # A clock that stood still while the machine was off may date them after the start.
            for doubtful in await settlements.old_doubts(tx, _FAR_AT, _FAR_AT, EVERY_DOUBT):
                since_at = doubtful.doubt_since_at
                self._history_until_at = max(self._history_until_at, since_at)
        if number:
            log.warning("recovery.in_doubt", extra={"number": number})
        return number

    async def clear_up(self) -> int:
        """Ask history about old doubts; how many were asked about."""
        now_at = self._clock.now()
        doubts = await settlements.old_doubts(
            self._store.reads, self.doubt_from_at(), now_at, BATCH
        )
        # A crash in a burst leaves a second's worth behind, and everybody waits for them.
        found = await asyncio.gather(*(self._look(doubtful) for doubtful in doubts))
        if doubts:
            await self._note(list(zip(doubts, found, strict=True)))
        return len(doubts)

    async def _note(self, looked_up: Sequence[tuple[Doubtful, Lookup]]) -> None:
        now_at = self._clock.now()
        async with self._store.write() as tx:
            for doubtful, found in looked_up:
                await _note_one(tx, doubtful, found, now_at)
        for doubtful, found in looked_up:
            log.info(
                "recovery.looked_up",
                extra={"occurrence": doubtful.id, "found": type(found).__name__.lower()},
            )

    async def _look(self, doubtful: Doubtful) -> Lookup:
        if doubtful.dm_channel_id is None:
            # Without a channel on record nothing was sent: it is noted before the first message.
            return NotFound()
        await self._pacer.turn()
        key = DeliveryKey(doubtful.id, doubtful.step)
        since_at = doubtful.doubt_since_at - CLOCK_SKEW
        return await self._messenger.find(doubtful.dm_channel_id, key, since_at)


async def _note_one(tx: Tx, doubtful: Doubtful, found: Lookup, now_at: datetime) -> None:
    match found:
        case Sent(message_id):
            mark = SentMark(
                doubtful.id,
                doubtful.step,
                doubtful.dm_channel_id,
                message_id,
                doubtful.doubt_since_at,
            )
            await settlements.settle_sent(tx, [mark])
        case NotFound() | Unreachable():
            await settlements.clear_doubt(tx, doubtful, now_at)
        case RetryAt(retry_after_s):
            wait_s = max(retry_after_s, back_off_s(doubtful.attempts))
            again_at = now_at + timedelta(seconds=wait_s)
            await settlements.keep_doubt(tx, doubtful, again_at)
