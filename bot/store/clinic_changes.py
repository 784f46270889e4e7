"""Queries about what staff prepare for their clinic: drafts, what was saved, what was undone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ClinicChangeId, ClinicId, DiscordUserId
from bot.store.columns import from_ms, maybe_at, to_ms
from bot.store.connection import Reads, Tx
from bot.store.rows import wish_of

Plain = dict[str, object]


@dataclass(frozen=True, slots=True)
class ClinicChange:
    """One change: what it turns into what. ``latest``: no later one of its subject was saved."""

    id: ClinicChangeId
    clinic_id: ClinicId
    staff_id: DiscordUserId
    subject: str
    before: Plain
    after: Plain
    drafted_at: datetime
    saved_at: datetime | None
    undone: bool
    latest: bool


DRAFT = """
INSERT INTO clinic_change (clinic_id, staff_id, subject, before, after, drafted_at)
VALUES (?, ?, ?, ?, ?, ?) RETURNING id"""
FIND = """
SELECT c.id, c.clinic_id, c.staff_id, c.subject, c.before, c.after, c.drafted_at, c.saved_at,
    c.undone_at,
    NOT EXISTS (
        SELECT 1 FROM clinic_change AS newer
        WHERE newer.clinic_id = c.clinic_id AND newer.subject = c.subject
            AND newer.saved_at IS NOT NULL AND newer.undone_at IS NULL AND newer.id > c.id
    ) AS latest
FROM clinic_change AS c WHERE c.id = ? AND c.clinic_id = ?"""
MARK_SAVED = """
UPDATE clinic_change SET saved_at = ? WHERE id = ? AND saved_at IS NULL RETURNING id"""
MARK_UNDONE = """
UPDATE clinic_change SET undone_at = ?
WHERE id = ? AND saved_at IS NOT NULL AND undone_at IS NULL RETURNING id"""


async def draft(
    tx: Tx,
    clinic_id: ClinicId,
    by: DiscordUserId,
    subject: str,
    *,
    before: Plain,
    after: Plain,
    now_at: datetime,
) -> ClinicChangeId:
    """Keep what somebody is shown before they save it."""
    columns = (clinic_id, by, subject, json.dumps(before), json.dumps(after), to_ms(now_at))
    return ClinicChangeId((await tx.rows(DRAFT, columns))[0]["id"])


async def find(reads: Reads, clinic_id: ClinicId, change_id: ClinicChangeId) -> ClinicChange | None:
    """A clinic's change by number; None for another clinic's."""
    row = await reads.row(FIND, (change_id, clinic_id))
    if row is None:
        return None
    return ClinicChange(
        id=ClinicChangeId(row["id"]),
        clinic_id=ClinicId(row["clinic_id"]),
        staff_id=DiscordUserId(row["staff_id"]),
        subject=row["subject"],
        before=wish_of(row["before"]),
        after=wish_of(row["after"]),
        drafted_at=from_ms(row["drafted_at"]),
        saved_at=maybe_at(row["saved_at"]),
        undone=row["undone_at"] is not None,
        latest=bool(row["latest"]),
    )


async def mark_saved(tx: Tx, change_id: ClinicChangeId, now_at: datetime) -> bool:
    """Note that a draft was saved; whether it had not been before."""
    return await tx.change(MARK_SAVED, (to_ms(now_at), change_id))


async def mark_undone(tx: Tx, change_id: ClinicChangeId, now_at: datetime) -> bool:
    """Note that a change was undone; whether it was in force."""
    return await tx.change(MARK_UNDONE, (to_ms(now_at), change_id))
