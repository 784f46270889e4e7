"""Erasing a person: what is kept of them goes at once, what is in Discord becomes remnants.

The rows go first, so that a crash at any point leaves nothing behind but a list of what is still to
be taken away, and whoever was erased can join again at any time.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from bot.domain.ids import FORMER_STAFF, DiscordUserId, MemberId
from bot.store import remnants
from bot.store.columns import to_ms
from bot.store.connection import Store, Tx
from bot.store.personal import PERSONAL, Erase, whose

# What is on its way when the rows go has to have arrived before a channel is emptied. The engine
# looks right before each request, so that is one attempt (delivery.attempt_timeout_s, at most 60)
# and two clocks that differ. When another process erases, the engine may not look (Store.version):
# then it is also what was claimed in that second. Whatever arrives later still is noted by its own
# answer (settlements.settle_sent).
ARRIVED_WITHIN: Final = timedelta(minutes=2)
# Each waits for readers as long as a write waits for a writer.
SWEEPS: Final = 3

FIND = "SELECT id FROM member WHERE discord_id = ?"
# A private thread is in the wish of each of its lines, the present one also with its member.
NOTE_REMNANTS = """
INSERT INTO remnant (what, channel_id, message_id, before_at, ready_at)
SELECT 'dm', dm_channel_id, NULL, :arrived, :arrived FROM member
WHERE id = :member AND dm_channel_id IS NOT NULL
UNION
SELECT 'thread', thread_id, NULL, :arrived, :arrived FROM membership
WHERE member_id = :member AND thread_id IS NOT NULL
UNION
SELECT 'thread', CAST(wish ->> 'channel' AS INTEGER), NULL, :arrived, :arrived FROM schedule
WHERE member_id IS NULL AND wish ->> 'thread_of' = :member AND wish ->> 'channel' IS NOT NULL
UNION
SELECT 'message', d.channel_id, d.message_id, :now, :now FROM schedule AS s
JOIN occurrence AS o ON o.schedule_id = s.id
JOIN delivery AS d ON d.occurrence_id = o.id AND d.message_id IS NOT NULL
WHERE s.member_id IS NULL AND s.wish ->> 'client' = :discord AND s.wish ->> 'thread_of' IS NULL
RETURNING what"""
# What names them in a staff channel and is in doubt has no message yet: it stays without their
# name, until history tells which message it is (recovery), and that is taken away. Its look-up
# waits for as long as the same nonce would answer, since what has ended is not sent again.
SET_ASIDE = f"""
UPDATE schedule SET wish = json_object('channel', wish -> 'channel'), status = 'ended',
    end_reason = '{remnants.ERASED}', changed_at = :now
WHERE member_id IS NULL AND wish ->> 'client' = :discord AND wish ->> 'thread_of' IS NULL
    AND EXISTS (SELECT 1 FROM occurrence AS o
        WHERE o.schedule_id = schedule.id AND o.state = 'queued' AND o.doubt_since_at IS NOT NULL)
RETURNING id"""
LOOK_LATER = "UPDATE occurrence SET ready_at = ? WHERE schedule_id = ?"


async def erase(tx: Tx, discord_id: DiscordUserId, now_at: datetime) -> Counter[str] | None:
    """Remove all that is kept about a person; how many remnants and others' records that leaves.

    By what they are: ``dm``, ``thread``, ``message`` and ``record``. None: nothing was kept.
    """
    row = await tx.row(FIND, (discord_id,))
    person = whose(None if row is None else MemberId(row["id"]), discord_id)
    instants = {"now": to_ms(now_at), "arrived": to_ms(now_at + ARRIVED_WITHIN)}
    noted = await tx.rows(NOTE_REMNANTS, {**person, **instants})
    left = Counter(each["what"] for each in noted)
    for post in await tx.rows(SET_ASIDE, {**person, **instants}):
        await tx.run(LOOK_LATER, (instants["arrived"], post["id"]))
    gone = 0
    for part in PERSONAL:
        match part.erase:
            case Erase.DELETE:
                sql = f"DELETE FROM {part.table} WHERE {part.owner} RETURNING 1"
                gone += len(await tx.rows(sql, person))
            case Erase.FORMER_STAFF:
                sql = f"UPDATE {part.table} SET staff_id = :former WHERE {part.owner} RETURNING 1"
                left["record"] += len(await tx.rows(sql, {**person, "former": FORMER_STAFF}))
    return left if gone or left.total() else None


async def sweep(store: Store) -> bool:
    """Take what was deleted out of the write-ahead log too; whether no reader was in the way."""
    for _ in range(SWEEPS):
        if await store.checkpoint():
            return True
    return False
