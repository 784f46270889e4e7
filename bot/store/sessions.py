"""Queries about sessions: what staff logged and booked, and what became of it.

A change is kept only if the session is still as the caller read it, so of two people who act at
once one acts in vain and is told. What hangs on a session (schedules, notices) is not done here.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.course import Course
from bot.domain.ids import ClinicId, MemberId
from bot.domain.session import Session, SessionId, SessionState
from bot.store.columns import from_ms, from_slot, to_ms, to_slot
from bot.store.connection import Reads, Row, Tx

COLUMNS = """
s.id, s.clinic_id, s.member_id, s.local_at, s.zone, s.starts_at, s.state, s.length_min, s.sequence,
s.plan, s.place_in_course, s.course_sessions"""
GET = f"SELECT {COLUMNS} FROM session AS s WHERE s.id = ?"
FIND = f"SELECT {COLUMNS} FROM session AS s WHERE s.id = ? AND s.clinic_id = ?"
BOOKED_OF_CLINIC = f"""
SELECT {COLUMNS} FROM session AS s
WHERE s.clinic_id = ? AND s.state = 'booked' AND s.starts_at >= ?
ORDER BY s.starts_at LIMIT ?"""
BOOKED_OF_MEMBER = f"""
SELECT {COLUMNS} FROM session AS s
WHERE s.member_id = ?2 AND s.clinic_id = ?1 AND s.state = 'booked' AND s.starts_at >= ?3
ORDER BY s.starts_at, s.id LIMIT ?4"""
LATEST_OF_MEMBER = f"""
SELECT {COLUMNS} FROM session AS s WHERE s.member_id = ?2 AND s.clinic_id = ?1
ORDER BY s.starts_at DESC, s.id DESC LIMIT ?3"""
LATEST_HELD = f"""
SELECT {COLUMNS} FROM session AS s
WHERE s.member_id = ?2 AND s.clinic_id = ?1 AND s.state = 'held' AND s.starts_at < ?3
ORDER BY s.starts_at DESC, s.id DESC LIMIT 1"""
# Clinic by clinic: only so does the index find them.
PASSED = f"""
SELECT {COLUMNS} FROM clinic AS c
CROSS JOIN session AS s ON s.clinic_id = c.id AND s.state = 'booked' AND s.starts_at <= ?1
WHERE s.starts_at + COALESCE(s.length_min, 0) * 60000 <= ?1 AND NOT EXISTS (
    SELECT 1 FROM queue_item AS q
    WHERE q.clinic_id = s.clinic_id AND q.session_id = s.id AND q.reason = 'took_place'
        AND q.created_at >= s.changed_at)
ORDER BY s.starts_at LIMIT ?2"""
ALL_BOOKED = f"""
SELECT {COLUMNS} FROM clinic AS c
CROSS JOIN session AS s ON s.clinic_id = c.id AND s.state = 'booked' AND s.starts_at >= ?"""
# Also what was planned for somebody who has taken their consent back: that waits as well.
NOT_AGREED = f"""
SELECT {COLUMNS} FROM session AS s
LEFT JOIN membership AS p ON p.member_id = s.member_id AND p.clinic_id = s.clinic_id
WHERE s.created_at <= ?1 AND (p.state IS NULL OR p.state <> 'agreed') AND (
    p.state IS NULL OR EXISTS (
        SELECT 1 FROM schedule AS step
        WHERE step.session_id = s.id AND step.status = 'paused' AND step.end_reason = ?2))
ORDER BY s.id LIMIT ?3"""


async def get(reads: Reads, session_id: SessionId) -> Session | None:
    """A session by number, whichever clinic's it is."""
    row = await reads.row(GET, (session_id,))
    return None if row is None else _session(row)


async def find(reads: Reads, clinic_id: ClinicId, session_id: SessionId) -> Session | None:
    """A clinic's session by number; None for another clinic's."""
    row = await reads.row(FIND, (session_id, clinic_id))
    return None if row is None else _session(row)


