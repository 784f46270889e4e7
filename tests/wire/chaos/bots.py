"""Bots with something odd about them, beside the one that the operator runs."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.loopback.client import Loopback
from tests.wire.chaos.odd_bot import CLOCK_FILE, DEPARTURES_FILE, PRAGMA_FILE
from tests.wire.running_bot import ROOT, RunningBot

ODD = (sys.executable, "-m", "tests.wire.chaos.odd_bot")


def dying_bot(folder: Path, loopback: Loopback, point: str, nth: int = 1) -> RunningBot:
    """A bot that kills itself when it is at a point for the n-th time."""
    return RunningBot(folder, loopback, command=(*ODD, "--dies", point, "--nth", str(nth)))


def expect_death(bot: RunningBot, *, timeout_s: float = 20) -> None:
    """Wait until it has been killed."""
    assert bot.process.wait(timeout_s) == -signal.SIGKILL


def set_up(folder: Path, settings: Mapping[str, object]) -> None:
    """Copy the example configuration, with some lines of it changed."""
    shutil.copy(ROOT / "config.example.toml", folder / "config.toml")
    text = (folder / "config.toml").read_text("utf-8")
    for name, value in settings.items():
        before = next(line for line in text.splitlines() if line.startswith(f"{name} = "))
        text = text.replace(before, f"{name} = {value}")
    (folder / "config.toml").write_text(text, "utf-8")


class TellingBot(RunningBot):
    """A bot that writes down when each request left."""

    def __init__(self, folder: Path, loopback: Loopback) -> None:
        super().__init__(folder, loopback, command=(*ODD, "--tells"))

    @property
    def departures_s(self) -> list[float]:
        """When each request left that Discord counts, in order."""
        return sorted(map(float, (self.folder / DEPARTURES_FILE).read_text("ascii").split()))


class AdriftBot(RunningBot):
    """A bot whose clock the test can move."""

    def __init__(self, folder: Path, loopback: Loopback) -> None:
        super().__init__(folder, loopback, command=ODD)

    def move_clock(self, seconds: float) -> None:
        """From now on its clock is wrong by so many seconds."""
        (self.folder / CLOCK_FILE).write_text(str(seconds), "ascii")
        self.process.send_signal(signal.SIGUSR1)


class RefusedBot(RunningBot):
    """A bot whose database the test can have refuse to be written to."""

    def __init__(self, folder: Path, loopback: Loopback) -> None:
        super().__init__(folder, loopback, command=ODD)

    def pragma(self, words: str) -> None:
        """Give the writing connection a pragma."""
        (self.folder / PRAGMA_FILE).write_text(words, "ascii")
        self.process.send_signal(signal.SIGUSR2)
