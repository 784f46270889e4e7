"""Queries that note how deliveries ended, and those that clear up doubts.

Every change names the state before it, so that a mark that comes late changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, MessageId, OccurrenceId
from bot.domain.occurrence import Doubtful
from bot.store import remnants
from bot.store.columns import from_ms, maybe_at, to_ms
from bot.store.connection import Reads, Row, Tx
from bot.store.rows import CHANNEL_COLUMN, channel_of


@dataclass(frozen=True, slots=True)
class SentMark:
    """A message that Discord stored."""

    occurrence_id: OccurrenceId
    step: int
    channel_id: ChannelId | None
    message_id: MessageId | None
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class RetryMark:
    """Back to the queue until ``ready_at``; in doubt if nobody knows whether it was stored."""

    occurrence_id: OccurrenceId
    step: int
    ready_at: datetime
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class EndMark:
    """The end: ``state`` is failed, unreachable or dropped."""

    occurrence_id: OccurrenceId
    step: int
    state: str
    reason: str


SENT = """
UPDATE occurrence SET state = 'sent', doubt_since_at = NULL
WHERE id = ? AND step = ? AND (
    state = 'sending' OR (state = 'queued' AND doubt_since_at IS NOT NULL))"""
# A member may be erased while a message to them is on its way: the other marks must still be kept.
ADD_DELIVERY = """
INSERT INTO delivery (occurrence_id, step, channel_id, message_id, sent_at)
SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM occurrence WHERE id = ?1)
ON CONFLICT (occurrence_id, step) DO NOTHING"""


async def settle_sent(tx: Tx, marks: Sequence[SentMark]) -> None:
    """Note messages as stored. One that was answered meanwhile stays answered.

    One whose member was erased meanwhile is to be taken away again.
    """
    await tx.run_many(SENT, [(mark.occurrence_id, mark.step) for mark in marks])
    await tx.run_many(
        ADD_DELIVERY,
        [(m.occurrence_id, m.step, m.channel_id, m.message_id, to_ms(m.sent_at)) for m in marks],
    )
    await tx.run_many(
        remnants.ADD_ORPHAN,
        [
            (m.channel_id, m.message_id, to_ms(m.sent_at), m.occurrence_id)
            for m in marks
            if m.message_id is not None
        ],
    )


RETRY = """
UPDATE occurrence SET state = 'queued', ready_at = ?
WHERE id = ? AND step = ? AND state = 'sending'"""
RETRY_IN_DOUBT = """
UPDATE occurrence
SET state = 'queued', ready_at = ?, doubt_since_at = COALESCE(doubt_since_at, attempt_at)
WHERE id = ? AND step = ? AND state = 'sending'"""


async def settle_retries(tx: Tx, marks: Sequence[RetryMark]) -> None:
    """Put deliveries back into the queue, the doubtful ones with the doubt's first date."""
    for sql, in_doubt in ((RETRY, False), (RETRY_IN_DOUBT, True)):
        rows = [
            (to_ms(m.ready_at), m.occurrence_id, m.step) for m in marks if m.in_doubt == in_doubt
        ]
        await tx.run_many(sql, rows)


END = """
UPDATE occurrence SET state = ?, end_reason = ? WHERE id = ? AND step = ? AND state = 'sending'"""


async def settle_ends(tx: Tx, marks: Iterable[EndMark]) -> None:
    """Note deliveries as ended without a message."""
    await tx.run_many(END, [(m.state, m.reason, m.occurrence_id, m.step) for m in marks])


RELEASE = """
UPDATE occurrence SET state = 'queued', attempts = attempts - 1
WHERE id = ? AND step = ? AND state = 'sending'"""


async def release(tx: Tx, untried: Iterable[tuple[OccurrenceId, int]]) -> None:
    """Give back what was claimed and never tried."""
    await tx.run_many(RELEASE, list(untried))


# What the end of our own process cut short makes nobody wait longer for the next try.
DOUBT_ALL_SENDING = """
UPDATE occurrence
SET state = 'queued', ready_at = ?, doubt_since_at = COALESCE(doubt_since_at, attempt_at),
    attempts = MAX(attempts - 1, 0)
WHERE state = 'sending' RETURNING id"""


async def doubt_all_sending(tx: Tx, now_at: datetime) -> int:
    """At start: whatever was being sent may or may not have been stored. How many."""
    return len(await tx.rows(DOUBT_ALL_SENDING, (to_ms(now_at),)))


OLD_DOUBTS = f"""
SELECT o.id, o.step, o.attempts, o.doubt_since_at, m.id IS NOT NULL AS is_dm, {CHANNEL_COLUMN}
FROM occurrence AS o
JOIN schedule AS s ON s.id = o.schedule_id
LEFT JOIN member AS m ON m.id = s.member_id
WHERE o.state = 'queued' AND o.doubt_since_at IS NOT NULL
    AND (o.doubt_since_at <= ?1 OR o.doubt_since_at > ?2) AND o.ready_at <= ?2
ORDER BY o.doubt_since_at LIMIT ?3"""


async def old_doubts(
    reads: Reads, doubt_from_at: datetime, now_at: datetime, at_most: int
) -> list[Doubtful]:
    """Deliveries in doubt since ``doubt_from_at`` or before: only history can tell.

    So it is for those dated in the future: the clock was set back, and how old they are is unknown.
    """
    rows = await reads.rows(OLD_DOUBTS, (to_ms(doubt_from_at), to_ms(now_at), at_most))
    return [_doubtful(row) for row in rows]


LATEST_DOUBT = """
SELECT MAX(doubt_since_at) AS at FROM occurrence
WHERE state = 'queued' AND doubt_since_at IS NOT NULL"""


async def latest_doubt_at(reads: Reads) -> datetime | None:
    """When the latest doubt began; None: there is none."""
    row = await reads.row(LATEST_DOUBT)
    return None if row is None else maybe_at(row["at"])


def _doubtful(row: Row) -> Doubtful:
    return Doubtful(
        id=OccurrenceId(row["id"]),
        step=row["step"],
        attempts=row["attempts"],
        channel_id=channel_of(row["channel_id"]),
        is_dm=bool(row["is_dm"]),
        doubt_since_at=from_ms(row["doubt_since_at"]),
    )


CLEAR_DOUBT = """
UPDATE occurrence SET doubt_since_at = NULL, ready_at = ?
WHERE id = ? AND step = ? AND state = 'queued' AND doubt_since_at IS NOT NULL"""
KEEP_DOUBT = """
UPDATE occurrence SET ready_at = ?, attempts = attempts + 1
WHERE id = ? AND step = ? AND state = 'queued' AND doubt_since_at IS NOT NULL"""


async def clear_doubt(tx: Tx, doubtful: Doubtful, now_at: datetime) -> None:
    """It was not stored: it may be claimed and sent again."""
    await tx.run_many(CLEAR_DOUBT, [(to_ms(now_at), doubtful.id, doubtful.step)])


async def keep_doubt(tx: Tx, doubtful: Doubtful, ready_at: datetime) -> None:
    """The look-up failed: look again at ``ready_at``. It counts as an attempt."""
    await tx.run_many(KEEP_DOUBT, [(to_ms(ready_at), doubtful.id, doubtful.step)])
