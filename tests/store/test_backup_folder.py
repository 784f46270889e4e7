"""The folder of daily backups: the newest stay, by count; nothing else is touched."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.backup_file import write
from bot.store.backup_folder import backups, make_folder, name_of, prune
from tests.store.builders import NOW_AT
from tests.store.opening import names_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    make_folder(made)
    return made


def fill(folder: Path, number: int) -> list[str]:
    """So many backups, a day apart; their names, the oldest first."""
    content = folder.parent / "content"
    content.write_bytes(b"content")
    names = [name_of(NOW_AT + timedelta(days=day)) for day in range(number)]
    for day, name in enumerate(names):
        write(content, folder / name, "", NOW_AT + timedelta(days=day))
    return names


def test_it_is_for_its_owner_alone_and_made_once(folder: Path) -> None:
    make_folder(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_newest_comes_first(folder: Path) -> None:
    names = fill(folder, 3)

    assert [file.name for file in backups(folder)] == names[::-1]


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert backups(tmp_path / "nowhere") == {}


def test_the_oldest_beyond_the_number_go(folder: Path) -> None:
    names = fill(folder, 17)

    assert prune(folder, 14) == 3
    assert names_in(folder) == set(names[3:])


def test_as_many_as_may_stay_all_stay(folder: Path) -> None:
    fill(folder, 14)

    assert prune(folder, 14) == 0


def test_one_that_is_not_whole_does_not_count_and_goes_with_the_old_ones(folder: Path) -> None:
    names = fill(folder, 4)
    (folder / names[0]).write_bytes(b"half")
    (folder / names[3]).write_bytes(b"half, and perhaps under way")

    assert prune(folder, 1) == 2
    assert names_in(folder) == {names[2], names[3]}


def test_what_the_operator_keeps_there_stays(folder: Path) -> None:
    names = fill(folder, 3)
    (folder / "before-the-update.backup").write_bytes(b"mine")
    # Whole, and after every date in the alphabet.
    own = folder / "unknot-before-the-update.backup"
    (folder / names[0]).rename(own)

    prune(folder, 1)

    assert names_in(folder) == {names[2], "before-the-update.backup", own.name}
    assert [file.name for file in backups(folder)] == [names[2]]


def test_what_a_killed_backup_left_goes_and_one_under_way_stays(folder: Path) -> None:
    names = fill(folder, 2)
    old, new = f".{names[0]}.ab12.draft", f".{name_of(NOW_AT + timedelta(days=9))}.cd34.draft"
    for draft in (old, new):
        (folder / draft).touch()

    prune(folder, 5)

    assert names_in(folder) == {*names, new}
