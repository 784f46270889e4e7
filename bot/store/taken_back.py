"""What people took back since an instant, read from a database that is about to be replaced."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.domain.ids import FORMER_STAFF, DiscordGuildId, DiscordUserId, MemberId
from bot.store import facts
from bot.store.backup import reading
from bot.store.columns import from_ms, to_ms
from bot.store.connection import Reads

MEMBERS = "SELECT id, discord_id, created_at FROM member"
LAST_MEMBER = "SELECT seq FROM sqlite_sequence WHERE name = 'member'"
TAKEN_BACK = """
SELECT m.discord_id, c.discord_id, l.kind FROM consent AS l
JOIN member AS m ON m.id = l.member_id
JOIN clinic AS c ON c.id = l.clinic_id
WHERE l.noted_at >= ? AND NOT l.given AND NOT EXISTS (
    SELECT 1 FROM consent AS later WHERE later.member_id = l.member_id
        AND later.clinic_id = l.clinic_id AND later.kind = l.kind AND later.id > l.id)"""
# A number may be given out twice where two databases parted; hardly in the same millisecond.
STAFFS = """
SELECT staff_id, 'queue_item' AS record, id, created_at FROM queue_item WHERE staff_id IS NOT NULL
UNION ALL SELECT staff_id, 'look', id, looked_at FROM look
UNION ALL SELECT staff_id, 'clinic_change', id, drafted_at FROM clinic_change"""

#: Who has a number, since when.
People = Mapping[MemberId, tuple[DiscordUserId, datetime]]
#: Where staff are named: the table, the row's number and when it was written.
StaffRecord = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Since:
    """Who was on record in the end, and what had been taken back.

    ``last_member`` is the last number that was given out, ``restored`` the restore that the
    database goes back to, as it was noted in it, ``former`` where erased staff were named.
    """

    members: People
    last_member: int
    restored: str | None
    taken_back: tuple[tuple[DiscordUserId, DiscordGuildId, str], ...]
    former: frozenset[StaffRecord]


def what_was_taken_back(database: Path, key: bytes | None, since_at: datetime) -> Since:
    """Raises StoreError for a database that cannot be read."""
    with reading(database, key) as opened:
        people = opened.execute(MEMBERS).fetchall()
        last = opened.execute(LAST_MEMBER).fetchone()
        restored = opened.execute(facts.READ, (facts.RESTORED,)).fetchone()
        lines = opened.execute(TAKEN_BACK, (to_ms(since_at),)).fetchall()
        staffs = opened.execute(STAFFS).fetchall()
    return Since(
        members={MemberId(id_): (DiscordUserId(u), from_ms(at)) for id_, u, at in people},
        last_member=0 if last is None else int(last[0]),
        restored=None if restored is None else str(restored[0]),
        taken_back=tuple(
            (DiscordUserId(u), DiscordGuildId(guild), kind) for u, guild, kind in lines
        ),
        former=frozenset(tuple(record) for staff, *record in staffs if staff == FORMER_STAFF),
    )


async def on_record(reads: Reads) -> People:
    """Who is on record in an open database."""
    return {
        MemberId(row["id"]): (DiscordUserId(row["discord_id"]), from_ms(row["created_at"]))
        for row in await reads.rows(MEMBERS)
    }


async def named_in(reads: Reads, records: Collection[StaffRecord]) -> set[DiscordUserId]:
    """The staff that an open database names in some records, and who are not erased there."""
    found = [tuple(row) for row in await reads.rows(STAFFS)]
    return {
        DiscordUserId(staff)
        for staff, *record in found
        if staff != FORMER_STAFF and tuple(record) in records
    }