async def booked_of_clinic(
    reads: Reads, clinic_id: ClinicId, from_at: datetime, at_most: int
) -> list[Session]:
    """What a clinic has booked from an instant on, soonest first."""
    rows = await reads.rows(BOOKED_OF_CLINIC, (clinic_id, to_ms(from_at), at_most))
    return [_session(row) for row in rows]


async def booked_of_member(
    reads: Reads, clinic_id: ClinicId, member_id: MemberId, from_at: datetime, at_most: int
) -> list[Session]:
    """What a member has booked with a clinic from an instant on, soonest first."""
    parameters = (clinic_id, member_id, to_ms(from_at), at_most)
    return [_session(row) for row in await reads.rows(BOOKED_OF_MEMBER, parameters)]


async def next_booked(
    reads: Reads, clinic_id: ClinicId, member_id: MemberId, from_at: datetime
) -> Session | None:
    """The session that a member comes to next."""
    found = await booked_of_member(reads, clinic_id, member_id, from_at, 1)
    return found[0] if found else None


async def latest_of_member(
    reads: Reads, clinic_id: ClinicId, member_id: MemberId, at_most: int
) -> list[Session]:
    """A member's sessions with a clinic in every state, the latest first."""
    rows = await reads.rows(LATEST_OF_MEMBER, (clinic_id, member_id, at_most))
    return [_session(row) for row in rows]


async def latest_held(
    reads: Reads, clinic_id: ClinicId, member_id: MemberId, before_at: datetime
) -> Session | None:
    """The last session that a member had with a clinic before an instant."""
    row = await reads.row(LATEST_HELD, (clinic_id, member_id, to_ms(before_at)))
    return None if row is None else _session(row)


async def passed(reads: Reads, now_at: datetime, at_most: int) -> list[Session]:
    """Every clinic's booked sessions that are over and that nobody was asked about since."""
    return [_session(row) for row in await reads.rows(PASSED, (to_ms(now_at), at_most))]


async def all_booked(reads: Reads, from_at: datetime) -> list[Session]:
    """Every clinic's booked sessions from an instant on: what new time zones may move."""
    return [_session(row) for row in await reads.rows(ALL_BOOKED, (to_ms(from_at),))]


async def not_agreed(reads: Reads, until_at: datetime, reason: str, at_most: int) -> list[Session]:
    """What was planned until an instant for people who have not agreed, held for a reason."""
    rows = await reads.rows(NOT_AGREED, (to_ms(until_at), reason, at_most))
    return [_session(row) for row in rows]


def _session(row: Row) -> Session:
    course = None
    if row["place_in_course"] is not None:
        course = Course(row["place_in_course"], row["course_sessions"])
    return Session(
        id=SessionId(row["id"]),
        clinic_id=ClinicId(row["clinic_id"]),
        member_id=MemberId(row["member_id"]),
        local_at=from_slot(row["local_at"]),
        zone=row["zone"],
        starts_at=from_ms(row["starts_at"]),
        state=SessionState(row["state"]),
        length_min=row["length_min"],
        sequence=row["sequence"],
        plan=row["plan"],
        course=course,
    )


ADD = """
INSERT INTO session (clinic_id, member_id, local_at, zone, starts_at, state, length_min, plan,
    place_in_course, course_sessions, created_at, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)
RETURNING id"""


async def book(
    tx: Tx,
    clinic_id: ClinicId,
    member_id: MemberId,
    *,
    local_at: datetime,
    zone: str,
    starts_at: datetime,
    length_min: int | None,
    now_at: datetime,
) -> SessionId:
    """Write a session that is to come."""
    state, length = SessionState.BOOKED.value, length_min
    when = (to_slot(local_at), zone, to_ms(starts_at))
    columns = (clinic_id, member_id, *when, state, length, None, None, None, to_ms(now_at))
    return SessionId((await tx.rows(ADD, columns))[0]["id"])


async def log(
    tx: Tx,
    clinic_id: ClinicId,
    member_id: MemberId,
    *,
    local_at: datetime,
    zone: str,
    starts_at: datetime,
    plan: str | None,
    course: Course | None,
    now_at: datetime,
) -> SessionId:
    """Write a session that took place."""
    state = SessionState.HELD.value
    when = (to_slot(local_at), zone, to_ms(starts_at))
    hangs = (plan, *_course_columns(course))
    columns = (clinic_id, member_id, *when, state, None, *hangs, to_ms(now_at))
    return SessionId((await tx.rows(ADD, columns))[0]["id"])


