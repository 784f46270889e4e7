"""Queries for /progress: one member's scores and the sessions they had."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.ids import MemberId
from bot.domain.progress import Score
from bot.store.columns import from_slot, to_ms
from bot.store.connection import Reads

SCORES = """
SELECT c.local_at, s.question, s.value
FROM checkin AS c JOIN score AS s ON s.checkin_id = c.id
WHERE c.member_id = ? AND c.answered_at >= ?
ORDER BY c.answered_at, c.id, s.question"""
BEGAN = "SELECT local_at FROM checkin WHERE member_id = ? ORDER BY answered_at LIMIT 1"
HELD = """
SELECT local_at FROM session
WHERE member_id = ? AND state = 'held' AND starts_at >= ? AND starts_at <= ?
ORDER BY starts_at"""


async def scores_since(reads: Reads, member_id: MemberId, since_at: datetime) -> list[Score]:
    """What a member answered from an instant on, the oldest first; dated by their own clock."""
    rows = await reads.rows(SCORES, (member_id, to_ms(since_at)))
    return [Score(from_slot(row["local_at"]), row["question"], row["value"]) for row in rows]


async def local_beginning(reads: Reads, member_id: MemberId) -> date | None:
    """The day of a member's first check-in; None before it."""
    row = await reads.row(BEGAN, (member_id,))
    return None if row is None else from_slot(row["local_at"]).date()


async def local_sessions_held(
    reads: Reads, member_id: MemberId, since_at: datetime, until_at: datetime
) -> list[date]:
    """The days on which a member had a session, by the clinic's clock; a day may come twice."""
    rows = await reads.rows(HELD, (member_id, to_ms(since_at), to_ms(until_at)))
    return [from_slot(row["local_at"]).date() for row in rows]
