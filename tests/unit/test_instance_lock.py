"""One bot on one database, however the last one ended."""

import errno
import fcntl
import os
import stat
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.errors import Busy, ConfigError
from bot.ops.instance_lock import InstanceLock, holder

HOLDER = """
import sys
from pathlib import Path
from bot.ops.instance_lock import InstanceLock
with InstanceLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "unknot.lock"


@contextmanager
def another_process(path):
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environ,
    ) as child:
        try:
            assert child.stdout.readline() == b"held\n"
            yield child
        finally:
            child.kill()


def test_the_lock_says_who_holds_it(path):
    with InstanceLock(path):
        assert path.read_text() == f"{os.getpid()}\n"


def test_a_second_one_in_the_same_process_is_refused(path):
    with InstanceLock(path), pytest.raises(Busy, match=f"pid {os.getpid()};"), InstanceLock(path):
        pass


def test_another_process_is_named_by_its_id(path):
    with another_process(path) as child:
        with pytest.raises(Busy) as caught, InstanceLock(path):
            pass

        assert f"pid {child.pid};" in str(caught.value)
        assert str(path) in str(caught.value)
        assert "Stop that one first" in str(caught.value)


def test_being_refused_changes_nothing_for_the_holder(path):
    with another_process(path) as child:
        for _ in range(3):
            with pytest.raises(Busy), InstanceLock(path):
                pass

        assert path.read_text() == f"{child.pid}\n"


def test_a_process_killed_on_the_spot_leaves_no_lock(path):
    with another_process(path) as child:
        child.kill()
        child.wait()
        assert path.read_text() == f"{child.pid}\n"

        with InstanceLock(path):
            assert path.read_text() == f"{os.getpid()}\n"


def test_a_process_that_ends_well_leaves_no_lock_and_no_id(path):
    with another_process(path) as child:
        child.communicate(b"")
        assert path.read_text() == ""

    with InstanceLock(path):
        pass


def test_a_file_left_from_long_ago_means_nothing(path):
    path.write_text("123456789012345678901234567890\n")

    with InstanceLock(path):
        assert path.read_text() == f"{os.getpid()}\n"


def test_it_can_be_taken_again_after_it_was_given_back(path):
    lock = InstanceLock(path)

    for _ in range(2):
        with lock:
            pass

    assert path.read_text() == ""


def test_it_is_given_back_when_the_work_fails(path):
    with pytest.raises(ZeroDivisionError), InstanceLock(path):
        _ = 1 / 0

    with InstanceLock(path):
        pass


def test_closing_the_same_file_elsewhere_does_not_give_it_back(path):
    with InstanceLock(path):
        path.read_text()

        with pytest.raises(Busy), InstanceLock(path):
            pass


def test_a_holder_that_has_not_written_its_id_yet_is_a_holder_all_the_same(path):
    with path.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        with pytest.raises(Busy, match="its pid is not known yet"), InstanceLock(path):
            pass


def test_only_its_owner_can_read_the_file(path):
    with InstanceLock(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_being_refused_leaves_no_file_open(path):
    def open_files():
        return len(list(Path("/dev/fd").iterdir()))

    with InstanceLock(path):
        before = open_files()
        with pytest.raises(Busy), InstanceLock(path):
            pass

        assert open_files() == before


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError) as caught, InstanceLock(tmp_path / "nowhere" / "lock"):
        pass

    assert caught.value.key == "database.lock_file"
    assert "No such file or directory" in caught.value.problem


def test_a_disk_that_knows_no_locks_is_named(path, monkeypatch):
    def unable(descriptor, operation):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unable)

    with pytest.raises(ConfigError, match="No locks available") as caught, InstanceLock(path):
        pass

    assert "local disk" in caught.value.remedy


def test_who_holds_it_can_be_asked_without_taking_it(tmp_path):
    path = tmp_path / "unknot.lock"
    with InstanceLock(path):
        assert holder(path) == os.getpid()
    assert holder(path) is None


@pytest.mark.parametrize("written", ["", "not a number", "999999999"])
def test_a_lock_that_nobody_living_left_is_held_by_nobody(tmp_path, written):
    (tmp_path / "unknot.lock").write_text(written)

    assert holder(tmp_path / "unknot.lock") is None


def test_a_lock_that_was_never_made_is_held_by_nobody(tmp_path):
    assert holder(tmp_path / "unknot.lock") is None
