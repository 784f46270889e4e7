"""Send: one claimed delivery goes through the Messenger, and comes back as an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.content.library import Library
from bot.delivery.messenger import (
    DeliveryKey,
    InDoubt,
    Messenger,
    Opened,
    Outcome,
    Refused,
    RefusedReason,
    RetryAt,
    RetryReason,
    Unreachable,
)
from bot.delivery.pacing import OpeningGate, Pacer
from bot.delivery.threads import ThreadFinder, is_for_a_thread
from bot.domain.ids import ChannelId
from bot.domain.local_time import local_of
from bot.domain.message import Message
from bot.domain.occurrence import Candidate, Claimed
from bot.errors import Bug, StoreError
from bot.kinds.kind import ComposeFacts
from bot.kinds.registry import Kinds
from bot.log import get_logger, log_fault
from bot.store import claims, members
from bot.store.connection import Store
from bot.texts.catalogue import Catalogue

log = get_logger(__name__)

# Source: product, "was due" appears after outages only.
LATE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Its member does not want it in their thread any more."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Between the claim and the request somebody stopped it, or time went on: claimed anew."""


@dataclass(frozen=True, slots=True)
class Result:
    """One delivery's end. ``channel_id`` is where it went, None if it went nowhere."""

    claimed: Claimed
    outcome: Outcome | Withdrawn | Overtaken
    channel_id: ChannelId | None
    ended_at: datetime


class CatchUp(Protocol):
    """Hears what members typed while nobody listened."""

    async def hear_out(self, candidate: Candidate) -> RetryAt | Refused | None:
        """Do what the member asked for meanwhile; what became of it if it cannot be read."""
        ...


class Sender:
    """Sends for the engine."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        messenger: Messenger,
        pacer: Pacer,
        gate: OpeningGate,
        kinds: Kinds,
        library: Library,
        catalogue: Catalogue,
        catch_up: CatchUp,
        threads: ThreadFinder,
    ) -> None:
        self._store = store
        self._clock = clock
        self._messenger = messenger
        self._pacer = pacer
        self._gate = gate
        self._kinds = kinds
        self._library = library
        self._catalogue = catalogue
        self._catch_up = catch_up
        self._threads = threads

    async def deliver(self, claimed: Claimed) -> Result:
        """Send one claimed delivery, opening the member's DM channel if need be. Raises nothing."""
        try:
            return await self._deliver(claimed)
        except StoreError as error:
            reason = type(error).__name__
            log.warning("delivery.store_refused", extra={"reason": reason})
            return Result(claimed, InDoubt(reason), None, self._clock.now())
        except Exception as error:  # noqa: BLE001 - it must not keep the others from leaving
            log_fault(log, "delivery.fault", error, occurrence=claimed.candidate.id)
            return Result(claimed, Refused(RefusedReason.BODY, 0), None, self._clock.now())

    async def _deliver(self, claimed: Claimed) -> Result:
        candidate = claimed.candidate
        unreadable = await self._catch_up.hear_out(candidate)
        if unreadable is not None:
            return Result(claimed, unreadable, None, self._clock.now())
        if not await self._still_holds(claimed):
            return Result(claimed, Overtaken(), None, self._clock.now())
        message = self._compose(claimed)
        channel = candidate.dm_channel_id
        if channel is None or is_for_a_thread(candidate):
            opening = await self._way_to(candidate)
            if not isinstance(opening, Opened):
                return Result(claimed, opening, None, self._clock.now())
            channel = opening.channel_id
            # Opening takes its time: somebody may have stopped it meanwhile.
            if not await self._still_holds(claimed):
                return Result(claimed, Overtaken(), None, self._clock.now())
        key = DeliveryKey(candidate.id, candidate.step)
        outcome = await self._messenger.send(channel, key, message)
        return Result(claimed, outcome, channel, self._clock.now())

    async def _way_to(
        self, candidate: Candidate
    ) -> Opened | RetryAt | Unreachable | Refused | Withdrawn:
        if is_for_a_thread(candidate):
            return await self._threads.thread_for(candidate) or Withdrawn()
        return await self._open(candidate)

    async def _still_holds(self, claimed: Claimed) -> bool:
        if claimed.is_old(self._clock.now()):
            return False
        if claimed.version == self._store.version:
            return True
        candidate = claimed.candidate
        last_word = self._kinds[candidate.kind].is_last_word(candidate.wish)
        return await claims.still_wanted(
            self._store.reads, candidate.id, candidate.step, last_word=last_word
        )

    async def _open(self, candidate: Candidate) -> Opened | RetryAt | Unreachable | Refused:
        member = candidate.member_id
        if member is None or candidate.discord_id is None:
            raise Bug("a message to a channel names its channel")
        wait_s = self._gate.reserve(member)
        if wait_s:
            return RetryAt(wait_s, RetryReason.OPENING_PAUSED)
        opening = await self._messenger.open_channel(candidate.discord_id)
        match opening:
            case Opened(channel_id):
                self._gate.opened()
                # Before the message leaves: after a crash its history has to be found.
                async with self._store.write() as tx:
                    await members.set_channel(tx, member, channel_id)
                await self._pacer.turn()
            case RetryAt(retry_after_s, RetryReason.OPENING_PAUSED):
                pause_s = self._gate.refused(retry_after_s)
                log.error("dm.opening_refused", extra={"pause_s": pause_s})
                return RetryAt(pause_s, RetryReason.OPENING_PAUSED)
        return opening

    def _compose(self, claimed: Claimed) -> Message:
        candidate = claimed.candidate
        facts = ComposeFacts(
            language=self._catalogue.language(candidate.locale),
            library=self._library,
            wish=candidate.wish,
            item=claimed.item,
            seed=candidate.id,
            discreet=candidate.settings.discreet,
            local_was_due=self._local_was_due(claimed),
        )
        return self._kinds[candidate.kind].message(facts)

    def _local_was_due(self, claimed: Claimed) -> datetime | None:
        candidate = claimed.candidate
        late = claimed.attempt_at - candidate.send_after_at >= LATE_AFTER
        if not late or candidate.step > 1:
            return None
        # Not the slot: its time may have moved since it got its name.
        return local_of(candidate.due_at, candidate.settings.zone)
