"""Restoring: everything is checked before anything is replaced."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import ConfigError, DatabaseTooNew, NoBackup, StoreError
from bot.store import restore as restoring
from bot.store.backup_file import write
from bot.store.key_file import fingerprint, retired_path
from bot.store.rekey import rekey
from bot.store.restore import Restored, restore
from tests.conftest import KEY
from tests.store.backups import (
    LINE,
    SPOILT,
    Clinic,
    die_at,
    from_the_future,
    replace_by_a_letter,
    write_key,
)
from tests.store.builders import NOW_AT, add_client, add_schedule
from tests.store.opening import names_in, opened

LATER = "what was there before"


@pytest.fixture
async def clinic(tmp_path: Path) -> Clinic:
    """A clinic with a backup, and something newer in the database."""
    built = Clinic(tmp_path)
    await built.write(LINE)
    built.back_up()
    await built.write(LATER)
    return built


def put_back(clinic: Clinic) -> Restored:
    return restore(clinic.backup, clinic.database, clinic.key_path, NOW_AT)


async def expect_nothing_replaced(clinic: Clinic, before: set[str]) -> None:
    assert names_in(clinic.database.parent) == before
    assert await clinic.read() == LATER


async def test_a_good_backup_is_restored_and_the_old_database_is_kept_aside(
    clinic: Clinic,
) -> None:
    done = put_back(clinic)

    assert await clinic.read() == LINE
    assert done.aside == clinic.database.with_name("unknot.db.before-20261123T080000Z")
    clinic.database = done.aside
    assert await clinic.read() == LATER


async def test_no_number_that_stands_on_a_button_is_given_out_again(clinic: Clinic) -> None:
    async with opened(clinic.database, clinic.key) as store:
        member = await add_client(store)
        sent_since = await add_schedule(store, member)

    put_back(clinic)

    async with opened(clinic.database, clinic.key) as store:
        assert await add_schedule(store, await add_client(store)) > sent_since + 1_000_000


@pytest.mark.parametrize(("spoil", "why"), SPOILT.values(), ids=SPOILT)
async def test_one_that_is_not_whole_replaces_nothing(
    clinic: Clinic, spoil: Callable[[Path], None], why: str
) -> None:
    spoil(clinic.backup)
    before = names_in(clinic.database.parent)

    with pytest.raises(NoBackup, match=why):
        put_back(clinic)

    await expect_nothing_replaced(clinic, before)


async def test_one_of_a_newer_version_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "newer").mkdir()
    clinic, newer = Clinic(tmp_path), Clinic(tmp_path / "newer")
    await newer.write(LINE)
    await from_the_future(newer)
    # As that version makes it, which knows its own tables.
    write(newer.database, clinic.backup, fingerprint(KEY), NOW_AT)
    await clinic.write(LATER)
    before = names_in(tmp_path)

    with pytest.raises(DatabaseTooNew, match="9999_later"):
        put_back(clinic)

    await expect_nothing_replaced(clinic, before)


async def test_one_with_a_key_that_is_not_here_replaces_nothing_and_names_the_key(
    clinic: Clinic,
) -> None:
    assert clinic.key_path is not None
    other = bytes(32)
    elsewhere = clinic.database.parent / "elsewhere"
    elsewhere.mkdir()
    there = Clinic(elsewhere)
    assert there.key_path is not None
    write_key(there.key_path, other)
    await there.write(LINE)
    there.back_up()
    clinic.backup = there.backup
    before = names_in(clinic.database.parent)

    with pytest.raises(NoBackup, match=fingerprint(other)):
        put_back(clinic)
    await expect_nothing_replaced(clinic, before)

    write_key(retired_path(clinic.key_path, other), other)
    assert put_back(clinic).rekeyed
    assert clinic.key == KEY
    assert await clinic.read() == LINE


async def test_one_from_before_a_change_of_the_key_is_encrypted_with_the_key_of_now(
    clinic: Clinic,
) -> None:
    assert clinic.key_path is not None
    rekey(clinic.database, clinic.key_path)

    done = put_back(clinic)

    assert done.rekeyed
    assert clinic.key != KEY
    assert await clinic.read() == LINE


async def test_a_lost_machine_comes_back_from_a_backup_and_the_key(
    clinic: Clinic, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    new = Clinic(tmp_path / "new")
    new.backup = clinic.backup

    assert put_back(new).aside is None
    assert await new.read() == LINE


async def test_without_the_key_nothing_comes_back_and_no_new_key_is_made(
    clinic: Clinic, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    new = Clinic(tmp_path / "new")
    assert new.key_path is not None
    new.key_path.unlink()
    new.backup = clinic.backup

    with pytest.raises(ConfigError, match="is missing"):
        put_back(new)

    assert names_in(tmp_path / "new") == set()


@pytest.mark.parametrize("into_encrypted", [True, False])
async def test_a_backup_without_encryption_takes_on_what_is_configured(
    tmp_path: Path, into_encrypted: bool
) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    old = Clinic(tmp_path / "old", encrypted=False)
    await old.write(LINE)
    old.back_up()
    new = Clinic(tmp_path / "new", encrypted=into_encrypted)
    new.backup = old.backup

    put_back(new)

    assert (LINE.encode() in new.database.read_bytes()) is not into_encrypted
    assert await new.read() == LINE


async def test_an_encrypted_one_is_not_laid_open_by_a_slip_in_the_configuration(
    clinic: Clinic,
) -> None:
    clinic.key_path = None

    with pytest.raises(NoBackup, match="encrypted = true"):
        put_back(clinic)


async def test_a_database_that_no_longer_opens_is_kept_aside_as_it_is(clinic: Clinic) -> None:
    replace_by_a_letter(clinic.database)
    letter = clinic.database.read_bytes()

    done = put_back(clinic)

    assert await clinic.read() == LINE
    assert done.aside is not None
    assert done.aside.read_bytes() == letter


async def test_a_log_of_the_old_database_is_never_read_into_the_new_one(clinic: Clinic) -> None:
    replace_by_a_letter(clinic.database)
    log = clinic.database.with_name("unknot.db-wal")
    log.write_bytes(b"what a crash left")

    done = put_back(clinic)

    assert not log.exists()
    assert done.aside is not None
    kept = done.aside.with_name(f"{done.aside.name}-wal")
    assert kept.read_bytes() == b"what a crash left"
    assert await clinic.read() == LINE


async def test_a_database_behind_a_link_stays_behind_it(clinic: Clinic, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    clinic.database.rename(disk / "real.db")
    clinic.database.symlink_to(disk / "real.db")

    put_back(clinic)

    assert clinic.database.is_symlink()
    assert await clinic.read() == LINE


async def test_a_backup_that_is_not_there_is_named(clinic: Clinic) -> None:
    clinic.backup = clinic.backup.with_name("nothing.backup")

    with pytest.raises(ConfigError, match=r"nothing\.backup: it cannot be read"):
        put_back(clinic)


async def test_a_full_disk_replaces_nothing(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names_in(clinic.database.parent)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring, "unpack", full)
    with pytest.raises(StoreError, match="the disk is full"):
        put_back(clinic)

    monkeypatch.undo()
    await expect_nothing_replaced(clinic, before)


RESTORE = """
from bot.store import backup, restore as restoring
from tests.store.builders import NOW_AT
for name in ("unpack", "check", "settle", "put_in_place"):
    dies(name, restoring)
dies("sync_folder", backup)
restoring.restore(folder / "one.backup", folder / "unknot.db", folder / "unknot.key", NOW_AT)
"""


async def test_a_kill_at_any_step_leaves_the_old_database_or_the_new_one(tmp_path: Path) -> None:
    outcomes, nth, code = [], 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        nth += 1
        folder = tmp_path / str(nth)
        folder.mkdir()
        clinic = Clinic(folder)
        await clinic.write(LINE)
        clinic.back_up()
        await clinic.write(LATER)
        code = die_at(RESTORE, folder, nth)
        outcomes.append(await clinic.read())
        # And once more, to the end.
        put_back(clinic)
        assert await clinic.read() == LINE
        assert not [name for name in names_in(folder) if "draft" in name]

    assert code == 0
    assert nth > 8
    assert set(outcomes) == {LATER, LINE}
    assert outcomes == sorted(outcomes, key=[LATER, LINE].index)
