"""Hears what a member typed while the gateway was away, right before the next message to them.

Discord does not repeat what a lost session missed. A STOP among it has to hold, so the member's
channel is read when something is to be sent to them: once after a new session has begun, and each
time while the session is away, since sending does not need one.
"""

from __future__ import annotations

from datetime import datetime

from bot.clock import MOST_WRONG, Clock
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
        self._listens = True

    def lose_session(self) -> None:
        """What is typed from now on is heard when the session goes on, or never."""
        self._listens = False

    def resume(self) -> None:
        """The session goes on, and Discord has told what was typed meanwhile."""
        self._listens = True

    def begin_listening(self) -> None:
        """A new session has begun: what was typed before may have been missed."""
        self._listening_since_at, self._listens = self._clock.now(), True

    async def hear_out(self, candidate: Candidate) -> RetryAt | Refused | None:
        """Stop, if the member said so since they were last heard; why not, if it can't be read."""
        by = candidate.discord_id
        if by is None or candidate.member_id is None or candidate.dm_channel_id is None:
            return None
        asked_at, heard_at = self._clock.now(), candidate.heard_at
        if asked_at < heard_at <= asked_at + MOST_WRONG:
            # The clock ran ahead then.
            heard_at = asked_at - MOST_WRONG
        elif self._listens and heard_at > self._listening_since_at:
            return None
        texts = await self._reader.texts(candidate.dm_channel_id, by, heard_at)
        if isinstance(texts, RetryAt | Refused):
            return texts
        word = next(filter(is_stop, texts), None)
        if word is not None and await hear_text(self._store, self._clock, by=by, text=word):
            log.info("stop.heard_late", extra={"member": candidate.member_id})
        # Only now: cut off before, it is read once more.
        await self._note_heard(candidate.member_id, asked_at)
        return None

    async def _note_heard(self, member: MemberId, until_at: datetime) -> None:
        async with self._store.write() as tx:
            tx.stops_nobody = True
            await members.set_heard(tx, member, until_at)
