"""Queries about lines in private threads, for members whose DMs are closed.

A line is a post whose wish names the member (``thread_of``) and, once it is known, the thread
(``channel``), so that a line in doubt is looked for where it was sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain.fallback import FALLBACK, FALLBACK_LANE, OPENED, QUIET_FOR, Line
from bot.domain.ids import ChannelId, ClinicId, DiscordUserId, MemberId, OccurrenceId, ScheduleId
from bot.domain.occurrence import Waiting
from bot.store import posts, schedules
from bot.store.columns import from_ms, to_ms
from bot.store.connection import Reads, Row, Tx
from bot.store.rows import channel_of, wish_of
from bot.store.settlements import ADD_DELIVERY

# The clinic that the message is from, else the first that has a channel for it. Once for each
# message, and not while a young line still waits to be opened.
WANTED = """
SELECT m.id AS member_id, m.discord_id, COALESCE(m.language, m.locale) AS locale, p.clinic_id,
    p.thread_id
FROM occurrence AS o
JOIN schedule AS s ON s.id = o.schedule_id
JOIN member AS m ON m.id = s.member_id AND m.fallback AND m.stopped_at IS NULL
JOIN membership AS p ON p.member_id = m.id AND p.state = 'agreed'
    AND (s.clinic_id IS NULL OR p.clinic_id = s.clinic_id)
JOIN clinic AS c ON c.id = p.clinic_id AND c.fallback_channel_id IS NOT NULL
WHERE o.id = ?1 AND NOT EXISTS (
    SELECT 1 FROM schedule AS line
    WHERE line.clinic_id = p.clinic_id AND line.kind = ?2 AND line.wish ->> 'thread_of' = m.id
        AND (line.wish ->> 'occurrence' = ?1 OR line.status = 'active' AND line.created_at > ?3))
ORDER BY p.clinic_id LIMIT 1"""


async def queue_lines(tx: Tx, unreached: Iterable[OccurrenceId], now_at: datetime) -> None:
    """Queue a line for each message that found closed DMs, for members who wished for it."""
    for occurrence_id in unreached:
        young_ms = to_ms(now_at - QUIET_FOR)
        row = await tx.row(WANTED, (occurrence_id, FALLBACK, young_ms))
        if row is None:
            continue
        wish = {
            "thread_of": row["member_id"],
            "client": row["discord_id"],
            "occurrence": occurrence_id,
            "locale": row["locale"],
        }
        clinic_id = ClinicId(row["clinic_id"])
        await posts.add(tx, clinic_id, FALLBACK, wish, now_at, lane=FALLBACK_LANE)


# As it is now: whoever stopped, left or switched it off meanwhile gets no line.
TARGET = """
SELECT s.id, m.id AS member_id, m.discord_id, COALESCE(m.language, m.locale) AS locale,
    p.clinic_id, c.fallback_channel_id, p.thread_id
FROM schedule AS s
JOIN member AS m ON m.id = s.wish ->> 'thread_of' AND m.fallback AND m.stopped_at IS NULL
JOIN clinic AS c ON c.id = s.clinic_id AND c.fallback_channel_id IS NOT NULL
JOIN membership AS p ON p.member_id = m.id AND p.clinic_id = c.id AND p.state = 'agreed'
WHERE s.id = ? AND s.status = 'active'"""


async def target(reads: Reads, schedule_id: ScheduleId) -> Line | None:
    """Where a line belongs; None: it is not wanted any more."""
    row = await reads.row(TARGET, (schedule_id,))
    if row is None:
        return None
    return Line(
        schedule_id=ScheduleId(row["id"]),
        member_id=MemberId(row["member_id"]),
        client=DiscordUserId(row["discord_id"]),
        clinic_id=ClinicId(row["clinic_id"]),
        locale=row["locale"],
        parent=ChannelId(row["fallback_channel_id"]),
        thread=channel_of(row["thread_id"]),
    )


SET_THREAD = "UPDATE membership SET thread_id = ? WHERE member_id = ? AND clinic_id = ?"
SET_CHANNEL = "UPDATE schedule SET wish = json_set(wish, '$.channel', ?) WHERE id = ? RETURNING id"


async def set_thread(tx: Tx, line: Line, thread: ChannelId | None) -> bool:
    """Keep a member's thread, and that this line goes there; None: it is gone.

    Whether the line is still there: its member may be erased at any time.
    """
    await tx.run(SET_THREAD, (thread, line.member_id, line.clinic_id))
    return await tx.change(SET_CHANNEL, (thread, line.schedule_id))


LINE_OF = """
SELECT s.id, s.wish ->> 'thread_of' AS member_id, s.wish ->> 'client' AS client, s.clinic_id
FROM occurrence AS o JOIN schedule AS s ON s.id = o.schedule_id
WHERE o.id = ? AND s.kind = ?"""


async def opened_by(
    tx: Tx, line: OccurrenceId, now_at: datetime
) -> tuple[MemberId, DiscordUserId, ClinicId] | None:
    """Whose line that is and which clinic's; from now on it is opened. None: it is not kept."""
    row = await tx.row(LINE_OF, (line, FALLBACK))
    if row is None:
        return None
    await schedules.end(tx, ScheduleId(row["id"]), OPENED, now_at)
    return MemberId(row["member_id"]), DiscordUserId(row["client"]), ClinicId(row["clinic_id"])


UNREACHED = """
SELECT o.id, o.step, o.item, o.send_after_at, s.kind, s.wish,
    (SELECT item FROM shown WHERE shown.member_id = s.member_id AND shown.kind = s.kind) AS last
FROM schedule AS s
JOIN occurrence AS o ON o.schedule_id = s.id AND o.state = 'unreachable'
WHERE s.member_id = ?1 AND s.status = 'active' AND (s.clinic_id IS NULL OR s.clinic_id = ?2)
ORDER BY o.send_after_at DESC, o.id DESC"""


async def unreached(reads: Reads, member_id: MemberId, clinic_id: ClinicId) -> list[Waiting]:
    """What found a member's DMs closed and is still theirs to read here, the latest first."""
    return [_waiting(row) for row in await reads.rows(UNREACHED, (member_id, clinic_id))]


def _waiting(row: Row) -> Waiting:
    return Waiting(
        id=OccurrenceId(row["id"]),
        step=row["step"],
        kind=row["kind"],
        wish=wish_of(row["wish"]),
        item=row["item"],
        last_item=row["last"],
        send_after_at=from_ms(row["send_after_at"]),
    )


# From here on it is as if it had arrived: its buttons work, and it does not come again.
SHOW = """
UPDATE occurrence SET state = 'sent', item = ?, attempt_at = ?, end_reason = NULL
WHERE id = ? AND step = ? AND state = 'unreachable' RETURNING id"""
TOO_LATE = "UPDATE occurrence SET state = 'stale' WHERE id = ? AND state = 'unreachable'"


async def note_shown(tx: Tx, waiting: Waiting, item: str | None, now_at: datetime) -> bool:
    """Note that a member reads a message here; whether it still waited."""
    changed = await tx.change(SHOW, (item, to_ms(now_at), waiting.id, waiting.step))
    if changed:
        row = (waiting.id, waiting.step, None, None, to_ms(now_at))
        await tx.run_many(ADD_DELIVERY, [row])
    return changed


async def note_stale(tx: Tx, waiting: Waiting) -> None:
    """Note that a message is too late to help."""
    await tx.run(TOO_LATE, (waiting.id,))
