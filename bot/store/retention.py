"""Queries that clear away what was kept for long enough, few rows at a time.

Each table is walked in the order in which its rows were written, up to the first stretch of which
none is old enough. Of what is old enough stays what still decides what comes next.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.store.columns import to_ms
from bot.store.connection import Reads, Tx
from bot.store.habits import DELIVERED
from bot.store.hanging import PENDING

# A session that is still new, or of which something is still to come.
KEPT_SESSION = f"""
EXISTS (
    SELECT 1 FROM session AS h WHERE h.id = {{session}} AND (h.starts_at >= :before OR EXISTS (
        SELECT 1 FROM schedule AS s WHERE s.session_id = h.id AND {PENDING})))"""
# A schedule that asks after silence needs its open question or, without one, its last deliveries.
# The item stands as a literal: bound as a parameter, the partial index would not be used.
OCCURRENCE = f"""
state IN ('sent', 'answered', 'stale', 'unreachable', 'failed', 'dropped')
AND send_after_at < :before AND EXISTS (
    SELECT 1 FROM schedule AS s
    WHERE s.id = old.schedule_id AND NOT {KEPT_SESSION.format(session="s.session_id")} AND (
        s.kind NOT IN (SELECT value FROM json_each(:asking))
        OR s.status = 'ended' AND s.changed_at < :before
        OR NOT {DELIVERED}
        OR old.slot < COALESCE(
            (SELECT slot FROM occurrence
            WHERE schedule_id = s.id AND item = '?' AND state = 'sent'),
            (SELECT slot FROM occurrence WHERE schedule_id = s.id AND {DELIVERED}
            ORDER BY slot DESC LIMIT 1 OFFSET :messages - 1), '')))"""
# What names a member in a clinic's channel goes with its record: without one, nothing finds it when
# they are erased. So does a thread they had; in the present one nothing can be deleted by itself.
NOTE_POSTS = f"""
INSERT INTO remnant (what, channel_id, message_id, before_at, ready_at)
SELECT DISTINCT IIF(post.wish ->> 'thread_of' IS NULL, 'message', 'thread'), d.channel_id,
    IIF(post.wish ->> 'thread_of' IS NULL, d.message_id, NULL), :now, :now
FROM delivery AS d
JOIN occurrence AS posted ON posted.id = d.occurrence_id
JOIN schedule AS post ON post.id = posted.schedule_id
    AND post.member_id IS NULL AND post.wish ->> 'client' IS NOT NULL
WHERE d.occurrence_id > :after AND d.occurrence_id <= :last AND d.message_id IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM membership WHERE member_id = post.wish ->> 'thread_of'
            AND clinic_id = post.clinic_id AND thread_id = d.channel_id)
    AND EXISTS (SELECT 1 FROM occurrence AS old WHERE old.id = posted.id AND {OCCURRENCE})"""
# One that came once is over without having ended; one that repeats waits for times that suit it.
SCHEDULE = """
changed_at < :before
AND (status = 'ended' OR status = 'active' AND next_due_at IS NULL
    AND (rule IS NULL OR rule ->> 'date' IS NOT NULL)
    AND kind NOT IN (SELECT value FROM json_each(:following)))
AND NOT EXISTS (SELECT 1 FROM occurrence AS o WHERE o.schedule_id = old.id)"""
SESSION = f"""
starts_at < :before AND NOT {KEPT_SESSION.format(session="old.id")}"""
# Nobody is asked twice whether a booking took place.
QUEUE_ITEM = """
state = 'done' AND changed_at < :before AND NOT EXISTS (
    SELECT 1 FROM session AS about WHERE about.id = old.session_id AND about.state = 'booked')"""


@dataclass(frozen=True, slots=True)
class Clearing:
    """What of one table goes. ``written`` is the column by which its rows grow newer.

    ``before`` is run before it goes.
    """

    table: str
    written: str
    goes: str
    before: str = ""


# Children before what they hang on.
DELIVERIES: Final = (
    Clearing("occurrence", "send_after_at", OCCURRENCE, before=NOTE_POSTS),
    Clearing("queue_item", "created_at", QUEUE_ITEM),
    Clearing("schedule", "created_at", SCHEDULE),
    Clearing("change", "made_at", "made_at < :before"),
    Clearing("clinic_change", "drafted_at", "drafted_at < :before"),
)
CHECK_INS: Final = (
    Clearing("checkin", "answered_at", "answered_at < :before"),
    Clearing("look", "looked_at", "looked_at < :before"),
    Clearing("session", "created_at", SESSION),
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Until when rows are old enough, and which kinds need some of them.

    ``asking`` are the kinds that ask after ``messages`` without a press; the wishes of those
    ``following`` a member's settings stay, also while these leave them no time.
    """

    now_at: datetime
    before_at: datetime
    asking: Collection[str]
    messages: int
    following: Collection[str]

    def parameters(self) -> dict[str, object]:
        """For the queries."""
        return {
            "now": to_ms(self.now_at),
            "before": to_ms(self.before_at),
            "asking": json.dumps(sorted(self.asking)),
            "messages": self.messages,
            "following": json.dumps(sorted(self.following)),
        }


STRETCH = """
SELECT MAX(id) AS last, MIN({written}) < :before AS has_old
FROM (SELECT id, {written} FROM {table} WHERE id > :after ORDER BY id LIMIT :most)"""
DELETE = "DELETE FROM {table} AS old WHERE id > :after AND id <= :last AND {goes} RETURNING id"


async def stretch_end(
    reads: Reads, clearing: Clearing, keeping: Keeping, after: int, at_most: int
) -> int | None:
    """The last row of the next ``at_most``; None: they are all too new, or there are none."""
    sql = STRETCH.format(table=clearing.table, written=clearing.written)
    parameters = {"before": to_ms(keeping.before_at), "after": after, "most": at_most}
    row = await reads.row(sql, parameters)
    return int(row["last"]) if row is not None and row["has_old"] else None


async def clear(tx: Tx, clearing: Clearing, keeping: Keeping, after: int, last: int) -> int:
    """Delete what goes of the rows after one up to another; how many."""
    parameters = keeping.parameters() | {"after": after, "last": last}
    if clearing.before:
        await tx.run(clearing.before, parameters)
    sql = DELETE.format(table=clearing.table, goes=clearing.goes)
    return len(await tx.rows(sql, parameters))
