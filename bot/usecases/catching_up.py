"""Hears what a member typed while the gateway was away, right before the next message to them.

Discord does not repeat what a lost session missed. A STOP among it has to hold, so the member's
channel is read once, and only when something is to be sent to them.
"""

from __future__ import annotations

from bot.clock import Clock
from bot.delivery.messenger import Reader, Refused, RetryAt
from bot.domain.ids import MemberId
from bot.domain.occurrence import Candidate
from bot.log import get_logger
from bot.store import members
from bot.store.connection import Store
from bot.usecases.hearing import hear_text, is_stop

log = get_logger(__name__)


class CatchingUp:
    """Catches up with members one by one."""

    def __init__(self, store: Store, clock: Clock, reader: Reader) -> None:
        self._store = store
        self._clock = clock
        self._reader = reader
        self._listening_since_at = clock.now()

    def begin_listening(self) -> None:
        """A new session has begun: what was typed before may have been missed."""
        self._listening_since_at = self._clock.now()

    async def hear_out(self, candidate: Candidate) -> RetryAt | Refused | None:
        """Stop, if the member said so since they were last heard; why not, if it can't be read."""
        by = candidate.discord_id
        if by is None or candidate.member_id is None or candidate.dm_channel_id is None:
            return None
        if candidate.heard_at > self._listening_since_at:
            return None
        texts = await self._reader.texts(candidate.dm_channel_id, by, candidate.heard_at)
        if isinstance(texts, RetryAt | Refused):
            return texts
        word = next(filter(is_stop, texts), None)
        if word is not None and await hear_text(self._store, self._clock, by=by, text=word):
            log.info("stop.heard_late", extra={"member": candidate.member_id})
        # Only now: cut off before, it is read once more.
        await self._note_heard(candidate.member_id)
        return None

    async def _note_heard(self, member: MemberId) -> None:
        async with self._store.write() as tx:
            await members.set_heard(tx, member, self._clock.now())
