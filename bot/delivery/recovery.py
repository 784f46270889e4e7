"""Clears up doubts: was a message stored whose answer never came?

Within about a minute the same nonce answers that by itself. Later, and always after a start, the
channel's history is read first: sending again beyond the nonce's memory would double the message.
It is read beside whatever else is sent: an answer may take half a minute.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.clock import MOST_WRONG, Clock
from bot.delivery.messenger import (
    DeliveryKey,
    Lookup,
    Messenger,
    NotFound,
    RetryAt,
    RetryReason,
    Sent,
    Unreachable,
)
from bot.delivery.pacing import Pacer
from bot.delivery.settler import back_off_s
from bot.domain.occurrence import Doubtful
from bot.errors import StoreError
from bot.log import get_logger, log_fault
from bot.store import settlements
from bot.store.connection import Store, Tx
from bot.store.settlements import SentMark

log = get_logger(__name__)

# Source: Discord remembers a nonce for "the past few minutes"; a minute is on the safe side.
NONCE_MEMORY = timedelta(seconds=60)
# Our clock and Discord's may differ. A DM holds few enough messages to be read far back; among
# those of a server's channel, more than this would be read for nothing.
CHANNEL_CLOCK_SKEW = timedelta(minutes=2)
BATCH = 20
FAULT_PAUSE_S = 5.0


class Recovery:
    """Clears up doubts for the engine."""

    def __init__(self, store: Store, clock: Clock, messenger: Messenger, pacer: Pacer) -> None:
        self._store = store
        self._clock = clock
        self._messenger = messenger
        self._pacer = pacer
        self._history_until_at = self._latest_at = clock.now()
        self.clearing: asyncio.Task[None] | None = None

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
            latest_at = await settlements.latest_doubt_at(tx)
        if latest_at is not None:
            self._history_until_at = max(self._history_until_at, latest_at)
        if number:
            log.warning("recovery.in_doubt", extra={"number": number})
        return number

    @property
    def is_clearing_up(self) -> bool:
        """Whether history is being asked."""
        return self.clearing is not None and not self.clearing.done()

    def clear_up(self, *, then: Callable[[], None]) -> None:
        """Begin to ask history about old doubts; call ``then`` if there were any."""
        if not self.is_clearing_up:
            self.clearing = asyncio.create_task(self._clear_up(then))

    async def _clear_up(self, then: Callable[[], None]) -> None:
        try:
            if await self._look_at_some():
                then()
        except StoreError as error:
            log.warning("recovery.store_refused", extra={"reason": type(error).__name__})
            await asyncio.sleep(FAULT_PAUSE_S)
        except Exception as error:  # noqa: BLE001 - doubts wait, and the rest goes on
            log_fault(log, "recovery.fault", error)
            await asyncio.sleep(FAULT_PAUSE_S)

    async def _look_at_some(self) -> int:
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
        if doubtful.channel_id is None:
            # Without a channel on record nothing was sent: it is noted before the first message.
            return NotFound()
        await self._pacer.turn()
        key = DeliveryKey(doubtful.id, doubtful.step)
        since_at = doubtful.doubt_since_at - (MOST_WRONG if doubtful.is_dm else CHANNEL_CLOCK_SKEW)
        return await self._messenger.find(doubtful.channel_id, key, since_at)


async def _note_one(tx: Tx, doubtful: Doubtful, found: Lookup, now_at: datetime) -> None:
    match found:
        case Sent(message_id):
            mark = SentMark(
                doubtful.id,
                doubtful.step,
                doubtful.channel_id,
                message_id,
                doubtful.doubt_since_at,
            )
            await settlements.settle_sent(tx, [mark])
        case NotFound() | Unreachable() | RetryAt(_, RetryReason.CHANNEL_GONE):
            await settlements.clear_doubt(tx, doubtful, now_at)
        case RetryAt(retry_after_s):
            wait_s = max(retry_after_s, back_off_s(doubtful.attempts))
            again_at = now_at + timedelta(seconds=wait_s)
            await settlements.keep_doubt(tx, doubtful, again_at)
