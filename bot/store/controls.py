"""Queries by which schedules are paused, skipped and put back, each leaving the way back."""

from __future__ import annotations

import json
from datetime import datetime

from bot.domain.ids import ScheduleId
from bot.domain.rule import Occasion
from bot.store.columns import from_slot, to_ms, to_slot
from bot.store.connection import Reads, Tx
from bot.store.planning import next_columns

SET_STATUS = """
UPDATE schedule SET status = ?, changed_at = ? WHERE id = ? AND status <> 'ended'"""


async def set_paused(tx: Tx, schedule_id: ScheduleId, now_at: datetime, *, paused: bool) -> None:
    """Pause a schedule, or let it go on. What comes next stays noted. Not for one that ended."""
    status = "paused" if paused else "active"
    await tx.run(SET_STATUS, (status, to_ms(now_at), schedule_id))


HOLD_BACK = """
UPDATE schedule SET status = 'paused', end_reason = ?, changed_at = ?
WHERE id = ? AND status <> 'ended'"""


async def hold_back(tx: Tx, schedule_id: ScheduleId, reason: str, now_at: datetime) -> None:
    """Hold a schedule back for a reason; what comes next stays noted."""
    await tx.run(HOLD_BACK, (reason, to_ms(now_at), schedule_id))


USE_SLOT = """
INSERT INTO occurrence (schedule_id, slot, due_at, send_after_at, ready_at, lane, state, end_reason)
VALUES (?1, ?2, ?3, ?3, ?3, ?4, 'dropped', ?5)
ON CONFLICT (schedule_id, slot) DO NOTHING RETURNING id"""
FREE_SLOT = """
DELETE FROM occurrence WHERE schedule_id = ? AND state = 'dropped' AND end_reason = ?"""
FREE_COMING = """
DELETE FROM occurrence
WHERE schedule_id = ? AND state = 'dropped' AND end_reason LIKE 'skipped by %' AND due_at > ?
RETURNING slot"""


async def use_slot(
    tx: Tx, schedule_id: ScheduleId, occasion: Occasion, lane: int, reason: str
) -> bool:
    """Mark a slot as used up without a message, so that nothing plans it; whether it was free."""
    row = (schedule_id, to_slot(occasion.local_slot), to_ms(occasion.at), lane, reason)
    return await tx.change(USE_SLOT, row)


async def free_slot(tx: Tx, schedule_id: ScheduleId, reason: str) -> None:
    """Take back what ``use_slot`` marked for a reason."""
    await tx.run(FREE_SLOT, (schedule_id, reason))


async def free_coming(tx: Tx, schedule_id: ScheduleId, now_at: datetime) -> list[datetime]:
    """Take back every skip that lies ahead: the schedule gets other times. Which slots."""
    rows = await tx.rows(FREE_COMING, (schedule_id, to_ms(now_at)))
    return [from_slot(row["slot"]) for row in rows]


REQUEUE = """
UPDATE occurrence SET state = 'queued', end_reason = NULL
WHERE schedule_id = ? AND state = 'dropped' AND end_reason = ? RETURNING id"""


async def requeue(tx: Tx, schedule_id: ScheduleId, reason: str) -> bool:
    """Let what was dropped for a reason wait again; whether there was anything."""
    return await tx.change(REQUEUE, (schedule_id, reason))


USED = "SELECT 1 FROM occurrence WHERE schedule_id = ? AND slot = ?"


async def is_used(reads: Reads, schedule_id: ScheduleId, local_slot: datetime) -> bool:
    """Whether a slot of a schedule was used already."""
    return await reads.row(USED, (schedule_id, to_slot(local_slot))) is not None


SKIP_TO = """
UPDATE schedule SET next_slot = ?, next_due_at = ?, changed_at = ?
WHERE id = ? AND status <> 'ended'"""


async def skip_to(
    tx: Tx, schedule_id: ScheduleId, upcoming: Occasion | None, now_at: datetime
) -> None:
    """Let a schedule go on with a later slot. One that has ended stays as it is."""
    await tx.run(SKIP_TO, (*next_columns(upcoming), to_ms(now_at), schedule_id))


PAUSE_UNKNOWN = """
UPDATE schedule SET status = 'paused', end_reason = 'unknown kind'
WHERE status = 'active' AND kind NOT IN (SELECT value FROM json_each(?)) RETURNING id, kind"""
# None of them may reach a claim, which could not tell what they say: not even one in doubt.
DROP_UNKNOWN = """
UPDATE occurrence SET state = 'dropped', end_reason = 'unknown kind'
WHERE schedule_id = ? AND state IN ('queued', 'sending')"""


async def pause_unknown(tx: Tx, kinds: tuple[str, ...]) -> list[str]:
    """Pause schedules of kinds this version does not have, so that they stop nobody's; which.

    Drops what they have on its way: call it before the engine starts.
    """
    paused = await tx.rows(PAUSE_UNKNOWN, (json.dumps(kinds),))
    await tx.run_many(DROP_UNKNOWN, [(row["id"],) for row in paused])
    return [row["kind"] for row in paused]


SET_ASIDE = "UPDATE schedule SET status = 'paused', end_reason = 'fault' WHERE id = ?"


async def set_aside(tx: Tx, schedule_id: ScheduleId) -> None:
    """Let a schedule rest that cannot be planned."""
    await tx.run(SET_ASIDE, (schedule_id,))
