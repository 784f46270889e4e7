"""The command from its first line to its end: what it says, what it leaves behind, how it ends."""

from __future__ import annotations

import signal
import urllib.request
from pathlib import Path

import pytest

from tests.demo.running import RunningDemo

DATABASE = {"page.db", "page.key"}


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_page_within_two_seconds_and_nothing_is_left(tmp_path, sent):
    with RunningDemo(tmp_path, "--page") as demo:
        with urllib.request.urlopen(demo.address, timeout=5) as answer:
            assert answer.status == 200
        assert demo.kept >= DATABASE

        code, took_s = demo.interrupt(sent)

        assert code == 0
        assert took_s < 2
        assert "Traceback" not in "".join(demo.lines)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_ends_it_also_while_time_is_passing(tmp_path):
    with RunningDemo(tmp_path, "--page") as demo:
        jump = urllib.request.Request(demo.address + "pass", b'{"seconds": 604800}')
        with pytest.raises(OSError, match="timed out"):
            urllib.request.urlopen(jump, timeout=0.01)

        code, took_s = demo.interrupt()

        assert code == 0
        assert took_s < 2
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_ends_the_story_too(tmp_path):
    with RunningDemo(tmp_path) as demo:
        demo.says("Joining")

        code, took_s = demo.interrupt()

        assert code == 0
        assert took_s < 2
        assert "Traceback" not in "".join(demo.lines)
    assert list(tmp_path.glob("unknot-demo-*")) == []


def test_what_is_kept_on_request_is_named(tmp_path):
    with RunningDemo(tmp_path, "--page", "--keep") as demo:
        assert demo.address
        demo.interrupt()

        folder = Path(demo.says(str(tmp_path) + r"/unknot-demo-\S+"))

    assert {file.name for file in folder.iterdir()} >= DATABASE


def test_the_port_is_the_one_that_was_asked_for_and_a_taken_one_is_told_of(tmp_path):
    with RunningDemo(tmp_path, "--page") as first:
        port = first.address.split(":")[2].split("/")[0]
        with RunningDemo(tmp_path, "--page", "--port", port) as second:
            assert "cannot be used" in second.says("unknot: port.*")
            assert second.process.wait(20) == 2
        first.interrupt()
    with RunningDemo(tmp_path, "--page", "--port", port) as third:
        assert f":{port}/" in third.address
        third.interrupt()


def test_the_story_tells_of_the_session_the_crash_the_picture_and_the_count(tmp_path):
    with RunningDemo(tmp_path, "--story") as demo:
        told = "".join(demo.lines)
        code = demo.process.wait(60)

    assert code == 0
    assert "Log a session of @Mia?" in told
    assert "The 18:00 message is in Mia's DM once." in told
    assert "Three weeks later: 0 messages more." in told
    assert "0 lost, 0 doubled." in told
    (picture,) = tmp_path.iterdir()
    assert str(picture) in told
    assert picture.read_bytes().startswith(b"\x89PNG")
