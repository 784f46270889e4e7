"""Queries about what is to come to a member, and what should have come and did not."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import MemberId, ScheduleId
from bot.domain.occurrence import Missed, State
from bot.domain.rule import rule_from_json
from bot.store.columns import from_ms, to_ms
from bot.store.connection import Reads, Row
from bot.store.rows import wish_of

WAITING = """
SELECT s.id, MIN(o.send_after_at) AS at FROM schedule AS s
JOIN occurrence AS o ON o.schedule_id = s.id AND o.state = 'queued'
WHERE s.member_id = ? AND s.status = 'active' AND o.send_after_at >= ? GROUP BY s.id"""


async def waiting(
    reads: Reads, member_id: MemberId, after_at: datetime
) -> dict[ScheduleId, datetime]:
    """When what is queued goes out, such as a snooze, by schedule; not what is late already."""
    rows = await reads.rows(WAITING, (member_id, to_ms(after_at)))
    return {ScheduleId(row["id"]): from_ms(row["at"]) for row in rows}


IS_WAITING = "SELECT 1 FROM occurrence WHERE schedule_id = ? AND state = 'queued' LIMIT 1"


async def is_waiting(reads: Reads, schedule_id: ScheduleId) -> bool:
    """Whether something of a schedule is queued."""
    return await reads.row(IS_WAITING, (schedule_id,)) is not None


STILL_COMING = """
SELECT COUNT(*) AS number FROM schedule AS s
WHERE s.member_id = ? AND s.kind = ? AND (
    s.status = 'paused'
    OR s.status = 'active' AND (s.next_due_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM occurrence WHERE schedule_id = s.id AND state = 'queued')))"""


async def number_coming(reads: Reads, member_id: MemberId, kind: str) -> int:
    """How many schedules of a kind a member has that still come, or are paused."""
    row = await reads.row(STILL_COMING, (member_id, kind))
    return 0 if row is None else int(row["number"])


# A prompt that a pause held back is no loss; what comes once is.
MISSED = """
SELECT s.kind, s.wish, s.rule, o.state, COUNT(*) AS number, MAX(o.send_after_at) AS latest_at
FROM schedule AS s JOIN occurrence AS o ON o.schedule_id = s.id
WHERE s.member_id = :member AND o.send_after_at BETWEEN :since AND :until AND (
    o.state IN ('unreachable', 'failed', 'stale', 'queued', 'sending')
    OR o.state = 'dropped' AND o.end_reason = 'paused'
        AND (s.rule IS NULL OR s.rule ->> 'date' IS NOT NULL))
GROUP BY s.id, o.state ORDER BY latest_at DESC LIMIT :few"""


async def missed(
    reads: Reads, member_id: MemberId, since_at: datetime, until_at: datetime, at_most: int
) -> list[Missed]:
    """What was to reach a member between two instants and has not, the latest first."""
    parameters = {
        "member": member_id,
        "since": to_ms(since_at),
        "until": to_ms(until_at),
        "few": at_most,
    }
    return [_missed(row) for row in await reads.rows(MISSED, parameters)]


def _missed(row: Row) -> Missed:
    return Missed(
        kind=row["kind"],
        wish=wish_of(row["wish"]),
        rule=None if row["rule"] is None else rule_from_json(row["rule"]),
        state=State(row["state"]),
        number=row["number"],
        latest_at=from_ms(row["latest_at"]),
    )
