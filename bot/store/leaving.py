"""Queries about who is in a clinic's server, and what goes with those who left it for good."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.ids import ClinicId, DiscordGuildId, DiscordUserId, MemberId
from bot.store import erasing, facts
from bot.store.columns import to_ms
from bot.store.connection import Reads, Row, Tx
from bot.store.personal import PERSONAL, Erase, whose


@dataclass(frozen=True, slots=True)
class OnRoll:
    """A member of a clinic who is to be looked for in its server."""

    member_id: MemberId
    clinic_id: ClinicId
    user: DiscordUserId
    guild: DiscordGuildId


# First who cannot be written to, then whom the clinic writes to soonest. Before the data of one who
# left goes, they are looked for once more, however lately that was done. The + keeps SQLite from
# reading all that a clinic has for each of its members.
DUE = """
SELECT p.member_id, p.clinic_id, m.discord_id AS user, c.discord_id AS guild
FROM membership AS p
JOIN member AS m ON m.id = p.member_id
JOIN clinic AS c ON c.id = p.clinic_id AND c.removed_at IS NULL
WHERE p.seen_at IS NULL OR p.seen_at <= :seen_before
    OR p.left_at <= :left_before AND p.seen_at < p.left_at + :left_ms
ORDER BY m.unreachable_at IS NULL, (
    SELECT IFNULL(MIN(s.next_due_at), 9e15) FROM schedule AS s
    WHERE s.member_id = p.member_id AND +s.clinic_id = p.clinic_id AND s.status = 'active'
), p.seen_at LIMIT :few"""


async def due(
    reads: Reads, now_at: datetime, every: timedelta, left: timedelta, at_most: int
) -> list[OnRoll]:
    """Whom to look for: not looked for since ``every``, or gone for ``left``."""
    parameters = {
        "seen_before": to_ms(now_at - every),
        "left_before": to_ms(now_at - left),
        "left_ms": left // timedelta(milliseconds=1),
        "few": at_most,
    }
    return [_on_roll(row) for row in await reads.rows(DUE, parameters)]


def _on_roll(row: Row) -> OnRoll:
    return OnRoll(
        MemberId(row["member_id"]),
        ClinicId(row["clinic_id"]),
        DiscordUserId(row["user"]),
        DiscordGuildId(row["guild"]),
    )


# Only what a look for them would change: most presses come from people who were seen lately.
SEEN_LATELY = """
SELECT p.member_id, p.clinic_id, m.discord_id AS user, c.discord_id AS guild FROM member AS m
JOIN clinic AS c ON c.discord_id = ?2
JOIN membership AS p ON p.member_id = m.id AND p.clinic_id = c.id
WHERE m.discord_id = ?1 AND (p.left_at IS NOT NULL OR p.seen_at IS NULL OR p.seen_at <= ?3)"""


async def find_unseen(
    reads: Reads, user: DiscordUserId, guild: DiscordGuildId, seen_before_at: datetime
) -> OnRoll | None:
    """A member of a server's clinic who left it, or was not seen there lately."""
    row = await reads.row(SEEN_LATELY, (user, guild, to_ms(seen_before_at)))
    return None if row is None else _on_roll(row)


LEFT = "SELECT 1 FROM membership WHERE member_id = ? AND clinic_id = ? AND left_at IS NOT NULL"
# Discord refused their last DM because no server was shared any more, and they are back in one.
CUT_OFF = """
SELECT 1 FROM member AS m WHERE m.id = ?1 AND m.unreachable_at IS NOT NULL AND ?2 = (
    SELECT o.end_reason FROM schedule AS s
    JOIN occurrence AS o ON o.schedule_id = s.id AND o.state = 'unreachable'
    WHERE s.member_id = m.id AND o.end_reason IS NOT NULL
    ORDER BY o.attempt_at DESC, o.id DESC LIMIT 1)"""
