"""Where a line for a member with closed DMs goes: their own private thread, made or found again.

The thread is on record before anything is sent to it, so that after a crash its history can be
read. A crash right after it was made leaves an empty thread that nobody is in.
"""

from __future__ import annotations

from datetime import datetime

from bot.delivery.messenger import Opened, Opening, RetryAt, RetryReason, Threads
from bot.delivery.pacing import Pacer
from bot.domain.fallback import Line
from bot.domain.ids import ChannelId
from bot.domain.occurrence import Candidate
from bot.log import get_logger
from bot.store import fallback, remnants
from bot.store.connection import Store
from bot.texts.catalogue import Catalogue

log = get_logger(__name__)

THREAD_OF = "thread_of"


class ThreadFinder:
    """Finds the thread of a member."""

    def __init__(self, store: Store, catalogue: Catalogue, threads: Threads, pacer: Pacer) -> None:
        self._store = store
        self._catalogue = catalogue
        self._threads = threads
        self._pacer = pacer

    async def thread_for(self, candidate: Candidate) -> Opening | None:
        """The thread that a line goes to; None: the member does not want it any more."""
        line = await fallback.target(self._store.reads, candidate.schedule_id)
        if line is None:
            return None
        if line.thread is not None:
            entered = await self._enter(line, line.thread)
            if not _is_gone(entered):
                return entered
            await self._note(line, None)
        name = self._catalogue.language(line.locale).say("fallback.thread")
        made = await self._threads.make_thread(line.parent, name)
        if not isinstance(made, Opened):
            return made
        if not await self._note_made(line, made.channel_id, candidate.due_at):
            return None
        await self._pacer.turn()
        return await self._enter(line, made.channel_id)

    async def _enter(self, line: Line, thread: ChannelId) -> Opening:
        entered = await self._threads.enter_thread(thread, line.client)
        if isinstance(entered, Opened):
            await self._note(line, thread)
            await self._pacer.turn()
        return entered

    async def _note_made(self, line: Line, thread: ChannelId, due_at: datetime) -> bool:
        """Whether it is still wanted: of who was erased meanwhile, it is taken away again."""
        async with self._store.write() as tx:
            tx.stops_nobody = True
            is_kept = await fallback.set_thread(tx, line, thread)
            if not is_kept:
                await remnants.add_thread(tx, thread, due_at)
        return is_kept

    async def _note(self, line: Line, thread: ChannelId | None) -> None:
        async with self._store.write() as tx:
            tx.stops_nobody = True
            await fallback.set_thread(tx, line, thread)


def is_for_a_thread(candidate: Candidate) -> bool:
    """Whether a post goes to somebody's thread instead of a channel."""
    return THREAD_OF in candidate.wish


def _is_gone(opening: Opening) -> bool:
    return isinstance(opening, RetryAt) and opening.reason is RetryReason.CHANNEL_GONE
