"""Queries about looks: who of the staff looked at a member's card, for the member to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ClinicId, DiscordUserId, MemberId
from bot.store.columns import from_ms, to_ms
from bot.store.connection import Reads, Tx


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a member's card. ``scores``: they were on it."""

    clinic_id: ClinicId
    staff_id: DiscordUserId
    scores: bool
    looked_at: datetime


ADD = """
INSERT INTO look (member_id, clinic_id, staff_id, scores, looked_at) VALUES (?, ?, ?, ?, ?)"""
LATEST = """
SELECT clinic_id, staff_id, scores, looked_at FROM look
WHERE member_id = ? ORDER BY looked_at DESC, id DESC LIMIT ? OFFSET ?"""
NUMBER = "SELECT count(*) AS number FROM look WHERE member_id = ?"


async def add(tx: Tx, member_id: MemberId, look: Look) -> None:
    """Note a look."""
    columns = (member_id, look.clinic_id, look.staff_id, look.scores, to_ms(look.looked_at))
    await tx.run(ADD, columns)


async def number(reads: Reads, member_id: MemberId) -> int:
    """How often somebody looked at a member's card."""
    (row,) = await reads.rows(NUMBER, (member_id,))
    return int(row["number"])


async def latest(
    reads: Reads, member_id: MemberId, at_most: int, *, skipped: int = 0
) -> list[Look]:
    """Who looked at a member's card, of every clinic, the latest first, after ``skipped``."""
    return [
        Look(
            clinic_id=ClinicId(row["clinic_id"]),
            staff_id=DiscordUserId(row["staff_id"]),
            scores=bool(row["scores"]),
            looked_at=from_ms(row["looked_at"]),
        )
        for row in await reads.rows(LATEST, (member_id, at_most, skipped))
    ]
