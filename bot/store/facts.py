"""What the database knows of itself: named facts, such as the version of its time zones."""

from __future__ import annotations

from uuid import UUID

from bot.store.connection import Reads, Tx

TZDATA = "tzdata"
COMMANDS = "commands"
CLEARED_OUT = "cleared out"
# The bot that was the last to be in a clinic's server, by its application.
APPLICATION = "application"
# When the backup was made that it was restored from last, and when that was done.
RESTORED = "restored"

READ = "SELECT value FROM fact WHERE name = ?"
WRITE = """
INSERT INTO fact (name, value) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET value = excluded.value"""


async def fact(reads: Reads, name: str) -> str | None:
    """One fact, or None if it was never noted."""
    row = await reads.row(READ, (name,))
    return None if row is None else row["value"]


async def note_fact(tx: Tx, name: str, value: str) -> None:
    """Note a fact, in place of what it was."""
    await tx.run(WRITE, (name, value))


CALENDAR_ID = """
INSERT INTO fact (name, value) VALUES ('calendar', lower(hex(randomblob(16))))
ON CONFLICT (name) DO UPDATE SET value = value
RETURNING value"""


async def calendar_id(tx: Tx) -> UUID:
    """The random number from which this database's sessions get their names in calendars."""
    return UUID(hex=(await tx.rows(CALENDAR_ID))[0]["value"])
