"""Transactions: all or nothing, one at a time, however tasks are cancelled."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from bot.errors import ReadOnly, StoreError
from bot.store import facts
from bot.store.connection import Store
from tests.store.opening import another_process_writes, everybody_ran, note, opened


async def test_a_transaction_that_raises_keeps_nothing(store: Store) -> None:
    async def write_and_die() -> None:
        async with store.write() as tx:
            await facts.note_fact(tx, "half", "done")
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await write_and_die()

    assert await facts.fact(store.reads, "half") is None


async def test_a_transaction_that_ends_keeps_all_of_it(store: Store) -> None:
    async with store.write() as tx:
        await facts.note_fact(tx, "one", "1")
        await facts.note_fact(tx, "two", "2")

    assert await facts.fact(store.reads, "one") == "1"
    assert await facts.fact(store.reads, "two") == "2"


async def test_a_statement_that_fails_takes_the_transaction_with_it(store: Store) -> None:
    async def write_and_stumble() -> None:
        async with store.write() as tx:
            await facts.note_fact(tx, "half", "done")
            await tx.run("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(StoreError, match="no such table"):
        await write_and_stumble()

    assert await facts.fact(store.reads, "half") is None
    await note(store, "after", "works")


async def test_a_task_cancelled_inside_a_transaction_rolls_it_back(store: Store) -> None:
    inside = asyncio.Event()

    async def write_and_wait() -> None:
        async with store.write() as tx:
            await facts.note_fact(tx, "half", "done")
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await facts.fact(store.reads, "half") is None
    await note(store, "after", "works")
    assert await facts.fact(store.reads, "after") == "works"


async def test_a_task_cancelled_while_a_statement_runs_rolls_it_back(store: Store) -> None:
    inside = asyncio.Event()

    async def write_one() -> None:
        async with store.write() as tx:
            inside.set()
            await facts.note_fact(tx, "half", "done")

    task = asyncio.create_task(write_one())
    await inside.wait()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

    assert task.cancelled()
    assert await facts.fact(store.reads, "half") is None
    await note(store, "after", "works")


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_a_task_cancelled_while_its_transaction_begins_leaves_the_writer_usable(
    tmp_path: Path, times: int
) -> None:
    path = tmp_path / "unknot.db"
    async with opened(path) as store:
        with another_process_writes(path) as let_go:
            task = asyncio.create_task(note(store, "half", "done"))
            for _ in range(times):
                await everybody_ran()
                task.cancel()
            await everybody_ran()
            assert not task.done(), "it has to see to it that what has begun is rolled back"
            let_go()
            with pytest.raises(asyncio.CancelledError):
                await task

        assert await facts.fact(store.reads, "half") is None
        await note(store, "after", "works")
        assert await facts.fact(store.reads, "after") == "works"


async def test_a_cancellation_during_the_rollback_is_not_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "unknot.db"
    async with opened(path) as store:
        failing = asyncio.Event()

        async def fail() -> None:
            async with store.write() as tx:
                await facts.note_fact(tx, "half", "done")
                failing.set()
                raise KeyError

        task = asyncio.create_task(fail())
        await failing.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await facts.fact(store.reads, "half") is None


async def test_transactions_of_two_tasks_never_interleave(store: Store) -> None:
    events: list[str] = []

    async def write(name: str) -> None:
        async with store.write() as tx:
            events.append(f"{name} begins")
            await facts.note_fact(tx, name, "written")
            await everybody_ran()
            events.append(f"{name} ends")

    await asyncio.gather(*(write(name) for name in "abc"))

    assert [event.split()[1] for event in events] == ["begins", "ends"] * 3
    assert [a.split()[0] == b.split()[0] for a, b in zip(events[::2], events[1::2], strict=True)]


async def test_what_many_tasks_add_to_one_value_all_counts(store: Store) -> None:
    async def add_one() -> None:
        async with store.write() as tx:
            before = int(await facts.fact(tx, "number") or 0)
            await everybody_ran()
            await facts.note_fact(tx, "number", str(before + 1))

    await asyncio.gather(*(add_one() for _ in range(25)))

    assert await facts.fact(store.reads, "number") == "25"


async def test_a_cancelled_writer_lets_the_next_one_in(store: Store) -> None:
    inside = asyncio.Event()

    async def hold() -> None:
        async with store.write():
            inside.set()
            await asyncio.Event().wait()

    holder = asyncio.create_task(hold())
    await inside.wait()
    waiting = asyncio.create_task(note(store, "waited", "its turn"))
    gone = asyncio.create_task(note(store, "gone", "meanwhile"))
    await everybody_ran()
    gone.cancel()
    holder.cancel()
    await waiting

    assert await facts.fact(store.reads, "waited") == "its turn"
    assert await facts.fact(store.reads, "gone") is None


async def test_the_reader_sees_only_what_was_committed(store: Store) -> None:
    async with store.write() as tx:
        await facts.note_fact(tx, "new", "value")
        assert await facts.fact(tx, "new") == "value"
        assert await facts.fact(store.reads, "new") is None

    assert await facts.fact(store.reads, "new") == "value"


async def test_the_reader_cannot_write(store: Store) -> None:
    with pytest.raises(ReadOnly):
        await store.reads.rows("INSERT INTO fact VALUES ('a', 'b')")
