"""Takes away what is still in Discord of members who were erased, a little at a time.

A remnant's row goes only when its messages are gone, so that after a crash the rest is taken away.
Refuses to touch what was sent to somebody who has joined again since.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.clock import Clock
from bot.delivery.messenger import (
    Done,
    Page,
    Refused,
    RefusedReason,
    Removal,
    Remover,
    RetryAt,
    RetryReason,
)
from bot.delivery.pacing import Pacer
from bot.domain.ids import MessageId, first_message_id
from bot.log import get_logger
from bot.store import erasing, remnants
from bot.store.connection import Store
from bot.store.remnants import Remnant, What

log = get_logger(__name__)

# At one a second this ends well before the next minute's run begins.
MOST_AT_A_TIME: Final = 30
FIRST_RETRY: Final = timedelta(minutes=1)
LONGEST_RETRY: Final = timedelta(hours=6)
# Judgement: with the pauses between them these are a week.
MOST_ATTEMPTS: Final = 36


class TakingAway:
    """Takes remnants away. ``pacer`` lets its requests through."""

    def __init__(self, store: Store, clock: Clock, remover: Remover, pacer: Pacer) -> None:
        self._store = store
        self._clock = clock
        self._remover = remover
        self._pacer = pacer
        self._left = 0

    async def run(self) -> None:
        """Take away what is ready, of 30 messages at most; the next run goes on."""
        self._left = MOST_AT_A_TIME
        has_forgotten = False
        for remnant in await remnants.due(self._store.reads, self._clock.now()):
            outcome = await self._take_away(remnant)
            if outcome is None or _is_everybodys(outcome):
                break
            has_forgotten |= await self._note(remnant, outcome)
        if has_forgotten:
            # Until here the log still held where it was.
            await erasing.sweep(self._store)

    async def _take_away(self, remnant: Remnant) -> Removal | None:
        """None: there is more than may be taken away at a time."""
        if remnant.message is not None:
            return await self._remove(remnant, remnant.message)
        if remnant.what is What.DM:
            return await self._empty(remnant)
        await self._pacer.turn()
        outcome = await self._remover.remove_thread(remnant.channel)
        if isinstance(outcome, Refused) and outcome.reason is RefusedReason.FORBIDDEN:
            return await self._empty_thread(remnant)
        return outcome

    async def _empty_thread(self, remnant: Remnant) -> Removal | None:
        opened = await self._archive(remnant, archived=False)
        if not isinstance(opened, Done):
            return opened
        emptied = await self._empty(remnant)
        if not isinstance(emptied, Done):
            return emptied
        return await self._archive(remnant, archived=True)

    async def _archive(self, remnant: Remnant, *, archived: bool) -> Removal:
        await self._pacer.turn()
        return await self._remover.archive_thread(remnant.channel, archived=archived)

    async def _empty(self, remnant: Remnant) -> Removal | None:
        before = first_message_id(remnant.before_at)
        while True:
            await self._pacer.turn()
            page = await self._remover.own_messages(remnant.channel, before)
            if not isinstance(page, Page):
                return page
            kept = await remnants.on_record(self._store.reads, remnant.channel, page.own)
            for message in page.own:
                if message in kept:
                    continue
                outcome = await self._remove(remnant, message)
                if not isinstance(outcome, Done):
                    return outcome
            if page.next_before is None:
                return Done()
            before = page.next_before

    async def _remove(self, remnant: Remnant, message: MessageId) -> Removal | None:
        if not self._left:
            return None
        self._left -= 1
        await self._pacer.turn()
        return await self._remover.remove(remnant.channel, message)

    async def _note(self, remnant: Remnant, outcome: Removal) -> bool:
        """Note how a try ended; whether the remnant's row is gone."""
        is_last = remnant.attempts + 1 >= MOST_ATTEMPTS
        async with self._store.write() as tx:
            tx.stops_nobody = True
            if isinstance(outcome, RetryAt) and not is_last:
                wait = max(timedelta(seconds=outcome.retry_after_s), _pause(remnant.attempts))
                await remnants.postpone(tx, remnant.id, self._clock.now() + wait)
                return False
            await remnants.forget(tx, remnant.id)
        if not isinstance(outcome, Done):
            log.warning("remnant.given_up", extra={"remnant": remnant.id})
        return True


def _is_everybodys(outcome: Removal) -> bool:
    """Whether nothing else could be taken away now either."""
    match outcome:
        case RetryAt(_, RetryReason.OFFLINE) | Refused(RefusedReason.TOKEN):
            return True
    return False


def _pause(attempts: int) -> timedelta:
    return min(FIRST_RETRY * (1 << min(attempts, 10)), LONGEST_RETRY)
