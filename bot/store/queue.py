"""Queries about the queue: what waits for a person of the clinic. It never holds a score."""

from __future__ import annotations

from datetime import datetime

from bot.domain.case import ALERT, ALERT_LANE, Case, CaseId, CaseState, Reason
from bot.domain.ids import ClinicId, DiscordUserId, MemberId
from bot.domain.session import SessionId
from bot.store import posts
from bot.store.columns import from_ms, to_ms
from bot.store.connection import Reads, Row, Tx

CONTACT = Reason.CONTACT.value

# Asking twice is asking once, until somebody is done with it.
ADD = """
INSERT INTO queue_item (clinic_id, member_id, reason, session_id, state, created_at, changed_at)
VALUES (?1, ?2, ?3, ?4, 'open', ?5, ?5)
ON CONFLICT (clinic_id, member_id, reason, COALESCE(session_id, 0)) WHERE state <> 'done' DO NOTHING
RETURNING id"""
ALERTED = """
SELECT q.reason, q.clinic_id, c.alerts_channel_id, COALESCE(c.locale, 'en') AS locale, m.discord_id
FROM queue_item AS q
JOIN clinic AS c ON c.id = q.clinic_id AND c.alerts_channel_id IS NOT NULL
JOIN member AS m ON m.id = q.member_id
WHERE q.id = ?"""


async def add(  # noqa: PLR0917
    tx: Tx,
    clinic_id: ClinicId,
    member_id: MemberId,
    reason: str,
    now_at: datetime,
    session_id: SessionId | None = None,
) -> bool:
    """Put something on a clinic's queue; whether it was not there yet.

    What is new is told in the clinic's alerts channel, if it has one: wake the engine afterwards.
    """
    row = (clinic_id, member_id, reason, session_id, to_ms(now_at))
    added = await tx.rows(ADD, row)
    if added:
        await _alert(tx, CaseId(added[0]["id"]), now_at)
    return bool(added)


async def _alert(tx: Tx, case: CaseId, now_at: datetime) -> None:
    found = await tx.row(ALERTED, (case,))
    if found is None:
        return
    # The reason stays on the queue: a channel is read by more people, and for longer.
    wish = {
        "channel": found["alerts_channel_id"],
        "locale": found["locale"],
        "case": case,
        "client": found["discord_id"],
        "soon": found["reason"] == Reason.HURTS.value,
    }
    await posts.add(tx, ClinicId(found["clinic_id"]), ALERT, wish, now_at, lane=ALERT_LANE)


CLOSE_EARLIER = """
UPDATE queue_item SET state = 'done', changed_at = ?2
WHERE member_id = ?1 AND reason = 'unreachable' AND state <> 'done' AND created_at < (
    SELECT unreachable_at FROM member WHERE id = ?1)"""
AGREED = "SELECT clinic_id FROM membership WHERE member_id = ? AND state = 'agreed'"


async def add_unreachable(tx: Tx, member_id: MemberId, now_at: datetime) -> None:
    """Tell the staff of a member's clinics that messages do not arrive, once each time it begins.

    Call it after the member was noted as unreachable.
    """
    await tx.run(CLOSE_EARLIER, (member_id, to_ms(now_at)))
    for row in await tx.rows(AGREED, (member_id,)):
        clinic_id = ClinicId(row["clinic_id"])
        await add(tx, clinic_id, member_id, Reason.UNREACHABLE.value, now_at)


COLUMNS = """
q.id, q.clinic_id, q.member_id, m.discord_id, q.reason, q.state, q.staff_id, q.created_at,
q.changed_at, q.session_id"""
FIND = f"""
SELECT {COLUMNS} FROM queue_item AS q JOIN member AS m ON m.id = q.member_id
WHERE q.id = ? AND q.clinic_id = ?"""
# What has settled itself is not shown: who can be reached again, who shares no more.
WAITING = """
FROM queue_item AS q JOIN member AS m ON m.id = q.member_id
WHERE q.clinic_id = ? AND q.state IN ('open', 'taken')
    AND (q.reason <> 'unreachable' OR m.unreachable_at IS NOT NULL)
    AND (q.reason <> 'worse' OR EXISTS (
        SELECT 1 FROM membership AS p
        WHERE p.member_id = q.member_id AND p.clinic_id = q.clinic_id AND p.sharing))"""
