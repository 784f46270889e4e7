"""Queries about what hangs on a session: follow-ups, reminders and notices.

What was sent already stays, so that it can be answered; what is still to come is ended, brought
back or held until its member agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ClinicId, MemberId, OccurrenceId, ScheduleId
from bot.domain.occurrence import State
from bot.domain.session import SessionId
from bot.store import schedules
from bot.store.columns import maybe_at, to_ms
from bot.store.connection import Reads, Tx
from bot.store.schedules import DROP_QUEUED, RESTED, SELECT, Schedule, schedule_of

# Something of it is still to come: its one time is ahead, or waits to be sent.
PENDING = """
s.status IN ('active', 'paused') AND (s.next_due_at IS NOT NULL OR EXISTS (
    SELECT 1 FROM occurrence AS o WHERE o.schedule_id = s.id AND o.state = 'queued'))"""
OF_SESSION = SELECT + f"WHERE s.session_id = ? AND s.kind = ? AND {PENDING} ORDER BY s.id"
OF_CLIENT = (
    SELECT
    + f"""WHERE s.member_id = ?1 AND s.clinic_id = ?2 AND s.kind = ?3 AND {PENDING}
ORDER BY s.next_due_at IS NULL, s.next_due_at, s.id"""
)
HELD_BACK = SELECT + (
    "WHERE s.member_id = ? AND s.clinic_id = ? AND s.status = 'paused' AND s.end_reason = ?"
    " ORDER BY s.id"
)
ENDED_FOR = SELECT + (
    "WHERE s.member_id = ? AND s.clinic_id = ? AND s.status = 'ended' AND s.end_reason = ?"
    " ORDER BY s.id"
)


async def pending_of_session(reads: Reads, session_id: SessionId, kind: str) -> list[Schedule]:
    """What of a kind is still to come of a session."""
    return [schedule_of(row) for row in await reads.rows(OF_SESSION, (session_id, kind))]


async def pending_of_client(
    reads: Reads, member_id: MemberId, clinic_id: ClinicId, kind: str
) -> list[Schedule]:
    """What of a kind is still to come to a client of a clinic, soonest first."""
    rows = await reads.rows(OF_CLIENT, (member_id, clinic_id, kind))
    return [schedule_of(row) for row in rows]


async def held_back(
    reads: Reads, member_id: MemberId, clinic_id: ClinicId, reason: str
) -> list[Schedule]:
    """What a clinic planned for somebody and is held back for a reason."""
    return [schedule_of(row) for row in await reads.rows(HELD_BACK, (member_id, clinic_id, reason))]


async def ended_for(
    reads: Reads, member_id: MemberId, clinic_id: ClinicId, reason: str
) -> list[Schedule]:
    """What a clinic planned for somebody and has ended for a reason."""
    rows = await reads.rows(ENDED_FOR, (member_id, clinic_id, reason))
    return [schedule_of(row) for row in rows]


CLINICS_ENDED_FOR = """
SELECT DISTINCT clinic_id FROM schedule
WHERE member_id = ? AND status = 'ended' AND end_reason = ? AND clinic_id IS NOT NULL"""


async def clinics_ended_for(reads: Reads, member_id: MemberId, reason: str) -> list[ClinicId]:
    """The clinics that planned for a member what has ended for a reason."""
    rows = await reads.rows(CLINICS_ENDED_FOR, (member_id, reason))
    return [ClinicId(row["clinic_id"]) for row in rows]


# Whatever its state: a message about a session that has changed is no longer to be answered.
END_ALL = f"""
UPDATE schedule SET {RESTED}, status = 'ended', end_reason = IIF(status = 'ended', 'over', ?1),
    next_slot = NULL, next_due_at = NULL, changed_at = ?2