NOTE_HERE = """
UPDATE membership SET seen_at = ?1, left_at = NULL,
    changed_at = IIF(state = 'left', ?1, changed_at), state = IIF(state = 'left', 'agreed', state)
WHERE member_id = ?2 AND clinic_id = ?3"""
NOTE_GONE = """
UPDATE membership SET seen_at = ?1, left_at = COALESCE(left_at, ?1),
    changed_at = IIF(state = 'agreed', ?1, changed_at), state = IIF(state = 'agreed', 'left', state)
WHERE member_id = ?2 AND clinic_id = ?3 RETURNING left_at <= ?4 AS long_ago"""


async def note_here(tx: Tx, one: OnRoll, cut_off: str, now_at: datetime) -> bool:
    """Note that somebody is in the server; whether they had left, or been cut off for ``cut_off``.

    What they had agreed to holds again.
    """
    left = await tx.row(LEFT, (one.member_id, one.clinic_id))
    is_back = left is not None or await tx.row(CUT_OFF, (one.member_id, cut_off)) is not None
    await tx.run(NOTE_HERE, (to_ms(now_at), one.member_id, one.clinic_id))
    return is_back


async def note_gone(tx: Tx, one: OnRoll, left: timedelta, now_at: datetime) -> bool:
    """Note that somebody is not in the server; whether that has been so for ``left``."""
    parameters = (to_ms(now_at), one.member_id, one.clinic_id, to_ms(now_at - left))
    row = await tx.row(NOTE_GONE, parameters)
    return row is not None and bool(row["long_ago"])


OTHERS = """
SELECT 1 FROM membership WHERE member_id = ?1 AND clinic_id <> ?2
UNION ALL SELECT 1 FROM session WHERE member_id = ?1 AND clinic_id <> ?2"""
USER = "SELECT discord_id FROM member WHERE id = ?"
# What the clinic's server still shows of them, as bot.store.erasing does it for all servers.
NOTE_REMNANTS = """
INSERT INTO remnant (what, channel_id, message_id, before_at, ready_at)
SELECT 'thread', thread_id, NULL, :now, :now FROM membership
WHERE member_id = :member AND clinic_id = :clinic AND thread_id IS NOT NULL
UNION
SELECT 'thread', CAST(wish ->> 'channel' AS INTEGER), NULL, :now, :now FROM schedule
WHERE clinic_id = :clinic AND member_id IS NULL AND wish ->> 'thread_of' = :member
    AND wish ->> 'channel' IS NOT NULL
UNION
SELECT 'message', d.channel_id, d.message_id, :now, :now FROM schedule AS s
JOIN occurrence AS o ON o.schedule_id = s.id
JOIN delivery AS d ON d.occurrence_id = o.id AND d.message_id IS NOT NULL
WHERE s.clinic_id = :clinic AND s.member_id IS NULL AND s.wish ->> 'client' = :discord
    AND s.wish ->> 'thread_of' IS NULL"""
OF_CLINIC: Final = ("queue_item", "look", "schedule", "session", "consent", "membership")
FORGET = tuple(
    f"DELETE FROM {one.table} WHERE clinic_id = :clinic AND ({one.owner})"
    for one in PERSONAL
    if one.table in OF_CLINIC and one.erase is not Erase.FORMER_STAFF
)


async def forget(tx: Tx, member_id: MemberId, clinic_id: ClinicId, now_at: datetime) -> bool:
    """Delete what a clinic has of a member; with their last clinic they are erased, and True.

    Their own check-ins and reminders are not the clinic's.
    """
    row = await tx.row(USER, (member_id,))
    if row is None:
        return False
    user = DiscordUserId(row["discord_id"])
    if await tx.row(OTHERS, (member_id, clinic_id)) is None:
        await erasing.erase(tx, user, now_at)
        return True
    parameters = {**whose(member_id, user), "clinic": clinic_id, "now": to_ms(now_at)}
    await tx.run(NOTE_REMNANTS, parameters)
    for sql in FORGET:
        await tx.run(sql, parameters)
    return False


IS_IN_ONE = "SELECT MAX(discord_id IN (SELECT value FROM json_each(?))) AS is_in_one FROM clinic"


