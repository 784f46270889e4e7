"""Queries about pressed buttons: the occurrence behind one, and what the press changes."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import ChannelId, DiscordUserId, MemberId, MessageId, OccurrenceId, ScheduleId
from bot.domain.occurrence import Pressed, State
from bot.store.columns import from_ms, from_slot, maybe_at, to_ms
from bot.store.connection import Reads, Row, Tx
from bot.store.rows import wish_of
from bot.store.settlements import ADD_DELIVERY

FIND = """
SELECT o.id, o.schedule_id, s.kind, s.wish, s.status, m.id AS member_id, m.discord_id,
    o.slot, o.state, o.step, o.doubt_since_at, o.send_after_at, o.answer, o.answered_at,
    d.sent_at, d.message_id
FROM occurrence AS o
JOIN schedule AS s ON s.id = o.schedule_id
JOIN member AS m ON m.id = s.member_id
LEFT JOIN delivery AS d ON d.occurrence_id = o.id AND d.step = o.step
WHERE o.id = ?"""


async def find(reads: Reads, occurrence_id: OccurrenceId) -> Pressed | None:
    """The occurrence behind a button of a DM, or None if it is no longer kept."""
    row = await reads.row(FIND, (occurrence_id,))
    return None if row is None else _pressed(row)


def _pressed(row: Row) -> Pressed:
    return Pressed(
        id=OccurrenceId(row["id"]),
        schedule_id=ScheduleId(row["schedule_id"]),
        kind=row["kind"],
        wish=wish_of(row["wish"]),
        member_id=MemberId(row["member_id"]),
        owner=DiscordUserId(row["discord_id"]),
        local_slot=from_slot(row["slot"]),
        state=State(row["state"]),
        step=row["step"],
        in_doubt=row["doubt_since_at"] is not None,
        send_after_at=from_ms(row["send_after_at"]),
        sent_at=maybe_at(row["sent_at"]),
        message_id=None if row["message_id"] is None else MessageId(row["message_id"]),
        answer=row["answer"],
        answered_at=maybe_at(row["answered_at"]),
        schedule_status=row["status"],
    )


DELIVERED = """state IN ('sending', 'sent') OR (state = 'queued' AND doubt_since_at IS NOT NULL)"""
NOTE_ANSWER = f"""
UPDATE occurrence
SET state = 'answered', answer = ?, answered_at = ?, doubt_since_at = NULL
WHERE id = ? AND step = ? AND ({DELIVERED}) RETURNING id"""
SNOOZE = f"""
UPDATE occurrence
SET state = 'queued', step = step + 1, send_after_at = ?1, ready_at = ?1, attempts = 0,
    attempt_at = NULL, doubt_since_at = NULL
WHERE id = ?2 AND step = ?3 AND ({DELIVERED}) RETURNING id"""
ANSWER_ANEW = """
UPDATE occurrence SET answer = ?, answered_at = ? WHERE id = ? AND state = 'answered'"""


async def note_answer(tx: Tx, pressed: Pressed, answer: str, now_at: datetime) -> bool:
    """Note the member's answer; whether it still was the one to answer."""
    return await tx.change(NOTE_ANSWER, (answer, to_ms(now_at), pressed.id, pressed.step))


async def answer_anew(tx: Tx, occurrence_id: OccurrenceId, answer: str, now_at: datetime) -> None:
    """Write another answer in the place of the one there is."""
    await tx.run(ANSWER_ANEW, (answer, to_ms(now_at), occurrence_id))


async def snooze(tx: Tx, pressed: Pressed, until_at: datetime) -> bool:
    """Queue the same occurrence again, one step on; whether it still could be."""
    return await tx.change(SNOOZE, (to_ms(until_at), pressed.id, pressed.step))


async def note_delivered(
    tx: Tx, pressed: Pressed, channel: ChannelId, message: MessageId, now_at: datetime
) -> None:
    """Keep the message a press came from: it proves that it was stored."""
    row = (pressed.id, pressed.step, channel, message, to_ms(now_at))
    await tx.run_many(ADD_DELIVERY, [row])


# What could not be delivered and is still young enough, once the member is heard of again.
LATEST_WELCOME = """
SELECT o.id FROM occurrence AS o
JOIN schedule AS s ON s.id = o.schedule_id
WHERE s.member_id = ? AND s.kind = 'notice' AND s.wish ->> 'name' = 'welcome'
    AND o.state IN ('queued', 'sending')
ORDER BY o.id DESC LIMIT 1"""


async def latest_welcome(reads: Reads, member_id: MemberId) -> OccurrenceId | None:
    """A member's welcome message that is still to be sent."""
    row = await reads.row(LATEST_WELCOME, (member_id,))
    return None if row is None else OccurrenceId(row["id"])
