"""``unknot demo`` as a process of its own, in a folder where all it makes can be seen."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Self

from tests.wire.running_bot import ROOT


class RunningDemo:
    """A demo with ``options``. What it keeps for a while goes into ``folder``."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self._command = [sys.executable, "-m", "bot", "demo", "--no-browser", *options]
        self._environ = {**os.environ, "TMPDIR": str(folder)}

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def says(self, pattern: str) -> str:
        """Wait for a line with this in it; what was found."""
        read = []
        for line in self.lines:
            read.append(line)
            if found := re.search(pattern, line):
                return found[0]
        raise AssertionError(f"never said {pattern}: {''.join(read)}")

    @property
    def lines(self) -> Iterable[str]:
        """What it says from now on."""
        assert self.process.stdout is not None
        return self.process.stdout

    @cached_property
    def address(self) -> str:
        """Wait for the page's address."""
        return self.says(r"http://127\.0\.0\.1:\S+")

    def interrupt(self, sent: signal.Signals = signal.SIGINT) -> tuple[int, float]:
        """Press Ctrl-C: the exit code, and how many seconds it took to end."""
        began_s = time.perf_counter()
        self.process.send_signal(sent)
        return self.process.wait(20), time.perf_counter() - began_s

    @property
    def kept(self) -> set[str]:
        """What is in the folder of its databases, if there still is one."""
        return {file.name for file in self.folder.glob("unknot-demo-*/*")}
