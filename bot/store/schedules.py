"""Queries about schedules: what fires for a member, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ClinicId, MemberId, OccurrenceId, ScheduleId
from bot.domain.occurrence import Wish
from bot.domain.rule import Occasion, Rule, rule_from_json, rule_to_json
from bot.domain.session import SessionId
from bot.store.columns import from_slot, maybe_at, to_ms, to_slot
from bot.store.connection import Reads, Row, Tx
from bot.store.planning import next_columns
from bot.store.rows import wish_of


@dataclass(frozen=True, slots=True)
class Schedule:
    """What fires for a member, or in a clinic's channel. ``local_last_slot`` is the last it used.

    ``session_id`` is the session it hangs on. ``rested``: its member had paused it when it ended.
    """

    id: ScheduleId
    kind: str
    wish: Wish
    rule: Rule | None
    status: str
    end_reason: str | None
    clinic_id: ClinicId | None
    local_next_slot: datetime | None
    next_due_at: datetime | None
    local_last_slot: datetime | None
    session_id: SessionId | None = None
    rested: bool = False

    @property
    def held_back(self) -> bool:
        """Whether it rests for a reason of ours, so that its member cannot resume it."""
        return self.status == "paused" and self.end_reason is not None


SELECT = """
SELECT s.id, s.kind, s.wish, s.rule, s.status, s.end_reason, s.clinic_id, s.session_id,
    s.rested, s.next_slot, s.next_due_at,
    (SELECT MAX(slot) FROM occurrence WHERE schedule_id = s.id) AS last_slot
FROM schedule AS s """
LIVE = SELECT + "WHERE s.member_id = ? AND s.status IN ('active', 'paused') ORDER BY s.id"
LIVE_OF_KIND = (
    SELECT
    + """WHERE s.member_id = ? AND s.kind = ? AND s.status IN ('active', 'paused')
ORDER BY s.id DESC LIMIT 1"""
)
LAST_OF_KIND = SELECT + "WHERE s.member_id = ? AND s.kind = ? ORDER BY s.id DESC LIMIT 1"
ENDED_WITH = (
    SELECT + "WHERE s.member_id = ? AND s.status = 'ended' AND s.end_reason = ? ORDER BY s.id"
)
BY_ID = SELECT + "WHERE s.id = ?"
OWNED = SELECT + "WHERE s.id = ? AND s.member_id = ?"


async def live(reads: Reads, member_id: MemberId) -> list[Schedule]:
    """A member's schedules that have not ended."""
    return [schedule_of(row) for row in await reads.rows(LIVE, (member_id,))]


async def live_of_kind(reads: Reads, member_id: MemberId, kind: str) -> Schedule | None:
    """A member's schedule of a kind that has one at most."""
    row = await reads.row(LIVE_OF_KIND, (member_id, kind))
    return None if row is None else schedule_of(row)


async def last_of_kind(reads: Reads, member_id: MemberId, kind: str) -> Schedule | None:
    """A member's latest schedule of a kind, whether or not it has ended."""
    row = await reads.row(LAST_OF_KIND, (member_id, kind))
    return None if row is None else schedule_of(row)


async def ended_with(reads: Reads, member_id: MemberId, reason: str) -> list[Schedule]:
    """A member's schedules that ended for one reason."""
    return [schedule_of(row) for row in await reads.rows(ENDED_WITH, (member_id, reason))]


async def get(reads: Reads, schedule_id: ScheduleId) -> Schedule | None:
    """A schedule by number."""
    row = await reads.row(BY_ID, (schedule_id,))
    return None if row is None else schedule_of(row)


async def owned(reads: Reads, member_id: MemberId, schedule_id: ScheduleId) -> Schedule | None:
    """A schedule by number, if it is this member's."""
    row = await reads.row(OWNED, (schedule_id, member_id))
    return None if row is None else schedule_of(row)


def schedule_of(row: Row) -> Schedule:
    """A schedule from the columns of SELECT."""
    return Schedule(
        id=ScheduleId(row["id"]),
        kind=row["kind"],
        wish=wish_of(row["wish"]),
        rule=None if row["rule"] is None else rule_from_json(row["rule"]),
        status=row["status"],
        end_reason=row["end_reason"],
        clinic_id=None if row["clinic_id"] is None else ClinicId(row["clinic_id"]),
        local_next_slot=None if row["next_slot"] is None else from_slot(row["next_slot"]),
        next_due_at=maybe_at(row["next_due_at"]),
        local_last_slot=None if row["last_slot"] is None else from_slot(row["last_slot"]),
        session_id=None if row["session_id"] is None else SessionId(row["session_id"]),
        rested=bool(row["rested"]),
    )


ADD = """
INSERT INTO schedule (kind, member_id, clinic_id, wish, rule, next_slot, next_due_at, created_at,
    changed_at, session_id, status, end_reason)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, IIF(?10 IS NULL, 'active', 'paused'), ?10)
RETURNING id"""