WHERE session_id = ?3 AND (?4 IS NULL OR kind = ?4) RETURNING id"""
ENDED_WITH = SELECT + (
    "WHERE s.session_id = ? AND s.kind = ? AND s.status = 'ended' AND s.end_reason = ?"
)


async def end_session(
    tx: Tx, session_id: SessionId, reason: str, now_at: datetime, kind: str | None = None
) -> None:
    """End all that hangs on a session, of one kind or of all, and drop what waits.

    Also what had ended, for no reason that finds it: what was stopped is not to come back.
    """
    ended = await tx.rows(END_ALL, (reason, to_ms(now_at), session_id, kind))
    await tx.run_many(DROP_QUEUED, [(reason, row["id"]) for row in ended])


async def ended_with_session(
    reads: Reads, session_id: SessionId, kind: str, reason: str
) -> list[Schedule]:
    """What of a kind was live until ``end_session`` ended it for a reason."""
    rows = await reads.rows(ENDED_WITH, (session_id, kind, reason))
    return [schedule_of(row) for row in rows]


# Logged, not begun: an earlier session may be logged later.
OVERTAKEN = """
SELECT 1 FROM schedule AS mine
JOIN schedule AS later ON later.member_id = mine.member_id AND later.clinic_id = mine.clinic_id
    AND later.kind = mine.kind AND later.id > mine.id
JOIN session AS h ON h.id = later.session_id AND h.id <> mine.session_id AND h.state = 'held'
WHERE mine.id = ?"""


async def is_overtaken(reads: Reads, schedule_id: ScheduleId) -> bool:
    """Whether a session that was logged later has brought its client a plan of its own."""
    return await reads.row(OVERTAKEN, (schedule_id,)) is not None


@dataclass(frozen=True, slots=True)
class Came:
    """What became of one follow-up that was due."""

    id: OccurrenceId
    state: State
    sent_at: datetime | None


# In the order in which they were due; the last message of each, where it was put off.
CAME = """
SELECT o.id, o.state, d.sent_at FROM schedule AS s
JOIN occurrence AS o ON o.schedule_id = s.id
LEFT JOIN delivery AS d ON d.occurrence_id = o.id AND d.step = o.step
WHERE s.session_id = ? AND s.kind = ? ORDER BY o.due_at, o.id"""


async def came(reads: Reads, session_id: SessionId, kind: str) -> list[Came]:
    """What became of a session's follow-ups so far, in their order."""
    return [
        Came(OccurrenceId(row["id"]), State(row["state"]), maybe_at(row["sent_at"]))
        for row in await reads.rows(CAME, (session_id, kind))
    ]


# Clinic by clinic and session by session: only so do the indexes find them.
UNANSWERED = """
SELECT DISTINCT h.id FROM clinic AS c
CROSS JOIN session AS h ON h.clinic_id = c.id AND h.state = 'held' AND h.starts_at >= ?1
CROSS JOIN schedule AS s ON s.session_id = h.id AND s.kind = ?2
CROSS JOIN occurrence AS o ON o.schedule_id = s.id AND o.state = 'sent'
    AND o.send_after_at BETWEEN ?3 AND ?4"""


async def sessions_unanswered(
    reads: Reads, kind: str, *, held_from_at: datetime, from_at: datetime, until_at: datetime
) -> list[SessionId]:
    """The sessions of which something that came between two instants was not answered."""
    parameters = (to_ms(held_from_at), kind, to_ms(from_at), to_ms(until_at))
    return [SessionId(row["id"]) for row in await reads.rows(UNANSWERED, parameters)]


TOLD = """
SELECT 1 FROM schedule
WHERE session_id = ? AND kind = ? AND wish ->> 'sequence' = ? AND (
    status <> 'ended' OR EXISTS (
        SELECT 1 FROM occurrence AS o
        WHERE o.schedule_id = schedule.id AND o.state <> 'dropped'))"""


async def is_told(reads: Reads, session_id: SessionId, kind: str, sequence: int) -> bool:
    """Whether a client was told of a session as it stands, or is about to be."""
    return await reads.row(TOLD, (session_id, kind, sequence)) is not None


DUE_OF = """
SELECT s.id, s.wish ->> 'before_min' AS before_min FROM schedule AS s
JOIN occurrence AS o ON o.schedule_id = s.id
WHERE s.session_id = ? AND s.kind = ? AND s.status <> 'ended'"""


async def reminded(reads: Reads, session_id: SessionId, kind: str) -> set[int]:
    """How many minutes before a session its reminders were that have come already."""
    rows = await reads.rows(DUE_OF, (session_id, kind))
    return {int(row["before_min"]) for row in rows}


async def end_pending(tx: Tx, pending: list[Schedule], reason: str, now_at: datetime) -> None:
    """End schedules and drop what they have waiting, so that ``ended_for`` finds them again."""
    for one in pending:
        await schedules.end(tx, one.id, reason, now_at)
