"""What the disk and other processes refuse comes out as an error of our own, and keeps nothing."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from bot.errors import Busy, DiskFull, StoreError
from bot.store import facts
from bot.store.connection import Store, Tx
from tests.store.opening import another_process_writes, everybody_ran, note, opened

SHORT_S = 0.05


async def test_a_write_while_another_process_writes_is_busy_and_may_be_tried_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "unknot.db"
    async with opened(path, busy_timeout_s=SHORT_S) as store:
        with another_process_writes(path):
            with pytest.raises(Busy):
                await note(store, "first", "try")
            assert await facts.fact(store.reads, "first") is None

        await note(store, "second", "try")
        assert await facts.fact(store.reads, "second") == "try"


async def test_a_write_waits_for_another_process_that_is_soon_done(tmp_path: Path) -> None:
    path = tmp_path / "unknot.db"
    async with opened(path) as store:
        with another_process_writes(path) as let_go:
            task = asyncio.create_task(note(store, "waited", "a moment"))
            await everybody_ran()
            let_go()
            await task
        assert await facts.fact(store.reads, "waited") == "a moment"


async def _fill_the_disk(tx: Tx) -> None:
    await tx.rows("PRAGMA max_page_count = 1")
    await tx.run("INSERT INTO fact VALUES ('big', ?)", ("x" * 1_000_000,))


async def _write_until_full(store: Store, *, swallow: type[Exception] = KeyError) -> None:
    async with store.write() as tx:
        await facts.note_fact(tx, "half", "done")
        with suppress(swallow):
            await _fill_the_disk(tx)


async def test_a_full_disk_is_the_stores_own_error_and_keeps_nothing(store: Store) -> None:
    with pytest.raises(DiskFull):
        await _write_until_full(store)

    assert await facts.fact(store.reads, "half") is None
    async with store.write() as tx:
        await tx.rows("PRAGMA max_page_count = 1000000")
        await facts.note_fact(tx, "after", "works")
    assert await facts.fact(store.reads, "after") == "works"


async def test_a_transaction_that_the_database_undid_is_never_taken_for_kept(store: Store) -> None:
    with pytest.raises(StoreError, match="undid"):
        await _write_until_full(store, swallow=StoreError)

    assert await facts.fact(store.reads, "half") is None


@pytest.mark.parametrize(
    ("sql", "parameters"),
    [
        ("SELECT 1; SELECT 2", ()),
        ("SELECT ?", (1, 2)),
        ("SELECT ?", (object(),)),
        ("SELEKT 1", ()),
        ("INSERT INTO fact VALUES ('a', NULL)", ()),
    ],
    ids=["two statements", "too many values", "no such type", "syntax", "constraint"],
)
async def test_no_error_of_the_driver_comes_out_as_it_is(
    store: Store, sql: str, parameters: tuple[object, ...]
) -> None:
    with pytest.raises(StoreError):
        async with store.write() as tx:
            await tx.run(sql, parameters)
    with pytest.raises(StoreError):
        async with store.write() as tx:
            await tx.run_many(sql, [parameters])
