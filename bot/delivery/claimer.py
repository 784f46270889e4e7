"""Claim: what is queued and ready is decided on, and what may leave now is marked.

One transaction: everything is read again in it, so that a stop, a pause or an end that was
committed before holds; the attempt is on record before its request leaves.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.content.library import Library
from bot.delivery.recovery import NONCE_MEMORY
from bot.domain.claim import (
    CannotReach,
    Decision,
    Drop,
    DropReason,
    Facts,
    Send,
    Stale,
    Wait,
    decide,
)
from bot.domain.habits import QUESTION, Habit, Past, habit_after
from bot.domain.ids import MemberId, OccurrenceId, ScheduleId
from bot.domain.occurrence import Candidate, Claimed, State
from bot.domain.policy import Quiet
from bot.domain.rule import Rule
from bot.domain.upcoming import slots_left
from bot.kinds.kind import Kind
from bot.kinds.registry import Kinds
from bot.log import get_logger, log_fault
from bot.store import claims, fallback, habits, presses
from bot.store.claims import Day
from bot.store.connection import Store, Tx

log = get_logger(__name__)

# What is not to be sent now for reasons that only a feature knows, looked up in the claim itself.
HoldBack = Callable[
    [Tx, Sequence[Candidate], datetime], Awaitable[Mapping[OccurrenceId, DropReason]]
]

_MAY_WAIT = (Quiet.WAITS, Quiet.SENT_IF_SOON)


@dataclass(slots=True)
class Sorted:
    """Candidates by what becomes of them.

    ``doubtful``: not to be sent any more, but one try may have arrived; when history may be asked.
    """

    send: list[Claimed] = field(default_factory=list)
    wait: list[tuple[OccurrenceId, datetime]] = field(default_factory=list)
    doubtful: list[tuple[OccurrenceId, datetime]] = field(default_factory=list)
    dropped: list[tuple[OccurrenceId, DropReason]] = field(default_factory=list)
    stale: list[OccurrenceId] = field(default_factory=list)
    unreachable: list[OccurrenceId] = field(default_factory=list)
    faulty: list[OccurrenceId] = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """What is known beside the candidates: the days' counts, silences, and what was shown last.

    ``reserving`` is when the kinds come whose places in a day are kept, ``held`` what a feature
    holds back.
    """

    counted: dict[Day, int]
    reserving: dict[MemberId, list[Rule]]
    quiet: dict[ScheduleId, habits.Quiet]
    held: Mapping[OccurrenceId, DropReason]
    shown: dict[tuple[MemberId | ScheduleId, str], str | None] = field(default_factory=dict)

    def kept(self, candidate: Candidate) -> int:
        """How many places of a candidate's day are kept for what comes later in it."""
        if candidate.member_id is None:
            return 0
        rules = self.reserving.get(candidate.member_id, [])
        return sum(slots_left(rule, candidate.local_slot) for rule in rules)


