"""Queries of the planner: what is due, what is to be written, when to wake."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain.ids import MessageId, ScheduleId
from bot.domain.occurrence import DueSchedule, Planned
from bot.domain.rule import Occasion
from bot.store.columns import from_ms, from_slot, maybe_at, maybe_ms, to_ms, to_slot
from bot.store.connection import Reads, Row, Tx

# The state stands as a literal: bound as a parameter, the partial index would not be used.
DUE = """
SELECT s.id, s.kind, s.rule, s.next_slot, s.next_due_at, COALESCE(m.zone, c.zone) AS zone,
    m.paused_until_at
FROM schedule AS s
LEFT JOIN member AS m ON m.id = s.member_id
LEFT JOIN clinic AS c ON c.id = s.clinic_id
WHERE s.status = 'active' AND s.next_due_at <= ?
ORDER BY s.next_due_at
LIMIT ?"""


async def due(reads: Reads, now_at: datetime, at_most: int) -> list[DueSchedule]:
    """Active schedules whose next slot has come, the longest due first."""
    return [_due_schedule(row) for row in await reads.rows(DUE, (to_ms(now_at), at_most))]


def _due_schedule(row: Row) -> DueSchedule:
    return DueSchedule(
        id=ScheduleId(row["id"]),
        kind=row["kind"],
        rule=row["rule"],
        zone=row["zone"],
        local_slot=from_slot(row["next_slot"]),
        due_at=from_ms(row["next_due_at"]),
        paused_until_at=maybe_at(row["paused_until_at"]),
    )


# One occurrence a slot, whatever happens: planning twice writes once.
ADD = """
INSERT INTO occurrence (
    schedule_id, slot, due_at, send_after_at, ready_at, lane, state, end_reason)
VALUES (?1, ?2, ?3, ?3, ?3, ?4, IIF(?5, 'dropped', 'queued'), IIF(?5, 'paused', NULL))
ON CONFLICT (schedule_id, slot) DO NOTHING"""


async def add_occurrences(tx: Tx, planned: Iterable[Planned]) -> None:
    """Write occurrences, queued, or dropped if they fell into a pause.

    One whose slot was used already is left as it is.
    """
    await tx.run_many(ADD, [_occurrence_row(one) for one in planned])


def _occurrence_row(one: Planned) -> tuple[object, ...]:
    slot = to_slot(one.local_slot)
    return (one.schedule_id, slot, to_ms(one.due_at), one.lane, one.in_pause)


ADVANCE = "UPDATE schedule SET next_slot = ?, next_due_at = ? WHERE id = ?"


async def advance(tx: Tx, steps: Iterable[tuple[ScheduleId, Occasion | None]]) -> None:
    """Set what comes next for each schedule; None: nothing any more."""
    await tx.run_many(ADVANCE, [(*next_columns(occasion), id_) for id_, occasion in steps])


def next_columns(occasion: Occasion | None) -> tuple[str | None, int | None]:
    """``next_slot`` and ``next_due_at`` of a schedule."""
    if occasion is None:
        return None, None
    return to_slot(occasion.local_slot), maybe_ms(occasion.at)


# Each part reads one end of one index.
WAKE = """
SELECT MIN(at) AS at FROM (
    SELECT MIN(next_due_at) AS at FROM schedule WHERE status = 'active'
    UNION ALL SELECT MIN(ready_at) FROM occurrence WHERE state = 'queued' AND lane = 1
    UNION ALL SELECT MIN(ready_at) FROM occurrence WHERE state = 'queued' AND lane = 2
    UNION ALL SELECT MIN(ready_at) FROM occurrence WHERE state = 'queued' AND lane = 3
    UNION ALL SELECT MIN(ready_at) FROM occurrence WHERE state = 'queued' AND lane = 4
)"""


async def next_wake_at(reads: Reads) -> datetime | None:
    """When the engine has something to do next; None: nothing is planned at all."""
    row = await reads.row(WAKE)
    return maybe_at(row["at"]) if row is not None else None


# As above; the state is ready to be claimed, wherever it waits.
QUEUED = "SELECT COUNT(*) AS number FROM occurrence WHERE state = 'queued' AND ready_at <= ?"
LATE = "SELECT COUNT(*) AS number FROM schedule WHERE status = 'active' AND next_due_at <= ?"


async def due_now(reads: Reads, now_at: datetime) -> int:
    """How much is due and has not begun to be sent: planned, and yet to be planned."""
    parts = [await reads.row(query, (to_ms(now_at),)) for query in (QUEUED, LATE)]
    return sum(part["number"] for part in parts if part is not None)


DELIVERIES = "SELECT message_id FROM delivery WHERE message_id IS NOT NULL ORDER BY message_id"


async def deliveries(reads: Reads) -> list[MessageId]:
    """Every message on record as stored by Discord."""
    return [MessageId(row["message_id"]) for row in await reads.rows(DELIVERIES)]
