"""``unknot backup``, ``restore`` and ``rekey``: what was is kept, whatever is refused."""

from __future__ import annotations

import asyncio
import os
import stat

import pytest

from bot.ops.instance_lock import InstanceLock
from tests.store.backups import LINE, SPOILT, write_key

OTHER = "what was there before"


def kept(clinic):
    return asyncio.run(clinic.read())


def test_backup_goes_to_the_folder_of_the_daily_ones(unknot, clinic, tmp_path):
    result = unknot("backup")

    (made,) = (tmp_path / "backups").iterdir()
    assert result.exit_code == 0
    assert str(made) in result.stdout
    assert "encrypted with the key 630dcd2966c4" in result.stdout
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_backup_writes_to_the_file_that_is_named_and_over_none(unknot, clinic, tmp_path):
    assert unknot("backup", "--to", "mine.backup").exit_code == 0
    before = (tmp_path / "mine.backup").read_bytes()

    result = unknot("backup", "--to", "mine.backup")

    assert result.exit_code == 2
    assert "it is there already" in result.stderr
    assert (tmp_path / "mine.backup").read_bytes() == before


def test_backup_works_while_the_bot_runs(unknot, clinic, tmp_path):
    with InstanceLock(tmp_path / "unknot.lock"):
        assert unknot("backup").exit_code == 0


def test_backup_without_its_key_makes_none(unknot, clinic, tmp_path):
    (tmp_path / "unknot.key").unlink()

    result = unknot("backup", "--to", "mine.backup")

    assert result.exit_code == 2
    assert "unknot.key is missing" in result.stderr
    assert not (tmp_path / "mine.backup").exists()


def test_backup_says_where_its_folder_cannot_be(unknot, clinic, config_file):
    config_file.write_text('[backup]\nfolder = "unknot.key"')

    assert "backup.folder" in unknot("backup").stderr


@pytest.fixture
def backed_up(unknot, clinic):
    """A clinic that has gone on since ``mine.backup`` was made."""
    unknot("backup", "--to", "mine.backup")
    asyncio.run(clinic.write(OTHER))
    return clinic


def test_restore_brings_back_what_was_and_says_where_the_rest_is(unknot, backed_up, tmp_path):
    result = unknot("restore", "mine.backup")

    assert result.exit_code == 0
    assert kept(backed_up) == LINE
    (aside,) = tmp_path.glob("unknot.db.before-*")
    assert str(aside) in result.stdout


@pytest.mark.parametrize(("spoil", "why"), SPOILT.values(), ids=SPOILT)
def test_restore_refuses_with_the_reason_and_changes_nothing(
    unknot, backed_up, tmp_path, spoil, why
):
    spoil(tmp_path / "mine.backup")

    result = unknot("restore", "mine.backup")

    assert result.exit_code == 1
    assert f"mine.backup was not restored, nothing is changed: {why}" in result.stderr
    assert kept(backed_up) == OTHER


def test_restore_does_not_touch_a_database_at_work(unknot, backed_up, tmp_path):
    with InstanceLock(tmp_path / "unknot.lock"):
        result = unknot("restore", "mine.backup")

    assert result.exit_code == 2
    assert f"pid {os.getpid()}" in result.stderr
    assert kept(backed_up) == OTHER


def test_rekey_gives_the_database_a_new_key_and_keeps_the_old(unknot, clinic, tmp_path):
    unknot("backup", "--to", "mine.backup")
    before = clinic.key

    result = unknot("rekey")

    assert result.exit_code == 0
    assert clinic.key != before
    assert kept(clinic) == LINE
    assert str(tmp_path / "unknot.key.630dcd2966c4") in result.stdout
    assert unknot("restore", "mine.backup").exit_code == 0


def test_rekey_does_not_touch_a_database_at_work(unknot, clinic, tmp_path):
    with InstanceLock(tmp_path / "unknot.lock"):
        assert unknot("rekey").exit_code == 2
    assert (tmp_path / "unknot.key").read_text().strip() == bytes(range(32)).hex()


def test_rekey_has_nothing_to_do_without_encryption(unknot, clinic, config_file):
    config_file.write_text("[database]\nencrypted = false")

    result = unknot("rekey")

    assert result.exit_code == 2
    assert "the database is not encrypted" in result.stderr


def test_the_wrong_key_is_one_clear_line(unknot, clinic, tmp_path):
    write_key(tmp_path / "unknot.key", bytes(32))

    result = unknot("rekey")

    assert result.exit_code == 1
    assert result.stderr == "unknot: the key does not open this file, or it is no database\n"
