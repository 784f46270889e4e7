"""The database: one writing connection, one reading one, and transactions over them.

Encrypted by sqlcipher3 when a key is given. Nothing else in the project opens a connection or
begins a transaction. Lower-layer errors come out as StoreError.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiosqlite
from sqlcipher3 import dbapi2 as sqlcipher

from bot.errors import Busy, DiskFailed, DiskFull, ReadOnly, StoreError, WrongKey

Row = sqlite3.Row
Parameters = Sequence[object] | Mapping[str, object]

# Shorter than the 3 s in which Discord wants an answer: a member is told rather than left waiting.
BUSY_TIMEOUT_S = 2.0
# Source: measured; 64 MiB brings the cost per occurrence at 1M schedules to 1.13 x that at 10k.
CACHE_KIB = 65536


class Reads:
    """A connection one may ask."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Every row, read to the end. Also runs a change with RETURNING."""
        with mapped_errors():
            return list(await self._connection.execute_fetchall(sql, parameters))

    async def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row, or None."""
        found = await self.rows(sql, parameters)
        return found[0] if found else None


class Tx(Reads):
    """A transaction one may ask and change things in.

    ``stops_nobody`` is set by one that leaves everybody's wishes as they were.
    """

    stops_nobody = False

    async def change(self, sql: str, parameters: Parameters = ()) -> bool:
        """Run one change that ends in RETURNING; whether it touched a row."""
        return bool(await self.rows(sql, parameters))

    async def run(self, sql: str, parameters: Parameters = ()) -> None:
        """Run one statement whose outcome does not matter."""
        await self.rows(sql, parameters)

    async def run_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run one statement for each row; for no rows the database is not even asked."""
        if rows := list(rows):
            with mapped_errors():
                await self._connection.executemany(sql, rows)


