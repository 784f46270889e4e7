"""Backups of the real database: encrypted, checked, made beside a bot that writes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.errors import ConfigError, NoBackup, WrongKey
from bot.store import facts
from bot.store.backup import check, make
from bot.store.backup_file import HEAD_BYTES, read_head, unpack
from bot.store.key_file import fingerprint
from tests.conftest import KEY
from tests.store.backups import LINE, Clinic
from tests.store.builders import NOW_AT
from tests.store.opening import names_in, note, opened


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path)


async def test_a_backup_holds_what_was_committed_before_it(clinic: Clinic, tmp_path: Path) -> None:
    async with opened(clinic.database, KEY) as store:
        await note(store, "kept", LINE)
        await asyncio.to_thread(clinic.back_up)
        await note(store, "kept", "later")

    unpack(clinic.backup, tmp_path / "out.db")
    async with opened(tmp_path / "out.db", KEY) as store:
        assert await facts.fact(store.reads, "kept") == LINE


async def test_it_names_its_key_and_shows_nothing_of_what_is_in_it(clinic: Clinic) -> None:
    await clinic.write(LINE)

    clinic.back_up()

    assert read_head(clinic.backup).key == fingerprint(KEY)
    content = clinic.backup.read_bytes()
    for words in (LINE, "CREATE TABLE", "SQLite format", KEY.hex()):
        assert words.encode() not in content


async def test_without_encryption_it_says_that_it_has_none(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path, encrypted=False)
    await clinic.write(LINE)

    clinic.back_up()

    assert read_head(clinic.backup).key == ""
    assert LINE.encode() in clinic.backup.read_bytes()


async def test_it_leaves_nothing_else_beside_it(clinic: Clinic, tmp_path: Path) -> None:
    async with opened(clinic.database, KEY):
        before = names_in(tmp_path)
        await asyncio.to_thread(clinic.back_up)
        assert names_in(tmp_path) == before | {"one.backup"}


async def test_it_is_never_written_over_a_file(clinic: Clinic, tmp_path: Path) -> None:
    await clinic.write(LINE)
    clinic.backup.write_text("mine")

    with pytest.raises(ConfigError, match="it is there already"):
        clinic.back_up()

    assert clinic.backup.read_text() == "mine"


async def test_a_database_that_is_damaged_gives_no_backup_and_leaves_nothing(
    clinic: Clinic, tmp_path: Path
) -> None:
    await clinic.write(LINE)
    pages = bytearray(clinic.database.read_bytes())
    pages[8 * 4096 : 20 * 4096] = bytes(12 * 4096)
    clinic.database.write_bytes(pages)

    with pytest.raises(Exception) as caught:  # noqa: PT011 - which of ours depends on the page
        clinic.back_up()

    assert type(caught.value).__module__ == "bot.errors"
    assert not [name for name in names_in(tmp_path) if "backup" in name]


async def test_the_wrong_key_gives_no_backup(clinic: Clinic, tmp_path: Path) -> None:
    await clinic.write(LINE)

    with pytest.raises(WrongKey):
        make(clinic.database, bytes(32), clinic.backup, NOW_AT)

    assert not [name for name in names_in(tmp_path) if "backup" in name]


def test_without_a_database_there_is_nothing_to_back_up(clinic: Clinic, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Start the bot first"):
        clinic.back_up()

    assert names_in(tmp_path) == {"unknot.key"}


async def test_a_folder_that_is_not_there_is_named(clinic: Clinic, tmp_path: Path) -> None:
    await clinic.write(LINE)

    with pytest.raises(ConfigError, match="No such file or directory"):
        make(clinic.database, KEY, tmp_path / "nowhere" / "one.backup", NOW_AT)


async def test_a_database_of_something_else_is_told_from_ours(tmp_path: Path) -> None:
    from sqlcipher3 import dbapi2 as sqlcipher

    other = sqlcipher.connect(str(tmp_path / "shop.db"))
    other.execute("CREATE TABLE price (a TEXT)")
    other.close()

    with pytest.raises(NoBackup, match="not one of unknot"):
        check(tmp_path / "shop.db", None)


async def test_checking_leaves_no_files_beside_a_database_at_rest(clinic: Clinic) -> None:
    await clinic.write(LINE)
    before = names_in(clinic.database.parent)

    check(clinic.database, KEY)

    assert names_in(clinic.database.parent) == before


async def test_what_stands_in_the_log_is_checked_and_copied_too(clinic: Clinic) -> None:
    async with opened(clinic.database, KEY) as store:
        await note(store, "kept", LINE * 3000)
        assert clinic.database.with_name("unknot.db-wal").stat().st_size > len(LINE) * 3000

        check(clinic.database, KEY)
        head = await asyncio.to_thread(clinic.back_up)

    assert head.content_bytes > len(LINE) * 3000
    assert clinic.backup.stat().st_size == HEAD_BYTES + head.content_bytes
