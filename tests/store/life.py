"""A small world round the store: Discord as it is, and an engine that knows what it is told.

Discord remembers a nonce for a minute. What it stored is the truth the rows are held against.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.claim import DropReason
from bot.domain.ids import ChannelId, MemberId, MessageId, OccurrenceId, ScheduleId
from bot.domain.occurrence import Candidate, Claimed, Doubtful, Planned
from bot.domain.press import Answer, Snooze, StopThis, Verdict, judge
from bot.domain.rule import Rule, Weekdays, next_occasion
from bot.domain.zones import zone
from bot.store import claims, members, planning, presses, schedules, settlements
from bot.store.connection import Row, Store
from bot.store.settlements import EndMark, RetryMark, SentMark
from tests.store.builders import NOW_AT, add_client, add_schedule, minutes, settings

NONCE_MEMORY = timedelta(seconds=60)
BERLIN = zone("Europe/Berlin")
OFTEN = Rule(Weekdays(frozenset(range(7))), tuple(range(0, 1440, 15)))
CHANNEL = ChannelId(70)
Key = tuple[OccurrenceId, int]


class Fate(Enum):
    """How a request ends: whether Discord stores it, and what the bot hears of that."""

    SENT = "stored, and said so"
    LOST_AFTER = "stored, and the answer lost"
    LOST_BEFORE = "not stored, and the answer lost"
    RETRY = "not stored, and said so"
    CLOSED = "refused for this member"
    REFUSED = "refused for good"
    UNTRIED = "never left"


STORED = (Fate.SENT, Fate.LOST_AFTER)


@dataclass
class World:
    """One member with four schedules that fire every quarter of an hour."""

    store: Store
    member: MemberId
    schedules: list[ScheduleId]
    now_at: datetime = NOW_AT
    started_at: datetime = NOW_AT
    planned: int = 0
    stored: Counter[Key] = field(default_factory=Counter)
    stored_at: dict[Key, datetime] = field(default_factory=dict)
    in_flight: dict[Key, tuple[Claimed, Fate]] = field(default_factory=dict)
    ends: set[str] = field(default_factory=set)
    doubts_looked_up: int = 0

    @classmethod
    async def begin(cls, store: Store) -> World:
        member = await add_client(store, chosen=settings())
        upcoming = next_occasion(OFTEN, BERLIN, NOW_AT)
        ids = [await add_schedule(store, member, rule=OFTEN, upcoming=upcoming) for _ in range(4)]
        return cls(store, member, ids)

    @property
    def doubt_from_at(self) -> datetime:
        return max(self.started_at, self.now_at - NONCE_MEMORY)

    # Time and planning

    async def wait(self, number: int) -> None:
        self.now_at += timedelta(seconds=(1, 40, 70, 300, 1000)[number % 5])

    async def plan(self, number: int) -> None:
        async with self.store.write() as tx:
            due = await planning.due(tx, self.now_at, 1 + number % 3)
            rows = [Planned(d.id, d.local_slot, d.due_at, 4) for d in due]
            known = await tx.rows("SELECT schedule_id, slot FROM occurrence")
            await planning.add_occurrences(tx, rows)
            steps = [(d.id, next_occasion(OFTEN, BERLIN, d.due_at)) for d in due]
            await planning.advance(tx, steps)
            self.planned += len(await tx.rows("SELECT 1 FROM occurrence")) - len(known)

    # Claiming and sending

    async def claim(self, number: int) -> None:
        fates = [*Fate, Fate.SENT, Fate.LOST_AFTER]
        async with self.store.write() as tx:
            found, _ = await claims.ready(tx, self.now_at, self.doubt_from_at, 1 + number % 4)
            merged = [c for c in found if c.superseded]
            await claims.drop(tx, [(c.id, DropReason.MERGED) for c in merged])
            going = [Claimed(c, None, self.now_at) for c in found if not c.superseded]
            await claims.mark_sending(tx, going)
        for index, one in enumerate(going):
            self._leave(one, fates[(number // 4 + index) % len(fates)])

    def _leave(self, claimed: Claimed, fate: Fate) -> None:
        key = _key(claimed.candidate)
        assert key not in self.in_flight, "it is on its way already"
        self.in_flight[key] = (claimed, fate)
        if fate in STORED and not self._remembers(key):
            self.stored[key] += 1
            self.stored_at[key] = self.now_at

    def _remembers(self, key: Key) -> bool:
        at = self.stored_at.get(key)
        return at is not None and self.now_at - at <= NONCE_MEMORY

    async def put_off(self, number: int) -> None:
        until_at = self.now_at + minutes(1 + number % 9)
        async with self.store.write() as tx:
            found, _ = await claims.ready(tx, self.now_at, self.doubt_from_at, 1)
            if number % 3 == 0:
                await claims.end_stale(tx, [c.id for c in found])
            elif number % 3 == 1:
                await claims.end_unreachable(tx, [c.id for c in found])
            else:
                await claims.postpone(tx, [(c.id, until_at) for c in found])

    # Settling

    async def settle(self, number: int) -> None:
        if not self.in_flight:
            return
        key = sorted(self.in_flight)[number % len(self.in_flight)]
        _, fate = self.in_flight.pop(key)
        later_at = self.now_at + timedelta(seconds=number % 90)
        async with self.store.write() as tx:
            match fate:
                case Fate.SENT:
                    await settlements.settle_sent(tx, [self._sent_mark(key)])
                case Fate.LOST_AFTER | Fate.LOST_BEFORE:
                    await settlements.settle_retries(tx, [RetryMark(*key, later_at, in_doubt=True)])
                case Fate.RETRY:
                    mark = RetryMark(*key, later_at, in_doubt=False)
                    await settlements.settle_retries(tx, [mark])
                case Fate.CLOSED:
                    await settlements.settle_ends(tx, [EndMark(*key, "unreachable", "closed")])
                case Fate.REFUSED:
                    await settlements.settle_ends(tx, [EndMark(*key, "failed", "body")])
                case Fate.UNTRIED:
                    await settlements.release(tx, [key])

    def _sent_mark(self, key: Key) -> SentMark:
        return SentMark(*key, CHANNEL, MessageId(key[0] * 100 + key[1]), self.now_at)

    async def settle_late(self, number: int) -> None:
        """A mark of a message that is stored, once more and at any time."""
        if self.stored:
            key = sorted(self.stored)[number % len(self.stored)]
            if key not in self.in_flight:
                async with self.store.write() as tx:
                    await settlements.settle_sent(tx, [self._sent_mark(key)])

    async def crash(self, number: int) -> None:
        self.in_flight.clear()
        self.started_at = self.now_at
        async with self.store.write() as tx:
            await settlements.doubt_all_sending(tx, self.now_at)

    async def look_up(self, number: int) -> None:
        doubts = await settlements.old_doubts(self.store.reads, self.doubt_from_at, self.now_at, 2)
        self.doubts_looked_up += len(doubts)
        for doubtful in doubts:
            await self._look_up_one(doubtful, fails=number % 5 == 0)

    async def _look_up_one(self, doubtful: Doubtful, *, fails: bool) -> None:
        key = (doubtful.id, doubtful.step)
        async with self.store.write() as tx:
            if fails:
                await settlements.keep_doubt(tx, doubtful, self.now_at + minutes(1))
            elif self.stored[key]:
                await settlements.settle_sent(tx, [self._sent_mark(key)])
            else:
                await settlements.clear_doubt(tx, doubtful, self.now_at)

    # The member

    async def press(self, number: int) -> None:
        latest = sorted(+self.stored)[-6:]
        if not latest:
            return
        occurrence_id, step = latest[number // 9 % len(latest)]
        effect = StopThis() if number % 45 == 44 else (Snooze(2), Answer(), Snooze(7))[number % 3]
        async with self.store.write() as tx:
            found = await presses.find(tx, occurrence_id)
            assert found is not None
            verdict = judge(found, effect, step=step, by=found.owner, now_at=self.now_at)
            if verdict is not Verdict.ACCEPTED:
                return
            message = MessageId(occurrence_id * 100 + step)
            match effect:
                case Answer():
                    assert await presses.note_answer(tx, found, "done", self.now_at)
                case Snooze(later_min):
                    until_at = self.now_at + minutes(later_min)
                    assert await presses.snooze(tx, found, until_at)
                case StopThis():
                    await schedules.end(tx, found.schedule_id, "turned off", self.now_at)
                    return
            await presses.note_delivered(tx, found, CHANNEL, message, self.now_at)

    async def stop(self, number: int) -> None:
        async with self.store.write() as tx:
            await members.set_stopped(tx, self.member, self.now_at)
            await schedules.end_all(tx, self.member, "stopped", self.now_at)

    async def start_again(self, number: int) -> None:
        async with self.store.write() as tx:
            await members.set_stopped(tx, self.member, None)
            for one in self.schedules:
                found = await schedules.get(tx, one)
                if found is None or found.status != "ended":
                    continue
                upcoming = next_occasion(OFTEN, BERLIN, self.now_at)
                await schedules.revise(
                    tx, one, wish={}, rule=OFTEN, upcoming=upcoming, now_at=self.now_at
                )
            await members.reach_again(tx, self.member, self.now_at)

    # What must hold at any moment

    async def check(self) -> None:
        assert max(self.stored.values(), default=0) <= 1, "one message was stored twice"
        rows = await self.store.reads.rows("SELECT * FROM occurrence")
        for row in rows:
            self._check_one(row)
            self.ends |= {row["state"], row["end_reason"] or "none"}
        assert len(rows) == self.planned, "a slot was lost or counted twice"
        noted = await self.store.reads.rows("SELECT occurrence_id, step FROM delivery")
        assert {(row["occurrence_id"], row["step"]) for row in noted} <= set(+self.stored)
        sent = {(r["id"], r["step"]) for r in rows if r["state"] in ("sent", "answered")}
        assert sent <= {(row["occurrence_id"], row["step"]) for row in noted}
        ended = "SELECT 1 FROM schedule WHERE status = 'ended' AND next_due_at IS NOT NULL"
        assert await self.store.reads.rows(ended) == []

    def _check_one(self, row: Row) -> None:
        key = (OccurrenceId(row["id"]), row["step"])
        is_stored, in_doubt = bool(self.stored[key]), row["doubt_since_at"] is not None
        assert (row["state"] == "answered") == (row["answer"] is not None)
        assert (row["answer"] is None) == (row["answered_at"] is None)
        match row["state"]:
            case "queued":
                assert in_doubt or not is_stored, "it would be sent again"
                assert row["ready_at"] >= row["send_after_at"]
            case "sending":
                assert key in self.in_flight
                assert row["attempts"] >= 1
                assert row["attempt_at"] is not None
            case "sent" | "answered":
                assert is_stored
                assert not in_doubt


def _key(candidate: Candidate) -> Key:
    return candidate.id, candidate.step