async def add(
    tx: Tx,
    *,
    kind: str,
    member_id: MemberId | None,
    wish: Wish,
    rule: Rule | None,
    upcoming: Occasion | None,
    now_at: datetime,
    clinic_id: ClinicId | None = None,
    session_id: SessionId | None = None,
    held_for: str | None = None,
) -> ScheduleId:
    """Write a new schedule; active, unless it is held back for a reason.

    ``member_id`` None: it goes into the channel of the clinic that its wish names.
    """
    rows = await tx.rows(
        ADD,
        (
            kind,
            member_id,
            clinic_id,
            json.dumps(wish),
            None if rule is None else rule_to_json(rule),
            *next_columns(upcoming),
            to_ms(now_at),
            session_id,
            held_for,
        ),
    )
    return ScheduleId(rows[0]["id"])


REVISE = """
UPDATE schedule
SET wish = ?, rule = ?, status = 'active', end_reason = NULL, rested = 0, next_slot = ?,
    next_due_at = ?, changed_at = ?
WHERE id = ?"""


async def revise(
    tx: Tx,
    schedule_id: ScheduleId,
    *,
    wish: Wish,
    rule: Rule | None,
    upcoming: Occasion | None,
    now_at: datetime,
) -> None:
    """Give a schedule a new wish, rule and next slot, and make it active."""
    columns = (
        json.dumps(wish),
        None if rule is None else rule_to_json(rule),
        *next_columns(upcoming),
        to_ms(now_at),
        schedule_id,
    )
    await tx.run(REVISE, columns)


# What we hold back ourselves was not paused by its member.
RESTED = "rested = rested OR (status = 'paused' AND end_reason IS NULL)"
END = f"""
UPDATE schedule SET {RESTED}, status = 'ended', end_reason = ?, next_slot = NULL,
    next_due_at = NULL, changed_at = ?
WHERE id = ? AND status <> 'ended' RETURNING id"""
END_ALL = f"""
UPDATE schedule SET {RESTED}, status = 'ended', end_reason = ?, next_slot = NULL,
    next_due_at = NULL, changed_at = ?
WHERE member_id = ? AND status <> 'ended' RETURNING id"""
# A message that is in doubt may have arrived: history is asked about it before it ends.
DROP_QUEUED = """
UPDATE occurrence SET state = 'dropped', end_reason = ?
WHERE schedule_id = ? AND state = 'queued' AND doubt_since_at IS NULL"""


async def end(tx: Tx, schedule_id: ScheduleId, reason: str, now_at: datetime) -> bool:
    """End a schedule and drop what it has waiting; whether it was live."""
    ended = await tx.change(END, (reason, to_ms(now_at), schedule_id))
    await drop_queued(tx, schedule_id, reason)
    return ended


END_ANEW = """
UPDATE schedule SET end_reason = ?
WHERE session_id = ? AND kind = ? AND status = 'ended' AND end_reason = ?"""


async def end_anew(tx: Tx, session_id: SessionId, kind: str, was: str, reason: str) -> None:
    """Give what of a kind hangs on a session and has ended for a reason another one."""
    await tx.run(END_ANEW, (reason, session_id, kind, was))


async def end_all(tx: Tx, member_id: MemberId, reason: str, now_at: datetime) -> int:
    """End everything a member has; how many schedules that were."""
    ended = await tx.rows(END_ALL, (reason, to_ms(now_at), member_id))
    await tx.run_many(DROP_QUEUED, [(reason, row["id"]) for row in ended])
    return len(ended)


async def drop_queued(tx: Tx, schedule_id: ScheduleId, reason: str) -> None:
    """Drop what a schedule has waiting."""
    await tx.run(DROP_QUEUED, (reason, schedule_id))


ADD_NOW = """
INSERT INTO occurrence (schedule_id, slot, due_at, send_after_at, ready_at, lane, state)
VALUES (?1, ?2, ?3, ?3, ?3, ?4, 'queued') RETURNING id"""


async def add_occurrence_now(
    tx: Tx, schedule_id: ScheduleId, local_slot: datetime, lane: int, now_at: datetime
) -> OccurrenceId:
    """Queue an occurrence of this very moment."""
    rows = await tx.rows(ADD_NOW, (schedule_id, to_slot(local_slot), to_ms(now_at), lane))
    return OccurrenceId(rows[0]["id"])


async def add_once(
    tx: Tx,
    *,
    kind: str,
    member_id: MemberId | None,
    wish: Wish,
    local_slot: datetime,
    lane: int,
    now_at: datetime,
    clinic_id: ClinicId | None = None,
    session_id: SessionId | None = None,
) -> OccurrenceId:
    """Write a schedule whose only slot is of this very moment, and queue that."""
    number = await add(
        tx,
        kind=kind,
        member_id=member_id,
        wish=wish,
        rule=None,
        upcoming=None,
        now_at=now_at,
        clinic_id=clinic_id,
        session_id=session_id,
    )
    return await add_occurrence_now(tx, number, local_slot, lane, now_at)
