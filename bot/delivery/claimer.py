"""Claim: what is queued and ready is decided on, and what may leave now is marked.

One transaction: everything is read again in it, so that a stop, a pause or an end that was
committed before holds; the attempt is on record before its request leaves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.content.library import Library
from bot.delivery.fault import log_fault
from bot.domain.claim import CannotReach, Drop, DropReason, Facts, Send, Stale, Wait, decide
from bot.domain.ids import MemberId, OccurrenceId, ScheduleId
from bot.domain.occurrence import Candidate, Claimed, State
from bot.domain.policy import Quiet
from bot.kinds.kind import Kind
from bot.kinds.registry import Kinds
from bot.log import get_logger
from bot.store import claims, presses, settlements
from bot.store.claims import Day
from bot.store.connection import Store, Tx
from bot.store.settlements import EndMark

log = get_logger(__name__)

_MAY_WAIT = (Quiet.WAITS, Quiet.SENT_IF_SOON)


@dataclass(slots=True)
class Sorted:
    """Candidates by what becomes of them."""

    send: list[Claimed] = field(default_factory=list)
    wait: list[tuple[OccurrenceId, datetime]] = field(default_factory=list)
    dropped: list[tuple[Candidate, DropReason]] = field(default_factory=list)
    stale: list[OccurrenceId] = field(default_factory=list)
    unreachable: list[OccurrenceId] = field(default_factory=list)
    faulty: list[Claimed] = field(default_factory=list)


class Claimer:
    """Claims for the engine."""

    def __init__(self, store: Store, kinds: Kinds, library: Library) -> None:
        self._store = store
        self._kinds = kinds
        self._library = library

    async def claim(
        self, now_at: datetime, doubt_from_at: datetime, at_most: int
    ) -> tuple[list[Claimed], int]:
        """Mark what may leave now, lane by lane; it, and how many were decided on in all.

        Doubts from ``doubt_from_at`` or before are not claimed: history is asked about them first.
        """
        async with self._store.write() as tx:
            tx.stops_nobody = True
            candidates = await claims.ready(tx, now_at, doubt_from_at, at_most)
            if not candidates:
                return [], 0
            return await self._sort_and_mark(tx, candidates, now_at), len(candidates)

    async def claim_one(
        self, occurrence_id: OccurrenceId, now_at: datetime, doubt_from_at: datetime
    ) -> Claimed | None:
        """Claim one occurrence ahead of its turn; None if it may not leave now."""
        async with self._store.write() as tx:
            tx.stops_nobody = True
            candidate = await claims.ready_one(tx, occurrence_id, now_at, doubt_from_at)
            if candidate is None:
                return None
            marked = await self._sort_and_mark(tx, [candidate], now_at)
        return marked[0] if marked else None

    async def has_claimed(self, occurrence_id: OccurrenceId) -> bool:
        """Whether one occurrence is on its way out."""
        found = await presses.find(self._store.reads, occurrence_id)
        return found is not None and found.state is State.SENDING

    async def _sort_and_mark(
        self, tx: Tx, candidates: Sequence[Candidate], now_at: datetime
    ) -> list[Claimed]:
        counted = await self._counted(tx, candidates)
        sorted_ = self._sort(candidates, counted, now_at)
        # First of all: what is merged is handed on to one that is still queued.
        await claims.drop(tx, sorted_.dropped)
        await claims.mark_sending(tx, sorted_.send)
        await claims.postpone(tx, sorted_.wait)
        await claims.end_stale(tx, sorted_.stale)
        await claims.end_unreachable(tx, sorted_.unreachable)
        await _end_faulty(tx, sorted_.faulty)
        return _with_what_was_merged(sorted_)

    async def _counted(self, tx: Tx, candidates: Sequence[Candidate]) -> dict[Day, int]:
        counting = self._kinds.counting
        days = {_day(c) for c in candidates if c.kind in counting}
        return await claims.counted_today(tx, days, counting) if days else {}

    def _sort(
        self, candidates: Sequence[Candidate], counted: dict[Day, int], now_at: datetime
    ) -> Sorted:
        result = Sorted()
        shown: dict[tuple[MemberId, str], str | None] = {}
        for candidate in candidates:
            if candidate.kind not in self._kinds:
                # Its schedule waits for a version that knows the kind; this one time cannot.
                log.error("claim.unknown_kind", extra={"occurrence": candidate.id})
                result.dropped.append((candidate, DropReason.ENDED))
                continue
            try:
                self._sort_one(result, candidate, counted, shown, now_at)
            except Exception as error:  # noqa: BLE001 - it must not keep the others from leaving
                log_fault(log, "claim.fault", error, occurrence=candidate.id)
                result.faulty.append(Claimed(candidate, candidate.item, now_at))
        return result

    def _sort_one(
        self,
        result: Sorted,
        candidate: Candidate,
        counted: dict[Day, int],
        shown: dict[tuple[MemberId, str], str | None],
        now_at: datetime,
    ) -> None:
        kind = self._kinds[candidate.kind]
        number = counted.get(_day(candidate), 0)
        candidate = _as_if_awake(candidate, kind, now_at)
        match decide(_facts(candidate, kind, number), kind.policy, now_at):
            case Send():
                result.send.append(self._claimed(candidate, shown, now_at))
                if kind.policy.counts and candidate.step == 1:
                    counted[_day(candidate)] = number + 1
            case Wait(until_at):
                result.wait.append((candidate.id, until_at))
            case Drop(reason):
                result.dropped.append((candidate, reason))
            case Stale():
                result.stale.append(candidate.id)
            case CannotReach():
                result.unreachable.append(candidate.id)

    def _claimed(
        self, candidate: Candidate, shown: dict[tuple[MemberId, str], str | None], now_at: datetime
    ) -> Claimed:
        # A retry or a snooze shows what it showed before.
        item = candidate.item
        if item is None:
            what = (candidate.member_id, candidate.kind)
            last = shown.get(what, candidate.last_item)
            kind = self._kinds[candidate.kind]
            item = shown[what] = kind.choose(self._library, candidate.locale, last, candidate.id)
        return Claimed(candidate, item, now_at, self._store.version)


def _day(candidate: Candidate) -> Day:
    return candidate.member_id, candidate.local_slot.date()


def _with_what_was_merged(sorted_: Sorted) -> list[Claimed]:
    """What is sent, standing also for the earlier times of its schedule that were merged."""
    merged: Counter[ScheduleId] = Counter()
    for candidate, reason in sorted_.dropped:
        if reason is DropReason.MERGED:
            merged[candidate.schedule_id] += candidate.covers
    return [_covering(claimed, merged[claimed.candidate.schedule_id]) for claimed in sorted_.send]


def _covering(claimed: Claimed, more: int) -> Claimed:
    if not more:
        return claimed
    candidate = claimed.candidate
    return replace(claimed, candidate=replace(candidate, covers=candidate.covers + more))


def _as_if_awake(candidate: Candidate, kind: Kind, now_at: datetime) -> Candidate:
    """Lateness counts from the end of quiet hours, also when an outage lay over both."""
    due_at = candidate.send_after_at
    if due_at < now_at and kind.policy.quiet in _MAY_WAIT:
        then = decide(_facts(candidate, kind, 0), kind.policy, due_at)
        if isinstance(then, Wait):
            return replace(candidate, send_after_at=then.until_at)
    return candidate


async def _end_faulty(tx: Tx, faulty: Sequence[Claimed]) -> None:
    await claims.mark_sending(tx, faulty)
    failed = State.FAILED.value
    ends = [EndMark(c.candidate.id, c.candidate.step, failed, "fault") for c in faulty]
    await settlements.settle_ends(tx, ends)


def _facts(candidate: Candidate, kind: Kind, counted_today: int) -> Facts:
    return Facts(
        step=candidate.step,
        send_after_at=candidate.send_after_at,
        schedule_active=candidate.schedule_active,
        superseded=candidate.superseded,
        agreed=candidate.agreed,
        stopped=candidate.stopped,
        paused_until_at=candidate.paused_until_at,
        unreachable=candidate.unreachable,
        settings=candidate.settings,
        counted_today=counted_today,
        concerns_at=kind.concerns_at(candidate.wish),
        last_word=kind.is_last_word(candidate.wish),
    )