PAGE = f"""
SELECT {COLUMNS} {WAITING}
ORDER BY q.reason <> 'hurts', q.created_at, q.id LIMIT ? OFFSET ?"""
COUNT = f"SELECT COUNT(*) AS number {WAITING}"


async def find(reads: Reads, clinic_id: ClinicId, case: CaseId) -> Case | None:
    """A clinic's case by number; None for another clinic's, or one that is no longer kept."""
    row = await reads.row(FIND, (case, clinic_id))
    return None if row is None else _case(row)


async def waiting(reads: Reads, clinic_id: ClinicId, at_most: int, skip: int = 0) -> list[Case]:
    """A clinic's cases that nobody is done with: what hurts first, then the longest waiting."""
    return [_case(row) for row in await reads.rows(PAGE, (clinic_id, at_most, skip))]


async def number_waiting(reads: Reads, clinic_id: ClinicId) -> int:
    """How many cases nobody is done with."""
    row = await reads.row(COUNT, (clinic_id,))
    return 0 if row is None else int(row["number"])


def _case(row: Row) -> Case:
    staff, session = row["staff_id"], row["session_id"]
    return Case(
        id=CaseId(row["id"]),
        clinic_id=ClinicId(row["clinic_id"]),
        member_id=MemberId(row["member_id"]),
        client=DiscordUserId(row["discord_id"]),
        reason=Reason(row["reason"]),
        state=CaseState(row["state"]),
        staff_id=None if staff is None else DiscordUserId(staff),
        created_at=from_ms(row["created_at"]),
        changed_at=from_ms(row["changed_at"]),
        session_id=None if session is None else SessionId(session),
    )


# Each names the state before it: of two people at once, one changes nothing.
TAKE = """
UPDATE queue_item SET state = 'taken', staff_id = ?, changed_at = ?
WHERE id = ? AND state = 'open' RETURNING id"""
CLOSE = """
UPDATE queue_item SET state = 'done', staff_id = ?, changed_at = ?
WHERE id = ? AND state <> 'done' RETURNING id"""
# Unless the same was asked for again meanwhile.
REOPEN = """
UPDATE queue_item AS q SET state = 'open', staff_id = NULL, changed_at = ?1
WHERE id = ?2 AND staff_id = ?3 AND state <> 'open' AND NOT EXISTS (
    SELECT 1 FROM queue_item AS again
    WHERE again.clinic_id = q.clinic_id AND again.member_id = q.member_id
        AND again.reason = q.reason AND again.session_id IS q.session_id
        AND again.state <> 'done' AND again.id <> q.id)
RETURNING id"""


async def take(tx: Tx, case: CaseId, staff: DiscordUserId, now_at: datetime) -> bool:
    """Note who sees to a case; whether it was still open."""
    return await tx.change(TAKE, (staff, to_ms(now_at), case))


async def close(tx: Tx, case: CaseId, staff: DiscordUserId, now_at: datetime) -> bool:
    """Note who was done with a case; whether nobody was before."""
    return await tx.change(CLOSE, (staff, to_ms(now_at), case))


async def reopen(tx: Tx, case: CaseId, staff: DiscordUserId, now_at: datetime) -> bool:
    """Give a case back that this person took or was done with; whether it still was theirs."""
    return await tx.change(REOPEN, (to_ms(now_at), case, staff))


# What a client or the clock asked about a session falls away once somebody dealt with it.
SETTLE = """
UPDATE queue_item SET state = 'done', staff_id = COALESCE(staff_id, ?), changed_at = ?
WHERE session_id = ? AND reason IN ('took_place', 'cant_make_it', 'move') AND state <> 'done'"""
HAD_CASE = """
SELECT 1 FROM queue_item AS q JOIN session AS h ON h.id = q.session_id
WHERE h.id = ? AND q.clinic_id = h.clinic_id AND q.reason = ? AND q.created_at >= h.changed_at"""


async def settle_cases(
    tx: Tx, session_id: SessionId, staff_id: DiscordUserId, now_at: datetime
) -> None:
    """Be done with what waits on the queue about a session's time."""
    await tx.run(SETTLE, (staff_id, to_ms(now_at), session_id))


async def had_case(reads: Reads, session_id: SessionId, reason: Reason) -> bool:
    """Whether something was put on the queue about a session as it stands, done or not."""
    return await reads.row(HAD_CASE, (session_id, reason.value)) is not None
