"""Queries for a clinic's numbers. They count; no row of anybody comes out of here.

A member's posture and tension check-ins are counted for each clinic they belong to. Their own
reminders are nobody's business, and notices are no part of a plan: neither is counted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import ClinicId
from bot.domain.overview import FEWEST, Day, Tally
from bot.store.columns import to_ms
from bot.store.connection import Reads

# Source: product, "was due" appears from five minutes on.
LATE_MS = 5 * 60 * 1000

MEMBERS = """
SELECT COUNT(*) AS number FROM membership WHERE clinic_id = ? AND state = 'agreed'"""
# Also of those who have left since: it did happen.
OURS = """
SELECT s.id FROM membership AS p
JOIN schedule AS s ON s.member_id = p.member_id
WHERE p.clinic_id = :clinic AND s.kind NOT IN ('reminder', 'notice')
    AND (s.clinic_id IS NULL OR s.clinic_id = :clinic)"""
# Each day is one range of an index that holds all that is asked: nothing is sorted or grouped.
COUNTED = f"""
SELECT (
    SELECT json_array(
        SUM(o.state <> 'unreachable'), SUM(o.state = 'answered'),
        SUM(o.state <> 'unreachable' AND o.attempt_at - o.send_after_at >= {LATE_MS}),
        SUM(o.state = 'unreachable'))
    FROM occurrence AS o INDEXED BY occurrence_past
    WHERE o.state IN ('sent', 'answered', 'unreachable')
        AND o.send_after_at >= day.value ->> 0 AND o.send_after_at < day.value ->> 1
        AND o.schedule_id IN ({OURS})
) AS tally
FROM json_each(:days) AS day ORDER BY day.key"""
BEHIND = """
SELECT COUNT(*) AS number FROM (
    SELECT 1 FROM membership AS p
    WHERE p.clinic_id = :clinic AND EXISTS (
        SELECT 1 FROM schedule AS s
        JOIN occurrence AS o ON o.schedule_id = s.id
        WHERE s.member_id = p.member_id AND s.kind NOT IN ('reminder', 'notice')
            AND (s.clinic_id IS NULL OR s.clinic_id = :clinic)
            AND o.state IN ('sent', 'answered', 'unreachable') AND o.send_after_at >= :from)
    LIMIT :enough)"""
# What repeats weekly comes in any week as often as it has days times times; of the rest, what is
# due in this one. As bot.domain.rule writes it.
A_WEEK = """
    CASE WHEN s.rule IS NULL THEN 1
    ELSE json_array_length(s.rule, '$.minutes') * CASE
        WHEN s.rule ->> 'weekdays' IS NULL THEN 1
        ELSE json_array_length(s.rule, '$.weekdays') END
    END"""
COMING = f"""
SELECT kind, SUM(number) AS number FROM (
    SELECT s.kind, {A_WEEK} AS number FROM membership AS p
    JOIN schedule AS s ON s.member_id = p.member_id AND s.status = 'active'
    WHERE p.clinic_id = :clinic AND p.state = 'agreed' AND s.kind NOT IN ('reminder', 'notice')
        AND (s.clinic_id IS NULL OR s.clinic_id = :clinic)
        AND s.next_due_at <= :until
    UNION ALL
    SELECT s.kind, {A_WEEK} FROM schedule AS s
    WHERE s.clinic_id = :clinic AND s.member_id IS NULL AND s.status = 'active'
        AND s.next_due_at <= :until)
GROUP BY kind ORDER BY number DESC, kind"""


async def members(reads: Reads, clinic_id: ClinicId) -> int:
    """How many a clinic may write to."""
    row = await reads.row(MEMBERS, (clinic_id,))
    return 0 if row is None else int(row["number"])


async def enough_behind(reads: Reads, clinic_id: ClinicId, from_at: datetime) -> bool:
    """Whether messages since then went to so many people that nobody can be told apart."""
    parameters = {"clinic": clinic_id, "from": to_ms(from_at), "enough": FEWEST}
    row = await reads.row(BEHIND, parameters)
    return row is not None and row["number"] >= FEWEST


async def counted(reads: Reads, clinic_id: ClinicId, days: Sequence[Day]) -> list[Tally]:
    """What became of the messages that were to go out on each of these days."""
    bounds = [(to_ms(day.from_at), to_ms(day.until_at)) for day in days]
    parameters = {"clinic": clinic_id, "days": json.dumps(bounds)}
    return [_tally(row["tally"]) for row in await reads.rows(COUNTED, parameters)]


def _tally(text: str) -> Tally:
    # Over no rows at all a sum is NULL.
    return Tally(*(number or 0 for number in json.loads(text)))


async def coming(reads: Reads, clinic_id: ClinicId, until_at: datetime) -> list[tuple[str, int]]:
    """How often each kind comes to a clinic's members and channels in a week that ends then."""
    parameters = {"clinic": clinic_id, "until": to_ms(until_at)}
    return [(row["kind"], row["number"]) for row in await reads.rows(COMING, parameters)]
