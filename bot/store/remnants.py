"""Queries about remnants: what is still in Discord of members whose rows are gone.

A row names a channel or a message, nobody's id, and goes when nothing of it is left.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, NewType

from bot.domain.ids import ChannelId, MessageId
from bot.store.columns import from_ms, to_ms
from bot.store.connection import Reads, Row, Tx

RemnantId = NewType("RemnantId", int)


class What(Enum):
    """What is left, as the column says it."""

    DM = "dm"
    THREAD = "thread"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Remnant:
    """One thing to take away: of a channel, what the bot wrote there before ``before_at``."""

    id: RemnantId
    what: What
    channel: ChannelId
    message: MessageId | None
    before_at: datetime
    attempts: int


# Who has joined again may have got a message that is not on record yet: their DM waits for that.
DUE = """
SELECT id, what, channel_id, message_id, before_at, attempts FROM remnant AS r
WHERE ready_at <= ? AND NOT (what = 'dm' AND EXISTS (
    SELECT 1 FROM member AS m
    JOIN schedule AS s ON s.member_id = m.id
    JOIN occurrence AS o ON o.schedule_id = s.id
    WHERE m.dm_channel_id = r.channel_id
        AND (o.state = 'sending' OR o.state = 'queued' AND o.doubt_since_at IS NOT NULL)))
ORDER BY ready_at, id"""
FORGET = "DELETE FROM remnant WHERE id = ?"
POSTPONE = "UPDATE remnant SET ready_at = ?, attempts = attempts + 1 WHERE id = ?"


async def due(reads: Reads, now_at: datetime) -> list[Remnant]:
    """What may be taken away now, the longest ready first."""
    return [_remnant(row) for row in await reads.rows(DUE, (to_ms(now_at),))]


def _remnant(row: Row) -> Remnant:
    message = row["message_id"]
    return Remnant(
        id=RemnantId(row["id"]),
        what=What(row["what"]),
        channel=ChannelId(row["channel_id"]),
        message=None if message is None else MessageId(message),
        before_at=from_ms(row["before_at"]),
        attempts=row["attempts"],
    )


async def forget(tx: Tx, remnant: RemnantId) -> None:
    """Nothing of it is left, or nothing can be done about it."""
    await tx.run(FORGET, (remnant,))


async def postpone(tx: Tx, remnant: RemnantId, ready_at: datetime) -> None:
    """Note a try that failed, and when the next may be."""
    await tx.run(POSTPONE, (to_ms(ready_at), remnant))


# By way of the member: neither of the two columns that are asked for has an index.
ON_RECORD = """
SELECT d.message_id FROM member AS m
JOIN schedule AS s ON s.member_id = m.id
JOIN occurrence AS o ON o.schedule_id = s.id
JOIN delivery AS d ON d.occurrence_id = o.id
WHERE m.dm_channel_id = ?1 AND d.message_id IN (SELECT value FROM json_each(?2))"""


async def on_record(
    reads: Reads, channel: ChannelId, messages: Sequence[MessageId]
) -> set[MessageId]:
    """Which of these messages were sent to somebody who has joined again since."""
    rows = await reads.rows(ON_RECORD, (channel, json.dumps(messages)))
    return {MessageId(row["message_id"]) for row in rows}


ADD_THREAD = """
INSERT INTO remnant (what, channel_id, before_at, ready_at) VALUES ('thread', ?1, ?2, ?2)"""


async def add_thread(tx: Tx, thread: ChannelId, at: datetime) -> None:
    """Let a thread be taken away that was made, not before ``at``, for somebody erased by now."""
    await tx.run(ADD_THREAD, (thread, to_ms(at)))


#: Why a post ended whose member was erased while it was in doubt.
ERASED: Final = "erased"
# A message that has just been stored, when its occurrence is gone: whoever it was for was erased.
ADD_ORPHAN = f"""
INSERT INTO remnant (what, channel_id, message_id, before_at, ready_at)
SELECT 'message', ?1, ?2, ?3, ?3 WHERE NOT EXISTS (
    SELECT 1 FROM occurrence AS o JOIN schedule AS s ON s.id = o.schedule_id
    WHERE o.id = ?4 AND s.end_reason IS NOT '{ERASED}')"""