async def is_theirs(tx: Tx, application: str, here: Collection[DiscordGuildId]) -> bool:
    """Whether the clinics know a bot that is in these servers and in no other.

    They know the one that was the last in a server of theirs, or was there before any clinic.
    """
    (row,) = await tx.rows(IS_IN_ONE, (json.dumps(list(here)),))
    if row["is_in_one"] == 0:
        return await facts.fact(tx, facts.APPLICATION) == application
    await facts.note_fact(tx, facts.APPLICATION, application)
    return True


REMOVED = """
UPDATE clinic SET removed_at = :now
WHERE removed_at IS NULL AND discord_id NOT IN (SELECT value FROM json_each(:here)) RETURNING id"""
BACK = """
UPDATE clinic SET removed_at = NULL
WHERE removed_at IS NOT NULL AND discord_id IN (SELECT value FROM json_each(:here)) RETURNING id"""
# What was to be sent meanwhile; the claim ends what is stale.
REQUEUE = """
UPDATE occurrence SET state = 'queued', ready_at = :now, attempts = 0, end_reason = NULL
WHERE state = 'unreachable' AND schedule_id IN (
    SELECT s.id FROM membership AS p
    JOIN member AS m ON m.id = p.member_id AND m.unreachable_at IS NULL
    JOIN schedule AS s ON s.member_id = m.id AND s.status = 'active'
    WHERE p.state = 'agreed' AND p.clinic_id IN (SELECT value FROM json_each(:back)))"""
GONE_CLINICS = "SELECT id FROM clinic WHERE removed_at <= ?"
MEMBER_OF_GONE = """
SELECT p.member_id FROM clinic AS c JOIN membership AS p ON p.clinic_id = c.id
WHERE c.id = ? AND c.removed_at <= ? LIMIT 1"""
DELETE_CLINIC = "DELETE FROM clinic WHERE id = ? AND removed_at <= ? RETURNING id"


async def note_servers(
    tx: Tx, here: Collection[DiscordGuildId], now_at: datetime
) -> tuple[int, int]:
    """Note all the servers that the bot is in; how many clinics lost it, and how many are back."""
    parameters = {"here": json.dumps(list(here)), "now": to_ms(now_at)}
    removed = len(await tx.rows(REMOVED, parameters))
    back = [row["id"] for row in await tx.rows(BACK, parameters)]
    if back:
        await tx.run(REQUEUE, {"back": json.dumps(back), "now": to_ms(now_at)})
    return removed, len(back)


async def gone_clinics(reads: Reads, until_at: datetime) -> list[ClinicId]:
    """The clinics whose server the bot has not been in since an instant."""
    return [ClinicId(row["id"]) for row in await reads.rows(GONE_CLINICS, (to_ms(until_at),))]


async def member_of_gone(reads: Reads, clinic_id: ClinicId, until_at: datetime) -> MemberId | None:
    """One of a clinic's members; None: there are none, or the bot is back in its server."""
    row = await reads.row(MEMBER_OF_GONE, (clinic_id, to_ms(until_at)))
    return None if row is None else MemberId(row["member_id"])


async def delete_if_gone(tx: Tx, clinic_id: ClinicId, until_at: datetime) -> bool:
    """Delete a clinic and all that hangs on it, unless the bot is back in its server."""
    return await tx.change(DELETE_CLINIC, (clinic_id, to_ms(until_at)))


# Staff planned for them, they never agreed, and that was cleared away.
STRANGER = """
SELECT m.discord_id FROM member AS m
WHERE m.created_at <= ? AND NOT EXISTS (SELECT 1 FROM membership WHERE member_id = m.id)
    AND NOT EXISTS (SELECT 1 FROM session WHERE member_id = m.id)
    AND NOT EXISTS (SELECT 1 FROM queue_item WHERE member_id = m.id) LIMIT 1"""


async def erase_stranger(tx: Tx, until_at: datetime, now_at: datetime) -> bool:
    """Erase somebody on record since before an instant of whom no clinic has anything.

    Whether there was anybody.
    """
    row = await tx.row(STRANGER, (to_ms(until_at),))
    if row is not None:
        await erasing.erase(tx, DiscordUserId(row["discord_id"]), now_at)
    return row is not None