class Store:
    """The open database. Close it, or its threads keep the interpreter alive."""

    def __init__(self, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self._writer = writer
        self._reader = reader
        self._one_at_a_time = asyncio.Lock()
        self._version = 0

    @classmethod
    async def open(
        cls, path: Path, key: bytes | None, *, busy_timeout_s: float = BUSY_TIMEOUT_S
    ) -> Store:
        """Open, or make, the database at ``path``; ``key`` is 32 bytes, or None for no encryption.

        A write waits up to ``busy_timeout_s`` for another process that writes.
        Raises WrongKey when the key does not open it, StoreError for what the disk refuses:
        ReadOnly, which names the file, where it may not be written to.
        """
        try:
            return await cls._opened(path, key, busy_timeout_s)
        except ReadOnly as error:
            raise ReadOnly(f"{path}: {error}") from error

    @classmethod
    async def _opened(cls, path: Path, key: bytes | None, busy_timeout_s: float) -> Store:
        with mapped_errors():
            writer = await _connect(path, key, busy_timeout_s, read_only=False)
        try:
            with mapped_errors():
                await _try_to_write(writer)
                reader = await _connect(path, key, busy_timeout_s, read_only=True)
        except BaseException:
            await _to_the_end(writer.close())
            raise
        return cls(writer, reader)

    @property
    def reads(self) -> Reads:
        """The reading connection: sees what was committed last, never blocks a writer."""
        return Reads(self._reader)

    @property
    def version(self) -> int:
        """Grows with every transaction that may have stopped something, just before it is kept.

        Knows of this Store's own transactions only, not of another process that erases somebody.
        """
        return self._version

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """One transaction: all of it is kept, or none. Others wait their turn."""
        async with self._one_at_a_time:
            try:
                with mapped_errors():
                    await self._writer.execute_fetchall("BEGIN IMMEDIATE")
                tx = Tx(self._writer)
                yield tx
                if not tx.stops_nobody:
                    self._version += 1
                await self._commit()
            except BaseException:
                # A cancelled await still runs in the connection's thread, BEGIN included. What
                # made us roll back counts; a rollback that fails is repeated by the next one.
                with suppress(sqlcipher.Error, ValueError):
                    await _to_the_end(self._writer.rollback())
                raise

    async def _commit(self) -> None:
        if not self._writer.in_transaction:
            # A full disk makes SQLite roll back by itself; silence would lose what was written.
            raise StoreError("the database undid the transaction")
        with mapped_errors():
            await self._writer.commit()

    async def checkpoint(self) -> bool:
        """Bring the write-ahead log into the file and empty it; False: somebody still read it."""
        async with self._one_at_a_time:
            with mapped_errors():
                rows = await self._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        return not any(row["busy"] for row in rows)

    async def integrity_problems(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing for a whole one."""
        try:
            found = [row[0] for row in await self.reads.rows("PRAGMA quick_check(20)")]
        except StoreError as error:
            # Badly enough damaged, a file cannot even be checked.
            return [str(error)]
        return [] if found == ["ok"] else found

    async def close(self) -> None:
        """Let the transaction under way end, checkpoint, and close both connections."""
        async with self._one_at_a_time:
            with mapped_errors():
                await _to_the_end(self._close_both())

    async def _close_both(self) -> None:
        try:
            await self._reader.close()
        finally:
            await self._writer.close()


async def _to_the_end(work: Coroutine[Any, Any, object]) -> None:
    """Finish ``work`` however often the waiting task is cancelled meanwhile; then be cancelled."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from task.exception()
    task.result()


async def _connect(
    path: Path, key: bytes | None, busy_timeout_s: float, *, read_only: bool
) -> aiosqlite.Connection:
    # Opened beforehand: aiosqlite does not wait for its thread to end when opening fails, and that
    # thread then speaks to an event loop that may be closed.
    opened = await asyncio.to_thread(_open, path, key, busy_timeout_s, read_only=read_only)
    connection = aiosqlite.Connection(lambda: opened, 64)
    await connection
    connection.row_factory = sqlcipher.Row
    return connection


async def _try_to_write(connection: aiosqlite.Connection) -> None:
    # A file that may only be read opens all the same, even for a transaction, and would refuse its
    # first change. This one changes nothing and is not kept.
    await connection.execute_fetchall("BEGIN IMMEDIATE")
    try:
        await connection.execute_fetchall("PRAGMA user_version = 0")
    finally:
        await connection.rollback()


def _open(
    path: Path, key: bytes | None, busy_timeout_s: float, *, read_only: bool
) -> sqlite3.Connection:
    mode = "mode=ro" if read_only else "mode=rwc"
    return _opened(path, mode, busy_timeout_s, _pragmas(key, read_only=read_only))


@contextmanager
def whole_file(path: Path, key: bytes | None, mode: str) -> Iterator[sqlite3.Connection]:
    """A connection for work on a file as a whole, which blocks; raises as ``Store.open`` does.

    ``mode`` is what stands in SQLite's address: mode=ro, or mode=rwc to make the file.
    """
    with mapped_errors(), closing(_opened(path, mode, BUSY_TIMEOUT_S, _unlocking(key))) as opened:
        yield opened


def _opened(
    path: Path, mode: str, busy_timeout_s: float, pragmas: Iterable[str]
) -> sqlite3.Connection:
    connection: sqlite3.Connection = sqlcipher.connect(
        f"file:{quote(str(path))}?{mode}",
        uri=True,
        isolation_level=None,
        timeout=busy_timeout_s,
        check_same_thread=False,
    )
    try:
        for pragma in pragmas:
            connection.execute(pragma).fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _unlocking(key: bytes | None) -> Iterator[str]:
    if key is not None:
        # Before the key, or a wrong one prints noise.
        yield "PRAGMA cipher_log_level = NONE"
        yield f"PRAGMA key = \"x'{key.hex()}'\""
    yield "SELECT count(*) FROM sqlite_schema"


def _pragmas(key: bytes | None, *, read_only: bool) -> Iterator[str]:
    yield from _unlocking(key)
    yield f"PRAGMA cache_size = -{CACHE_KIB}"
    yield "PRAGMA temp_store = MEMORY"
    if read_only:
        yield "PRAGMA query_only = ON"
        return
    yield "PRAGMA journal_mode = WAL"
    # NORMAL can lose a "sent" mark on power loss, and a lost mark doubles a message.
    yield "PRAGMA synchronous = FULL"
    yield "PRAGMA foreign_keys = ON"
    # What is deleted is overwritten: else it would stay in the file.
    yield "PRAGMA secure_delete = ON"


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Turn the driver's errors into ours. They are not sqlite3.Error."""
    try:
        yield
    except (sqlcipher.Error, sqlcipher.Warning) as error:
        raise _mapped(error) from error


def _mapped(error: Exception) -> StoreError:
    # The low byte says what it is, the rest in which way. Misuse of the driver has no code.
    match (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF:
        case sqlcipher.SQLITE_NOTADB:
            return WrongKey("the key does not open this file, or it is no database")
        case sqlcipher.SQLITE_BUSY | sqlcipher.SQLITE_LOCKED:
            return Busy("another process is writing to the database")
        case sqlcipher.SQLITE_READONLY:
            return ReadOnly(
                "the database may not be written to: "
                "let the bot's user write to its file and to the folder it is in"
            )
        case sqlcipher.SQLITE_FULL:
            return DiskFull("the disk is full")
        case sqlcipher.SQLITE_IOERR:
            return DiskFailed(f"the disk failed ({error})")
    return StoreError(str(error))
