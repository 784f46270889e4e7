"""The file of a backup tells a whole one from one that is not, with no key at hand."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import NoBackup
from bot.store.backup_file import HEAD_BYTES, private_file, read_head, unpack, verify, write
from tests.store.backups import SPOILT, flip_a_bit

MADE_AT = datetime(2026, 11, 23, 3, 0, 0, 120, tzinfo=UTC)
CONTENT = bytes(range(256)) * 300


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    content, target = tmp_path / "content", tmp_path / "one.backup"
    content.write_bytes(CONTENT)
    write(content, target, "630dcd2966c4", MADE_AT)
    return target


def test_what_was_written_comes_out_again(backup: Path, tmp_path: Path) -> None:
    head = unpack(backup, tmp_path / "out")

    assert (tmp_path / "out").read_bytes() == CONTENT
    assert (head.made_at, head.key, head.content_bytes) == (MADE_AT, "630dcd2966c4", len(CONTENT))


def test_only_its_owner_may_read_it(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


@pytest.mark.parametrize(("spoil", "why"), SPOILT.values(), ids=SPOILT)
def test_one_that_is_not_whole_is_refused_with_the_reason(
    backup: Path, tmp_path: Path, spoil: object, why: str
) -> None:
    spoil(backup)  # type: ignore[operator]

    with pytest.raises(NoBackup, match=why):
        verify(backup)
    with pytest.raises(NoBackup, match=why):
        unpack(backup, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "at", [0, 14, 15, 20, 60, 150, 250, 400, 4000, HEAD_BYTES - 1, HEAD_BYTES, -1]
)
def test_a_bit_that_flipped_anywhere_is_found(backup: Path, at: int) -> None:
    flip_a_bit(backup, at)

    with pytest.raises(NoBackup):
        verify(backup)


def test_an_empty_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    with pytest.raises(NoBackup, match="no backup that unknot made"):
        read_head(tmp_path / "empty")


def test_it_is_never_written_over_a_file(backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()

    with pytest.raises(FileExistsError):
        write(tmp_path / "content", backup, "", MADE_AT)

    assert backup.read_bytes() == before


def test_a_file_that_could_not_be_finished_is_gone(tmp_path: Path) -> None:
    def fail_halfway() -> None:
        with private_file(tmp_path / "half") as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        fail_halfway()

    assert not (tmp_path / "half").exists()


def test_whoever_looks_on_hears_how_far_it_is(backup: Path, tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []

    unpack(backup, tmp_path / "out", lambda *told: heard.append(told))

    assert heard[-1] == ("Reading the backup", len(CONTENT), len(CONTENT))
