"""Queries about members: who they are and what they chose."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import ChannelId, DiscordUserId, MemberId
from bot.domain.member import Member, Settings
from bot.store.columns import maybe_at, maybe_ms, to_ms
from bot.store.connection import Reads, Row, Tx
from bot.store.rows import SETTINGS_COLUMNS, channel_of, quiet_columns, settings_of

COLUMNS = f"""
m.id, m.discord_id, m.dm_channel_id, m.locale, {SETTINGS_COLUMNS}, m.stopped_at,
m.paused_until_at, m.unreachable_at"""
BY_DISCORD_ID = f"SELECT {COLUMNS} FROM member AS m WHERE m.discord_id = ?"
BY_ID = f"SELECT {COLUMNS} FROM member AS m WHERE m.id = ?"
LANGUAGE = "SELECT language FROM member WHERE discord_id = ?"


async def find(reads: Reads, discord_id: DiscordUserId) -> Member | None:
    """The member behind a Discord user, or None if they never joined."""
    row = await reads.row(BY_DISCORD_ID, (discord_id,))
    return None if row is None else _member(row)


async def get(reads: Reads, member_id: MemberId) -> Member | None:
    """A member by number."""
    row = await reads.row(BY_ID, (member_id,))
    return None if row is None else _member(row)


async def chosen_language(reads: Reads, discord_id: DiscordUserId) -> str | None:
    """The language somebody chose; None: they chose none, or never joined."""
    row = await reads.row(LANGUAGE, (discord_id,))
    return None if row is None else row["language"]


WITH_SCHEDULES = """
SELECT DISTINCT member_id FROM schedule WHERE status = 'active' AND member_id IS NOT NULL"""


async def with_schedules(reads: Reads) -> list[MemberId]:
    """Everybody for whom something is active."""
    return [MemberId(row["member_id"]) for row in await reads.rows(WITH_SCHEDULES)]


def _member(row: Row) -> Member:
    return Member(
        id=MemberId(row["id"]),
        discord_id=DiscordUserId(row["discord_id"]),
        dm_channel_id=channel_of(row["dm_channel_id"]),
        locale=row["locale"],
        settings=settings_of(row),
        stopped_at=maybe_at(row["stopped_at"]),
        paused_until_at=maybe_at(row["paused_until_at"]),
        unreachable_at=maybe_at(row["unreachable_at"]),
    )


ADD = """
INSERT INTO member (discord_id, locale, zone, quiet_from_min, quiet_until_min, daily_limit,
    discreet, fallback, heard_at, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)
RETURNING id"""


async def add(
    tx: Tx, discord_id: DiscordUserId, locale: str, settings: Settings, now_at: datetime
) -> MemberId:
    """Write a new member."""
    rows = await tx.rows(
        ADD,
        (
            discord_id,
            locale,
            settings.zone.key,
            *quiet_columns(settings.quiet),
            settings.daily_limit,
            settings.discreet,
            settings.fallback,
            to_ms(now_at),
        ),
    )
    return MemberId(rows[0]["id"])


SET_SETTINGS = """
UPDATE member SET zone = ?, quiet_from_min = ?, quiet_until_min = ?, daily_limit = ?, discreet = ?,
    fallback = ?, language = ?
WHERE id = ?"""
SET_LOCALE = "UPDATE member SET locale = ? WHERE id = ?"
SET_STOPPED = "UPDATE member SET stopped_at = ? WHERE id = ?"
SET_PAUSED = "UPDATE member SET paused_until_at = ? WHERE id = ?"
SET_HEARD = "UPDATE member SET heard_at = ? WHERE id = ?"
SET_REACHABLE = "UPDATE member SET unreachable_at = NULL WHERE id = ?"
REQUEUE = """
UPDATE occurrence SET state = 'queued', ready_at = ?, attempts = 0, end_reason = NULL
WHERE state = 'unreachable' AND schedule_id IN (
    SELECT id FROM schedule WHERE member_id = ? AND status = 'active')"""


async def set_settings(tx: Tx, member_id: MemberId, settings: Settings) -> None:
    """Write all of a member's settings."""
    await tx.run(
        SET_SETTINGS,
        (
            settings.zone.key,
            *quiet_columns(settings.quiet),
            settings.daily_limit,
            settings.discreet,
            settings.fallback,
            settings.language,
            member_id,
        ),
    )


async def set_locale(tx: Tx, member_id: MemberId, locale: str) -> None:
    """Write the language of a member's client, in which they are written to unless they chose."""
    await tx.run(SET_LOCALE, (locale, member_id))


async def set_stopped(tx: Tx, member_id: MemberId, stopped_at: datetime | None) -> None:
    """Note since when a member has stopped everything; None: they have not."""
    await tx.run(SET_STOPPED, (maybe_ms(stopped_at), member_id))


async def set_paused(tx: Tx, member_id: MemberId, until_at: datetime | None) -> None:
    """Let nothing be sent to a member until an instant; None: nothing is paused."""
    await tx.run(SET_PAUSED, (maybe_ms(until_at), member_id))


async def set_heard(tx: Tx, member_id: MemberId, heard_at: datetime) -> None:
    """Note until when what a member typed was certainly heard."""
    await tx.run(SET_HEARD, (to_ms(heard_at), member_id))


async def reach_again(tx: Tx, member_id: MemberId, now_at: datetime) -> None:
    """Forget that a member could not be written to, and let what waited for it be claimed again.

    The claim ends what is too late by now.
    """
    await tx.run(SET_REACHABLE, (member_id,))
    await tx.run(REQUEUE, (to_ms(now_at), member_id))


# Guarded by the time of the last answer, so that two texts at once are answered once.
CLAIM_TEXT_ANSWER = """
UPDATE member SET text_answered_at = ?1
WHERE id = ?2 AND (text_answered_at IS NULL OR text_answered_at <= ?3)
RETURNING id"""


async def claim_text_answer(
    tx: Tx, member_id: MemberId, now_at: datetime, last_before_at: datetime
) -> bool:
    """Whether typed text may be answered now: the last answer lies before ``last_before_at``."""
    return await tx.change(CLAIM_TEXT_ANSWER, (to_ms(now_at), member_id, to_ms(last_before_at)))


SET_CHANNEL = "UPDATE member SET dm_channel_id = ?, unreachable_at = NULL WHERE id = ?"
# Not while something may lie in it that nobody has seen: history is read there first.
FORGET_CHANNEL = """
UPDATE member SET dm_channel_id = NULL
WHERE id = ? AND NOT EXISTS (
    SELECT 1 FROM schedule AS s JOIN occurrence AS o ON o.schedule_id = s.id
    WHERE s.member_id = member.id AND o.state IN ('queued', 'sending')
        AND o.doubt_since_at IS NOT NULL)"""
SET_UNREACHABLE = "UPDATE member SET unreachable_at = COALESCE(unreachable_at, ?) WHERE id = ?"


async def set_channel(tx: Tx, member: MemberId, channel: ChannelId) -> None:
    """Keep the DM channel that was opened with a member."""
    await tx.run(SET_CHANNEL, (channel, member))


async def forget_channel(tx: Tx, member: MemberId) -> None:
    """Drop a DM channel that is gone, unless a delivery to it is in doubt."""
    await tx.run(FORGET_CHANNEL, (member,))


async def set_unreachable(tx: Tx, member: MemberId, now_at: datetime) -> None:
    """Note since when a member cannot be written to."""
    await tx.run(SET_UNREACHABLE, (to_ms(now_at), member))
