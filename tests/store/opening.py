"""Opening a database in the ways that tests of the connection need."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from bot.store import facts
from bot.store.connection import Store
from bot.store.migrate import migrate
from tests.store.builders import NOW_AT


@asynccontextmanager
async def opened(
    path: Path, key: bytes | None = None, *, busy_timeout_s: float = 5.0
) -> AsyncIterator[Store]:
    store = await Store.open(path, key, busy_timeout_s=busy_timeout_s)
    try:
        await migrate(store, NOW_AT)
        yield store
    finally:
        await store.close()


@contextmanager
def another_process_writes(path: Path) -> Iterator[Callable[[], None]]:
    """A second, real connection that holds the write lock; call the value to let go earlier."""
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection.rollback
    finally:
        connection.close()


async def note(store: Store, name: str, value: str) -> None:
    async with store.write() as tx:
        await facts.note_fact(tx, name, value)


async def everybody_ran() -> None:
    """Let every task run as far as it gets without the database."""
    for _ in range(5):
        await asyncio.sleep(0)


def names_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
