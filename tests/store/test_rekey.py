"""A new key: the database is encrypted with it, and no moment leaves a database without its key."""

from __future__ import annotations

import signal
import stat
from pathlib import Path

import pytest

from bot.errors import Busy, ConfigError, WrongKey
from bot.store.connection import whole_file
from bot.store.key_file import fingerprint, load, make_next, next_path, retired, retired_path
from bot.store.rekey import finish, rekey
from tests.conftest import KEY
from tests.store.backups import LINE, Clinic, die_at, write_key
from tests.store.opening import names_in


@pytest.fixture
async def clinic(tmp_path: Path) -> Clinic:
    built = Clinic(tmp_path)
    await built.write(LINE)
    return built


def change_key(clinic: Clinic) -> Path:
    assert clinic.key_path is not None
    return rekey(clinic.database, clinic.key_path)


async def test_the_database_opens_with_the_new_key_and_no_longer_with_the_old(
    clinic: Clinic,
) -> None:
    change_key(clinic)

    assert clinic.key != KEY
    assert await clinic.read() == LINE
    with pytest.raises(WrongKey), whole_file(clinic.database, KEY, "mode=ro"):
        pass


async def test_the_old_key_is_kept_for_the_backups_that_need_it(clinic: Clinic) -> None:
    assert clinic.key_path is not None
    kept = change_key(clinic)

    assert kept == retired_path(clinic.key_path, KEY)
    assert load(kept) == KEY
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(clinic.key_path.stat().st_mode) == 0o600
    assert retired(clinic.key_path) == {fingerprint(KEY): kept}


async def test_nothing_else_is_left_behind(clinic: Clinic, tmp_path: Path) -> None:
    kept = change_key(clinic)

    assert names_in(tmp_path) == {"unknot.db", "unknot.key", kept.name}


async def test_every_change_keeps_one_more_key(clinic: Clinic) -> None:
    assert clinic.key_path is not None
    for _ in range(3):
        change_key(clinic)

    assert len(retired(clinic.key_path)) == 3
    assert await clinic.read() == LINE


async def test_without_a_database_there_is_nothing_to_change(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Start the bot first"):
        change_key(Clinic(tmp_path))

    assert names_in(tmp_path) == {"unknot.key"}


async def test_a_key_that_does_not_fit_changes_nothing(clinic: Clinic, tmp_path: Path) -> None:
    assert clinic.key_path is not None
    write_key(clinic.key_path, bytes(32))

    with pytest.raises(WrongKey):
        change_key(clinic)

    assert names_in(tmp_path) == {"unknot.db", "unknot.key"}


async def test_a_damaged_database_keeps_its_key(clinic: Clinic) -> None:
    content = bytearray(clinic.database.read_bytes())
    content[6 * 4096 : 30 * 4096] = bytes(24 * 4096)
    clinic.database.write_bytes(content)

    with pytest.raises(Exception) as caught:  # noqa: PT011 - which of ours depends on the page
        change_key(clinic)

    assert type(caught.value).__module__ == "bot.errors"
    assert clinic.key == KEY


async def test_while_something_reads_the_database_the_change_waits_for_another_time(
    clinic: Clinic,
) -> None:
    with whole_file(clinic.database, KEY, "mode=rw") as other:
        other.execute("INSERT INTO fact VALUES ('a', 'b')")
        other.execute("BEGIN")
        other.execute("SELECT * FROM fact").fetchall()
        with whole_file(clinic.database, KEY, "mode=rw") as writer:
            writer.execute("INSERT INTO fact VALUES ('c', 'd')")

        with pytest.raises(Busy):
            change_key(clinic)

    assert clinic.key == KEY
    assert await clinic.read() == LINE


async def test_a_key_behind_a_link_stays_behind_it(clinic: Clinic, tmp_path: Path) -> None:
    assert clinic.key_path is not None
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    clinic.key_path.rename(secrets / "real.key")
    clinic.key_path.symlink_to(secrets / "real.key")

    change_key(clinic)

    assert clinic.key_path.is_symlink()
    assert await clinic.read() == LINE


async def test_a_new_key_that_nothing_was_encrypted_with_is_put_aside(clinic: Clinic) -> None:
    assert clinic.key_path is not None
    new_key = make_next(clinic.key_path)

    assert finish(clinic.database, clinic.key_path)

    assert clinic.key == KEY
    assert not next_path(clinic.key_path).exists()
    assert load(retired_path(clinic.key_path, new_key)) == new_key


async def test_while_the_database_is_not_there_no_key_is_touched(clinic: Clinic) -> None:
    assert clinic.key_path is not None
    unmounted = clinic.database.rename(clinic.database.with_name("elsewhere"))
    new_key = make_next(clinic.key_path)

    assert not finish(clinic.database, clinic.key_path)

    assert load(next_path(clinic.key_path)) == new_key
    assert clinic.key == KEY
    unmounted.rename(clinic.database)
    assert finish(clinic.database, clinic.key_path)
    assert await clinic.read() == LINE


async def test_where_no_change_was_cut_off_there_is_nothing_to_finish(clinic: Clinic) -> None:
    assert clinic.key_path is not None

    assert not finish(clinic.database, clinic.key_path)


async def test_where_neither_key_fits_both_are_kept_and_named(clinic: Clinic) -> None:
    assert clinic.key_path is not None
    make_next(clinic.key_path)
    write_key(clinic.key_path, bytes(32))

    with pytest.raises(WrongKey, match=r"unknot\.key nor .*unknot\.key\.next"):
        finish(clinic.database, clinic.key_path)

    assert next_path(clinic.key_path).exists()


REKEY = """
from bot.store import backup, key_file, rekey as rekeying
for name in ("settle", "check", "make_next", "convert", "put_in_place", "promote_next"):
    dies(name, rekeying)
for module in (backup, key_file):
    dies("sync_folder", module)
rekeying.rekey(folder / "unknot.db", folder / "unknot.key")
"""


async def test_a_kill_at_any_step_loses_neither_the_database_nor_its_key(tmp_path: Path) -> None:
    changed, nth, code = [], 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        nth += 1
        folder = tmp_path / str(nth)
        folder.mkdir()
        clinic = Clinic(folder)
        assert clinic.key_path is not None
        await clinic.write(LINE)

        code = die_at(REKEY, folder, nth)

        # As the next start does.
        finish(clinic.database, clinic.key_path)
        assert await clinic.read() == LINE
        changed.append(clinic.key != KEY)
        assert KEY in (clinic.key, *map(load, retired(clinic.key_path).values()))
        assert not next_path(clinic.key_path).exists()
        # And once more, to the end.
        change_key(clinic)
        assert await clinic.read() == LINE
        assert not [name for name in names_in(folder) if "draft" in name]

    assert code == 0
    assert nth > 15
    assert changed == sorted(changed)
    assert set(changed) == {False, True}
