"""The database's key: made once, kept private, never replaced."""

import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.errors import ConfigError
from bot.store.key_file import fingerprint, load_or_create

KEY = bytes(range(32))
WRITTEN = KEY.hex() + "\n"


@pytest.fixture
def key_path(tmp_path):
    return tmp_path / "unknot.key"


@pytest.fixture
def database_path(tmp_path):
    return tmp_path / "unknot.db"


@pytest.fixture
def umask():
    before = os.umask(0)
    yield os.umask
    os.umask(before)


def write_key(path, text=WRITTEN, mode=0o600):
    path.write_text(text)
    path.chmod(mode)


def refused(key_path, database_path):
    with pytest.raises(ConfigError) as caught:
        load_or_create(key_path, database_path)
    assert caught.value.key == "database.key_file"
    return caught.value


def test_the_first_start_makes_a_key_of_32_bytes(key_path, database_path):
    key = load_or_create(key_path, database_path)

    assert len(key) == 32
    assert key_path.read_text() == key.hex() + "\n"


def test_every_later_start_reads_the_same_key(key_path, database_path):
    first = load_or_create(key_path, database_path)
    database_path.touch()

    assert load_or_create(key_path, database_path) == first


def test_two_keys_are_never_the_same(tmp_path, database_path):
    keys = {load_or_create(tmp_path / f"{n}.key", database_path) for n in range(20)}

    assert len(keys) == 20


@pytest.mark.parametrize("mask", [0o000, 0o277])
def test_only_its_owner_can_read_it_whatever_the_umask(key_path, database_path, umask, mask):
    umask(mask)

    load_or_create(key_path, database_path)

    assert stat.S_IMODE(key_path.stat().st_mode) == 0o600


def test_making_a_key_leaves_nothing_else_behind(key_path, database_path, tmp_path):
    load_or_create(key_path, database_path)

    assert list(tmp_path.iterdir()) == [key_path]


def test_many_at_once_agree_on_one_key(key_path, database_path, tmp_path):
    start = threading.Barrier(16)

    def make(_):
        start.wait()
        return load_or_create(key_path, database_path)

    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(make, range(16)))

    assert len(keys) == 1
    assert list(tmp_path.iterdir()) == [key_path]


def test_a_disk_that_fails_leaves_no_key_and_no_half_of_one(
    key_path, database_path, tmp_path, monkeypatch
):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    assert "No space left" in refused(key_path, database_path).problem
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_its_key_is_an_error_and_gets_no_new_key(key_path, database_path):
    database_path.touch()

    error = refused(key_path, database_path)

    assert f"{key_path} is missing" in error.problem
    assert "Restore the key file from your backup" in error.remedy
    assert not key_path.exists()


def test_a_log_without_its_database_counts_as_a_database(key_path, tmp_path, database_path):
    (tmp_path / "unknot.db-wal").touch()

    refused(key_path, database_path)

    assert not key_path.exists()


def test_a_database_on_a_disk_that_is_not_mounted_counts_as_a_database(key_path, database_path):
    database_path.symlink_to("/nowhere/at/all.db")

    refused(key_path, database_path)

    assert not key_path.exists()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o610])
def test_a_key_that_others_can_reach_is_refused(key_path, database_path, mode):
    write_key(key_path, mode=mode)

    error = refused(key_path, database_path)

    assert f"mode {mode:04o}" in error.problem
    assert error.remedy == f"Close it with: chmod 600 {key_path}"


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_for_its_owner_alone_is_read(key_path, database_path, mode):
    write_key(key_path, mode=mode)

    assert load_or_create(key_path, database_path) == KEY


def test_a_key_behind_a_link_is_read(key_path, database_path, tmp_path):
    write_key(tmp_path / "secret")
    key_path.symlink_to(tmp_path / "secret")

    assert load_or_create(key_path, database_path) == KEY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        KEY.hex()[:-2],
        KEY.hex() + "00",
        "x" * 64,
        "é" * 32,
        KEY.hex() + " # old",
        "0" * 999,
    ],
)
def test_a_file_that_holds_no_key_is_refused_and_kept(key_path, database_path, text):
    write_key(key_path, text)

    error = refused(key_path, database_path)

    assert "does not hold a key" in error.problem
    assert key_path.read_text() == text


def test_no_message_repeats_what_the_file_holds(key_path, database_path):
    write_key(key_path, KEY.hex() + "00")

    assert KEY.hex() not in str(refused(key_path, database_path))


def test_a_folder_in_its_place_is_refused(key_path, database_path):
    key_path.mkdir()

    assert "is not a file" in refused(key_path, database_path).problem


def test_a_pipe_in_its_place_is_refused_and_nobody_waits_for_it(key_path, database_path):
    os.mkfifo(key_path, 0o600)

    assert "is not a file" in refused(key_path, database_path).problem


def test_a_folder_that_is_not_there_is_named(tmp_path, database_path):
    error = refused(tmp_path / "nowhere" / "unknot.key", database_path)

    assert "No such file or directory" in error.problem


def test_a_fingerprint_tells_keys_apart_and_gives_none_away():
    # echo -n 000102…1f | xxd -r -p | sha256sum
    assert fingerprint(KEY) == "630dcd2966c4"
    assert fingerprint(KEY) != fingerprint(KEY[::-1])
    assert fingerprint(KEY) not in KEY.hex()
