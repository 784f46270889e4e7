"""The running bot and what stands around it: systemd, a monitor, a backup, the doctor."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.backup_file import verify
from tests.loopback.client import Loopback, eventually
from tests.wire.chaos.audit import expect_each_exactly_once, until_all_are_sent
from tests.wire.chaos.crowd import Crowd, seed
from tests.wire.running_bot import ROOT, RunningBot

pytestmark = pytest.mark.wire

NUMBER = 120
UNDER_WAY = 20


class SupervisedBot(RunningBot):
    """A bot as systemd starts it, with a watchdog that wants a sign of life every 0.4 s."""

    def __init__(self, folder: Path, loopback: Loopback, address: str) -> None:
        super().__init__(folder, loopback)
        self._environ |= {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "400000"}

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another command of the same operator, beside the running bot."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words, "--config", str(self.folder / "config.toml")],
            env=self._environ,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(20)
        yield line


async def test_systemd_hears_that_it_is_ready_then_alive_then_stopping(
    tmp_path: Path, loopback: Loopback, systemd: socket.socket
) -> None:
    with SupervisedBot(tmp_path, loopback, systemd.getsockname()) as bot:
        hear = asyncio.get_running_loop().run_in_executor
        heard = [await hear(None, systemd.recv, 100) for _ in range(5)]
        assert heard == [b"READY=1", *[b"WATCHDOG=1"] * 4]
        assert (await loopback.counts())["syncs"] == 1

        assert bot.terminate() == 0

    systemd.setblocking(False)
    rest = []
    while not rest or rest[-1] != b"STOPPING=1":
        rest.append(systemd.recv(100))
    with pytest.raises(BlockingIOError):
        systemd.recv(100)


async def test_a_token_that_is_refused_is_never_called_ready(
    tmp_path: Path, loopback: Loopback, systemd: socket.socket
) -> None:
    with RunningBot(tmp_path, loopback, token="not.the.token") as bot:
        assert bot.process.wait(20) == 2

    systemd.setblocking(False)
    with pytest.raises(BlockingIOError):
        systemd.recv(100)


async def test_a_backup_and_the_doctor_beside_a_bot_that_sends(
    tmp_path: Path, loopback: Loopback, systemd: socket.socket
) -> None:
    crowd = await Crowd.gather(loopback, NUMBER)
    await seed(tmp_path, crowd, heard=True)
    await loopback.config(latency_s=0.1)
    with SupervisedBot(tmp_path, loopback, systemd.getsockname()) as bot:
        await eventually(loopback.counts, until=lambda c: c["messages"] >= UNDER_WAY, timeout_s=20)
        target = tmp_path / "one.backup"
        backed_up = await asyncio.to_thread(bot.command, "backup", "--to", str(target))
        looked = await asyncio.to_thread(bot.command, "doctor")
        await until_all_are_sent(tmp_path, NUMBER)
        assert bot.terminate() == 0

    assert backed_up.returncode == 0, backed_up.stderr
    assert verify(target).key
    assert f"running bot: ok, pid {bot.process.pid}" in looked.stdout
    assert looked.returncode == 0, looked.stdout
    await expect_each_exactly_once(loopback, tmp_path, crowd.people)


async def test_a_monitor_may_ask_whether_it_is_well(tmp_path: Path, loopback: Loopback) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "config.toml").write_text(f"[health]\nport = {port}\n")

    async def ask() -> str:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return ""
        writer.write(b"GET /health HTTP/1.1\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return answer.decode("ascii")

    with RunningBot(tmp_path, loopback) as bot:
        answer = await eventually(ask, until=lambda said: " 200 OK" in said, timeout_s=20)
        assert answer.endswith("\r\n\r\nok\n")
        assert bot.terminate() == 0
    assert "Traceback" not in bot.words
