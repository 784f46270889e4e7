"""Queries about what members changed, for "Undo"."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChangeId, MemberId
from bot.store.columns import from_ms, to_ms
from bot.store.connection import Reads, Tx
from bot.store.rows import wish_of


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what it was about and how things stood before. ``latest`` of its subject?"""

    id: ChangeId
    member_id: MemberId
    subject: str
    before: dict[str, object]
    made_at: datetime
    undone: bool
    latest: bool


ADD = "INSERT INTO change (member_id, subject, before, made_at) VALUES (?, ?, ?, ?) RETURNING id"
FIND = """
SELECT c.id, c.member_id, c.subject, c.before, c.made_at, c.undone_at,
    NOT EXISTS (
        SELECT 1 FROM change AS newer
        WHERE newer.member_id = c.member_id AND newer.subject = c.subject AND newer.id > c.id
    ) AS latest
FROM change AS c WHERE c.id = ?"""
MARK_UNDONE = "UPDATE change SET undone_at = ? WHERE id = ? AND undone_at IS NULL RETURNING id"


async def note(
    tx: Tx, member_id: MemberId, subject: str, before: dict[str, object], now_at: datetime
) -> ChangeId:
    """Keep how things stood before a change."""
    rows = await tx.rows(ADD, (member_id, subject, json.dumps(before), to_ms(now_at)))
    return ChangeId(rows[0]["id"])


async def find(reads: Reads, change_id: ChangeId) -> Change | None:
    """A change by number, or None if it is no longer kept."""
    row = await reads.row(FIND, (change_id,))
    if row is None:
        return None
    return Change(
        id=ChangeId(row["id"]),
        member_id=MemberId(row["member_id"]),
        subject=row["subject"],
        before=wish_of(row["before"]),
        made_at=from_ms(row["made_at"]),
        undone=row["undone_at"] is not None,
        latest=bool(row["latest"]),
    )


async def mark_undone(tx: Tx, change_id: ChangeId, now_at: datetime) -> bool:
    """Note that a change was undone; whether it had not been before."""
    return await tx.change(MARK_UNDONE, (to_ms(now_at), change_id))