class Claimer:
    """Claims for the engine."""

    def __init__(self, store: Store, kinds: Kinds, library: Library, hold_back: HoldBack) -> None:
        self._store = store
        self._kinds = kinds
        self._library = library
        self._hold_back = hold_back

    async def claim(
        self, now_at: datetime, doubt_from_at: datetime, at_most: int
    ) -> tuple[list[Claimed], int]:
        """Mark what may leave now, lane by lane; it, and how many were decided on in all.

        Doubts from ``doubt_from_at`` or before are not claimed: history is asked about them first.
        """
        async with self._store.write() as tx:
            tx.stops_nobody = True
            candidates, unreadable = await claims.ready(tx, now_at, doubt_from_at, at_most)
            await _end_unreadable(tx, unreadable)
            claimed = await self._sort_and_mark(tx, candidates, now_at) if candidates else []
        return claimed, len(candidates) + len(unreadable)

    async def claim_one(
        self, occurrence_id: OccurrenceId, now_at: datetime, doubt_from_at: datetime
    ) -> Claimed | None:
        """Claim one occurrence ahead of its turn; None if it may not leave now."""
        async with self._store.write() as tx:
            tx.stops_nobody = True
            candidates, unreadable = await claims.ready_one(
                tx, occurrence_id, now_at, doubt_from_at
            )
            await _end_unreadable(tx, unreadable)
            claimed = await self._sort_and_mark(tx, candidates, now_at) if candidates else []
        return claimed[0] if claimed else None

    async def has_claimed(self, occurrence_id: OccurrenceId) -> bool:
        """Whether one occurrence is on its way out."""
        found = await presses.find(self._store.reads, occurrence_id)
        return found is not None and found.state is State.SENDING

    async def _sort_and_mark(
        self, tx: Tx, candidates: Sequence[Candidate], now_at: datetime
    ) -> list[Claimed]:
        known = Known(
            await self._counted(tx, candidates),
            await self._reserving(tx, candidates),
            await self._quiet(tx, candidates),
            await self._hold_back(tx, candidates, now_at),
        )
        sorted_ = self._sort(candidates, known, now_at)
        await claims.drop(tx, sorted_.dropped)
        await claims.mark_sending(tx, sorted_.send)
        await claims.postpone(tx, sorted_.wait)
        await claims.leave_to_history(tx, sorted_.doubtful)
        await claims.end_stale(tx, sorted_.stale)
        await claims.end_unreachable(tx, sorted_.unreachable)
        await fallback.queue_lines(tx, sorted_.unreachable, now_at)
        await claims.end_faulty(tx, sorted_.faulty)
        return sorted_.send

    async def _counted(self, tx: Tx, candidates: Sequence[Candidate]) -> dict[Day, int]:
        counting = self._kinds.counting
        days = {_day(c) for c in candidates if c.kind in counting}
        return await claims.counted_today(tx, days, counting) if days else {}

    async def _reserving(
        self, tx: Tx, candidates: Sequence[Candidate]
    ) -> dict[MemberId, list[Rule]]:
        sharing = set(self._kinds.counting) - set(self._kinds.reserving)
        members = {c.member_id for c in candidates if c.kind in sharing and c.member_id}
        return await claims.rules_of(tx, members, self._kinds.reserving) if members else {}

    async def _quiet(
        self, tx: Tx, candidates: Sequence[Candidate]
    ) -> dict[ScheduleId, habits.Quiet]:
        """What nobody pressed lately, of schedules that ask after so many of it."""
        asking: dict[int, list[ScheduleId]] = {}
        for candidate in candidates:
            # A retry or a snooze is what it was before.
            if candidate.item is not None or candidate.kind not in self._kinds:
                continue
            kind = self._kinds[candidate.kind]
            patience = kind.policy.asks_after
            if patience is not None and kind.may_ask(candidate.wish):
                asking.setdefault(patience.messages, []).append(candidate.schedule_id)
        found: dict[ScheduleId, habits.Quiet] = {}
        for number, schedules in asking.items():
            found |= await habits.quiet(tx, schedules, number)
        return found

    def _sort(self, candidates: Sequence[Candidate], known: Known, now_at: datetime) -> Sorted:
        result = Sorted()
        for candidate in candidates:
            if candidate.kind not in self._kinds:
                # Its schedule waits for a version that knows the kind; this one time cannot.
                log.error("claim.unknown_kind", extra={"occurrence": candidate.id})
                result.dropped.append((candidate.id, DropReason.ENDED))
                continue
            try:
                self._sort_one(result, candidate, known, now_at)
            except Exception as error:  # noqa: BLE001 - it must not keep the others from leaving
                log_fault(log, "claim.fault", error, occurrence=candidate.id)
                result.faulty.append(candidate.id)
        return result

    def _sort_one(
        self, result: Sorted, candidate: Candidate, known: Known, now_at: datetime
    ) -> None:
        kind = self._kinds[candidate.kind]
        number = known.counted.get(_day(candidate), 0)
        taken = number + (0 if kind.policy.reserves else known.kept(candidate))
        habit = _habit(candidate, kind, known.quiet.get(candidate.schedule_id))
        candidate = _as_if_awake(candidate, kind, now_at)
        decision: Decision
        if candidate.id in known.held:
            decision = Drop(known.held[candidate.id])
        else:
            facts = _facts(candidate, kind, taken, silent=habit is Habit.SILENCE)
            decision = decide(facts, kind.policy, now_at)
        match decision:
            case Send():
                asks = habit is Habit.QUESTION
                item = QUESTION if asks else self._item(candidate, known)
                result.send.append(Claimed(candidate, item, now_at, self._store.version))
                if kind.policy.counts and candidate.step == 1:
                    known.counted[_day(candidate)] = number + 1
            case Wait(until_at):
                result.wait.append((candidate.id, until_at))
            case Drop() | Stale() | CannotReach() if candidate.doubt_since_at is not None:
                result.doubtful.append((candidate.id, candidate.doubt_since_at + NONCE_MEMORY))
            case Drop(reason):
                result.dropped.append((candidate.id, reason))
            case Stale():
                result.stale.append(candidate.id)
            case CannotReach():
                result.unreachable.append(candidate.id)

    def _item(self, candidate: Candidate, known: Known) -> str | None:
        # A retry or a snooze shows what it showed before.
        if candidate.item is not None:
            return candidate.item
        what = (candidate.member_id or candidate.schedule_id, candidate.kind)
        last = known.shown.get(what, candidate.last_item)
        kind = self._kinds[candidate.kind]
        item = kind.choose(self._library, candidate.locale, last, candidate.id)
        known.shown[what] = item
        return item


async def _end_unreadable(tx: Tx, unreadable: Sequence[OccurrenceId]) -> None:
    # Left queued, they would come up again and again, and keep the others from their turn.
    for occurrence_id in unreadable:
        log.error("claim.unreadable", extra={"occurrence": occurrence_id})
    await claims.end_faulty(tx, unreadable)


def _habit(candidate: Candidate, kind: Kind, quiet: habits.Quiet | None) -> Habit:
    patience = kind.policy.asks_after
    if quiet is None or patience is None or candidate.item is not None:
        return Habit.PROMPT
    days = [kind.own_day(candidate.wish, local_slot) for local_slot in quiet.local_slots]
    history = [Past(day, is_question=quiet.waits, pressed=False) for day in days]
    return habit_after(history, patience)


def _day(candidate: Candidate) -> Day:
    return candidate.member_id, candidate.local_slot.date()


def _as_if_awake(candidate: Candidate, kind: Kind, now_at: datetime) -> Candidate:
    """Lateness counts from the end of quiet hours, also when an outage lay over both."""
    due_at = candidate.send_after_at
    if due_at < now_at and kind.policy.quiet in _MAY_WAIT:
        then = decide(_facts(candidate, kind, 0), kind.policy, due_at)
        if isinstance(then, Wait):
            return replace(candidate, send_after_at=then.until_at)
    return candidate


def _facts(candidate: Candidate, kind: Kind, counted_today: int, *, silent: bool = False) -> Facts:
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
        silent=silent,
    )