def _course_columns(course: Course | None) -> tuple[int | None, int | None]:
    return (None, None) if course is None else (course.place, course.sessions)


# As it was read: a session that was moved or settled since has another sequence or state.
AS_READ = "WHERE id = ? AND state = ? AND sequence = ? RETURNING id"
MOVE = f"""
UPDATE session SET local_at = ?, zone = ?, starts_at = ?, length_min = ?, sequence = sequence + 1,
    changed_at = ?
{AS_READ}"""
HOLD = f"""
UPDATE session SET state = 'held', plan = ?, place_in_course = ?, course_sessions = ?,
    changed_at = ?
{AS_READ}"""
MISS = f"UPDATE session SET state = 'no_show', changed_at = ? {AS_READ}"
CANCEL = f"""
UPDATE session SET state = 'cancelled', sequence = sequence + 1, changed_at = ? {AS_READ}"""
REOPEN = f"""
UPDATE session SET state = 'booked', plan = NULL, place_in_course = NULL, course_sessions = NULL,
    sequence = sequence + 1, changed_at = ?
{AS_READ}"""
REDERIVE = f"UPDATE session SET starts_at = ?, changed_at = ? {AS_READ}"


async def move(
    tx: Tx,
    session: Session,
    *,
    local_at: datetime,
    zone: str,
    starts_at: datetime,
    length_min: int | None,
    now_at: datetime,
) -> bool:
    """Give a booked session another time; whether it was still booked, for the time it had."""
    if session.state is not SessionState.BOOKED:
        return False
    when = (to_slot(local_at), zone, to_ms(starts_at), length_min, to_ms(now_at))
    return await tx.change(MOVE, (*when, *_as_read(session)))


async def hold(
    tx: Tx, session: Session, *, plan: str | None, course: Course | None, now_at: datetime
) -> bool:
    """Note that a session took place, and what hangs on it; whether that was still open."""
    if not session.may_become(SessionState.HELD):
        return False
    hangs = (plan, *_course_columns(course), to_ms(now_at))
    return await tx.change(HOLD, (*hangs, *_as_read(session)))


async def miss(tx: Tx, session: Session, now_at: datetime) -> bool:
    """Note that a member did not come; whether that was still open."""
    if not session.may_become(SessionState.NO_SHOW):
        return False
    return await tx.change(MISS, (to_ms(now_at), *_as_read(session)))


async def cancel(tx: Tx, session: Session, now_at: datetime) -> bool:
    """Cancel a booked session, or undo the log of one; whether it was still as it was read."""
    if not session.may_become(SessionState.CANCELLED):
        return False
    return await tx.change(CANCEL, (to_ms(now_at), *_as_read(session)))


async def reopen(tx: Tx, session: Session, now_at: datetime) -> bool:
    """Book a session again that was settled or cancelled; whether it was still as it was read."""
    if not session.may_become(SessionState.BOOKED):
        return False
    return await tx.change(REOPEN, (to_ms(now_at), *_as_read(session)))


async def rederive(tx: Tx, session: Session, starts_at: datetime, now_at: datetime) -> bool:
    """Note when a session begins by newer time zones; its wall clock stays as agreed."""
    return await tx.change(REDERIVE, (to_ms(starts_at), to_ms(now_at), *_as_read(session)))


def _as_read(session: Session) -> tuple[int, str, int]:
    return session.id, session.state.value, session.sequence


WAS_BOOKED = "SELECT created_at < starts_at AS booked FROM session WHERE id = ?"


async def was_booked(reads: Reads, session_id: SessionId) -> bool:
    """Whether a session was written down before it began, and so was a booking."""
    row = await reads.row(WAS_BOOKED, (session_id,))
    return row is not None and bool(row["booked"])


DELETE = "DELETE FROM session WHERE id = ?"


async def delete(tx: Tx, session_id: SessionId) -> None:
    """Delete a session and all that hangs on it."""
    await tx.run(DELETE, (session_id,))
