"""Opening the database: encryption, keys, files that are none, and what every connection sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import StoreError, WrongKey
from bot.store import facts
from bot.store.connection import Store
from tests.conftest import KEY
from tests.store.opening import bytes_in, names_in, note, opened

CANARY = "a line that nobody else may read"


async def test_an_encrypted_database_has_no_plain_text_in_any_of_its_files(tmp_path: Path) -> None:
    path = tmp_path / "unknot.db"
    async with opened(path, KEY) as store:
        await note(store, "first", CANARY)
        await store.checkpoint()
        await note(store, "second", CANARY)

        assert names_in(tmp_path) == {"unknot.db", "unknot.db-wal", "unknot.db-shm"}
        on_disk = bytes_in(tmp_path)
    for words in (CANARY, "CREATE TABLE", "SQLite format"):
        assert words.encode() not in on_disk + bytes_in(tmp_path)


async def test_a_database_without_a_key_does_have_it_in_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "unknot.db"
    async with opened(path) as store:
        await note(store, "first", CANARY)
        assert CANARY.encode() in bytes_in(tmp_path)


@pytest.mark.parametrize("key", [KEY, None], ids=["encrypted", "plain"])
async def test_what_was_written_is_there_after_opening_again(
    tmp_path: Path, key: bytes | None
) -> None:
    path = tmp_path / "unknot.db"
    async with opened(path, key) as store:
        await note(store, "kept", CANARY)
    async with opened(path, key) as store:
        assert await facts.fact(store.reads, "kept") == CANARY


@pytest.mark.parametrize(
    ("made_with", "opened_with"),
    [(KEY, bytes(32)), (KEY, None), (None, KEY)],
    ids=["another key", "no key", "a key for a plain file"],
)
async def test_a_key_that_does_not_open_the_file_is_told(
    tmp_path: Path, made_with: bytes | None, opened_with: bytes | None
) -> None:
    path = tmp_path / "unknot.db"
    async with opened(path, made_with) as store:
        await note(store, "kept", CANARY)

    with pytest.raises(WrongKey):
        await Store.open(path, opened_with)

    async with opened(path, made_with) as store:
        assert await facts.fact(store.reads, "kept") == CANARY


@pytest.mark.parametrize("key", [KEY, None], ids=["encrypted", "plain"])
async def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(
    tmp_path: Path, key: bytes | None
) -> None:
    path = tmp_path / "unknot.db"
    path.write_bytes(b"Dear diary. " * 1000)

    with pytest.raises(WrongKey):
        await Store.open(path, key)

    assert path.read_bytes() == b"Dear diary. " * 1000


async def test_a_folder_that_is_not_there_is_the_stores_own_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="unable to open"):
        await Store.open(tmp_path / "nowhere" / "unknot.db", KEY)


@pytest.mark.parametrize("name", ["with space.db", "50%.db", "what?.db", "#1.db", "naïve&=.db"])
async def test_a_path_may_hold_any_character(tmp_path: Path, name: str) -> None:
    async with opened(tmp_path / name):
        assert names_in(tmp_path) >= {name}


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
async def test_the_writer_loses_nothing_on_power_loss_and_keeps_references_whole(
    store: Store, pragma: str, value: object
) -> None:
    async with store.write() as tx:
        row = await tx.row(f"PRAGMA {pragma}")
    assert row is not None
    assert tuple(row) == (value,)
