"""Brings a database's schema up to date: one migration and its ledger row in one transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from bot.errors import DatabaseTooNew, MigrationFailed, StoreError
from bot.store.columns import to_ms
from bot.store.connection import Reads, Store

LEDGER = """
CREATE TABLE IF NOT EXISTS migration (
    number     INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    checksum   TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT"""
HAS_LEDGER = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'"
APPLIED = "SELECT number, name, checksum FROM migration ORDER BY number"
NOTE = "INSERT INTO migration (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file: ``0001_initial.sql``."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """What the ledger remembers it by."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def packaged_migrations() -> tuple[Migration, ...]:
    """The migrations that came with this version, in order."""
    files = resources.files("bot.store").joinpath("migrations").iterdir()
    named = sorted(
        (file.name, file.read_text("utf-8")) for file in files if file.name.endswith(".sql")
    )
    return tuple(Migration(int(name[:4]), name.removesuffix(".sql"), sql) for name, sql in named)


async def migrate(
    store: Store, now_at: datetime, migrations: tuple[Migration, ...] | None = None
) -> int:
    """Apply what is missing; how many were applied.

    Raises DatabaseTooNew for a database that knows migrations we do not, MigrationFailed when an
    applied file has changed since or a new one fails (nothing of it is kept).
    """
    missing = await missing_in(store.reads, migrations)
    for migration in missing:
        await _apply(store, migration, now_at)
    return len(missing)


async def missing_in(
    reads: Reads, migrations: tuple[Migration, ...] | None = None
) -> list[Migration]:
    """What ``migrate`` would apply to a database. Raises as it does."""
    known = packaged_migrations() if migrations is None else migrations
    return missing_of(known, await _applied(reads))


async def _applied(reads: Reads) -> dict[int, tuple[str, str]]:
    if await reads.row(HAS_LEDGER) is None:
        return {}
    return {row["number"]: (row["name"], row["checksum"]) for row in await reads.rows(APPLIED)}


def missing_of(
    known: tuple[Migration, ...], applied: dict[int, tuple[str, str]]
) -> list[Migration]:
    """Which of ``known`` a database lacks that has had ``applied``: number -> (name, checksum).

    Raises DatabaseTooNew, MigrationFailed: see ``migrate``.
    """
    unknown = applied.keys() - {migration.number for migration in known}
    if unknown:
        name, _ = applied[max(unknown)]
        raise DatabaseTooNew(
            f"the database was written by a newer version (it has {name}): install that version"
        )
    for migration in known:
        if migration.number in applied and applied[migration.number][1] != migration.checksum:
            raise MigrationFailed(f"{migration.name} has changed since it was applied")
    return [migration for migration in known if migration.number not in applied]


async def _apply(store: Store, migration: Migration, now_at: datetime) -> None:
    try:
        async with store.write() as tx:
            await tx.run(LEDGER)
            for statement in _statements(migration.sql):
                await tx.run(statement)
            note = (migration.number, migration.name, migration.checksum, to_ms(now_at))
            await tx.run(NOTE, note)
    except StoreError as error:
        raise MigrationFailed(f"{migration.name}: {error}; nothing of it was kept") from error


def _statements(sql: str) -> Iterator[str]:
    """One statement at a time: a script would commit on its own."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if any(line.strip() and not line.lstrip().startswith("--") for line in statement.splitlines()):
        raise MigrationFailed("the file ends in the middle of a statement")
