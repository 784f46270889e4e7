"""`unknot run` as a real process, pointed at the loopback Discord."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from tests.loopback.client import Loopback

ROOT = Path(__file__).parents[2]
IN_THE_CHECKOUT = (sys.executable, "-m", "bot")


class RunningBot:
    """A bot in a folder of its own. Its log is a file, so that no pipe can fill up."""

    def __init__(
        self,
        folder: Path,
        loopback: Loopback,
        *,
        command: tuple[str, ...] = IN_THE_CHECKOUT,
        cwd: Path = ROOT,
        token: str | None = None,
    ) -> None:
        self.folder = folder
        self.log = folder / "log.txt"
        self._command = (*command, "run", "--config", str(folder / "config.toml"))
        self._cwd = cwd
        self._environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self._environ |= {
            "UNKNOT_TOKEN": loopback.token if token is None else token,
            "UNKNOT_API_BASE": loopback.api_base,
            "UNKNOT_GATEWAY": loopback.gateway,
        }
        if not (folder / "config.toml").exists():
            shutil.copy(ROOT / "config.example.toml", folder / "config.toml")

    def __enter__(self) -> Self:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environ,
                cwd=self._cwd,
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def terminate(self, timeout_s: float = 35) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout_s)

    @property
    def words(self) -> str:
        """All it has logged so far."""
        return self.log.read_text("utf-8")
