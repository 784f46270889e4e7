"""Closing: nothing is cut off, and no thread keeps the interpreter alive."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.errors import StoreError, WrongKey
from bot.store import facts
from bot.store.connection import Store
from bot.store.migrate import migrate
from tests.conftest import KEY
from tests.store.builders import NOW_AT
from tests.store.opening import names_in, note, opened


@contextmanager
def no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    # The event loop's own threads end with the loop.
    left = [t for t in set(threading.enumerate()) - before if not t.name.startswith("asyncio_")]
    for thread in left:
        thread.join(timeout=5)
    assert not any(thread.is_alive() for thread in left)


async def test_no_thread_is_left_after_closing(tmp_path: Path) -> None:
    with no_thread_left():
        async with opened(tmp_path / "unknot.db", KEY) as store:
            await note(store, "a", "b")
        await store.close()


async def test_no_thread_is_left_when_opening_failed(tmp_path: Path) -> None:
    path = tmp_path / "unknot.db"
    async with opened(path, KEY):
        pass
    with no_thread_left(), pytest.raises(WrongKey):
        await Store.open(path, bytes(32))


async def test_no_thread_is_left_when_only_the_reader_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[bool] = []

    def refuse_the_second(key: bytes | None, *, read_only: bool) -> Iterator[str]:
        modes.append(read_only)
        yield "SELEKT 1" if read_only else "SELECT 1"

    monkeypatch.setattr("bot.store.connection._pragmas", refuse_the_second)
    with no_thread_left(), pytest.raises(StoreError, match="syntax"):
        await Store.open(tmp_path / "unknot.db", None)
    assert modes == [False, True]


def test_a_loop_that_ends_right_after_a_failed_opening_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "unknot.db"
    path.write_bytes(b"Dear diary. " * 1000)
    trouble: list[object] = []
    monkeypatch.setattr(threading, "excepthook", trouble.append)

    async def try_to_open() -> None:
        with pytest.raises(WrongKey):
            await Store.open(path, KEY)

    for _ in range(20):
        asyncio.run(try_to_open())

    assert trouble == []


async def test_closing_waits_for_the_transaction_under_way(tmp_path: Path) -> None:
    path = tmp_path / "unknot.db"
    store = await Store.open(path, KEY)
    await migrate(store, NOW_AT)
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def write_slowly() -> None:
        async with store.write() as tx:
            inside.set()
            await go_on.wait()
            await facts.note_fact(tx, "slow", "but kept")

    writing = asyncio.create_task(write_slowly())
    await inside.wait()
    closing = asyncio.create_task(store.close())
    done, _ = await asyncio.wait({closing}, timeout=0.1)
    assert not done
    go_on.set()
    await asyncio.gather(writing, closing)

    async with opened(path, KEY) as again:
        assert await facts.fact(again.reads, "slow") == "but kept"


async def test_a_cancelled_close_closes_all_the_same(tmp_path: Path) -> None:
    with no_thread_left():
        store = await Store.open(tmp_path / "unknot.db", KEY)
        closing = asyncio.create_task(store.close())
        await asyncio.sleep(0)
        closing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await closing


async def test_closing_brings_the_log_into_the_file(tmp_path: Path) -> None:
    async with opened(tmp_path / "unknot.db", KEY) as store:
        await note(store, "a", "b")
    assert names_in(tmp_path) == {"unknot.db"}


async def test_a_checkpoint_makes_the_log_short_again(tmp_path: Path) -> None:
    async with opened(tmp_path / "unknot.db", KEY) as store:
        await note(store, "a", "b" * 100_000)
        log = tmp_path / "unknot.db-wal"
        assert log.stat().st_size > 100_000
        await store.checkpoint()
        assert log.stat().st_size == 0
