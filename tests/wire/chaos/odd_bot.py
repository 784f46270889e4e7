"""The real bot with something wrong about it: a place at which it dies, or a clock that is moved.

`python -m tests.wire.chaos.odd_bot [--dies "after claim" [--nth 3]] run --config FILE`

Its clock is the machine's, moved by the seconds that stand in the file ``clock`` beside the
configuration. It is read again at SIGUSR1.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot import log
from bot.app import App, Ground, serve
from bot.cli.border import guarded
from bot.config import load_config
from tests.wire.chaos.crash_points import Fuse, MortalMessenger, MortalStore

CLOCK_FILE = "clock"


class MovedClock:
    """The machine's clock, and what it is wrong by."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._wrong_by = timedelta()
        self.move()

    def move(self, *_: object) -> None:
        """Read how wrong it is."""
        if self._file.exists():
            self._wrong_by = timedelta(seconds=float(self._file.read_text("ascii")))

    def now(self) -> datetime:
        return datetime.now(UTC) + self._wrong_by


def build(point: str, nth: int, ground: Ground) -> App:
    """The app, mortal if a point is named."""
    if not point:
        return App(ground)
    fuse = Fuse(point, nth)
    store = MortalStore.around(ground.store, fuse)
    return App(replace(ground, store=store, wrap=partial(MortalMessenger, fuse=fuse)))


def run(options: argparse.Namespace) -> int:
    """What `unknot run` does."""
    log.configure("info", "text")
    config = load_config(options.config, os.environ)
    clock = MovedClock(options.config.with_name(CLOCK_FILE))
    signal.signal(signal.SIGUSR1, clock.move)
    return asyncio.run(serve(config, clock, build=partial(build, options.dies, options.nth)))


def main() -> int:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="tests.wire.chaos.odd_bot")
    parser.add_argument("--dies", default="", help="the point at which it kills itself")
    parser.add_argument("--nth", type=int, default=1, help="when it is there for the n-th time")
    parser.add_argument("run", choices=["run"])
    parser.add_argument("--config", type=Path, required=True)
    options = parser.parse_args()
    return guarded(partial(run, options))


if __name__ == "__main__":
    raise SystemExit(main())
