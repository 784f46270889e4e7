"""Queries about the names of time zones, wherever they are kept."""

from __future__ import annotations

from collections.abc import Sequence

from bot.store.connection import Reads, Tx

IN_USE = """
SELECT zone FROM clinic UNION SELECT zone FROM member UNION SELECT zone FROM session"""


async def in_use(reads: Reads) -> list[str]:
    """Every zone's name that somebody has, each once."""
    return [row["zone"] for row in await reads.rows(IN_USE)]


OF_CLINICS = "UPDATE clinic SET zone = ? WHERE zone = ?"
OF_MEMBERS = """
UPDATE member SET zone = COALESCE((
    SELECT c.zone FROM membership AS p JOIN clinic AS c ON c.id = p.clinic_id
    WHERE p.member_id = member.id ORDER BY p.state = 'agreed' DESC, p.clinic_id LIMIT 1), ?)
WHERE zone = ?"""
OF_SESSIONS = """
UPDATE session SET zone = (SELECT c.zone FROM clinic AS c WHERE c.id = session.clinic_id)
WHERE zone = ?"""


async def replace(tx: Tx, names: Sequence[str], default: str) -> None:
    """Give clinics ``default`` in place of ``names``, members and sessions their clinic's zone."""
    await tx.run_many(OF_CLINICS, [(default, name) for name in names])
    await tx.run_many(OF_MEMBERS, [(default, name) for name in names])
    await tx.run_many(OF_SESSIONS, [(name,) for name in names])
