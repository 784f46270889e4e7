"""What systemd hears."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ops.sd_notify import Notifier

PID = 4711


@pytest.fixture
def line(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(5)
        yield heard


def test_each_word_is_a_datagram_of_its_own(line: socket.socket) -> None:
    notifier = Notifier.of({"NOTIFY_SOCKET": line.getsockname()}, PID)

    notifier.ready()
    notifier.alive()
    notifier.stopping()

    assert [line.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]


def test_an_abstract_name_is_understood() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind("\0unknot-test")
        heard.settimeout(5)

        Notifier("@unknot-test").ready()

        assert heard.recv(100) == b"READY=1"


@pytest.mark.parametrize(
    ("environ", "watchdog_s"),
    [
        ({}, 0),
        ({"WATCHDOG_USEC": "180000000"}, 180),
        ({"WATCHDOG_USEC": "180000000", "WATCHDOG_PID": str(PID)}, 180),
        ({"WATCHDOG_USEC": "180000000", "WATCHDOG_PID": "1"}, 0),
        ({"WATCHDOG_USEC": "soon"}, 0),
    ],
)
def test_the_watchdog_is_fed_only_if_it_waits_for_this_process(
    environ: dict[str, str], watchdog_s: float
) -> None:
    assert Notifier.of(environ, PID).watchdog_s == watchdog_s


def test_without_systemd_it_says_nothing_and_nothing_happens(
    caplog: pytest.LogCaptureFixture,
) -> None:
    Notifier.of({}, PID).ready()

    assert caplog.text == ""


def test_a_line_that_nobody_reads_holds_nobody_up(
    line: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    notifier = Notifier(line.getsockname())

    for _ in range(2000):
        notifier.alive()

    assert "systemd.silent" in caplog.text
    assert line.recv(100) == b"WATCHDOG=1"


def test_a_socket_that_is_gone_stops_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Notifier(str(tmp_path / "gone")).alive()

    assert "systemd.silent" in caplog.text
