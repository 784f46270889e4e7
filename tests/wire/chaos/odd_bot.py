"""The real bot with something odd about it: where it dies, what time it is, what it writes down.

`python -m tests.wire.chaos.odd_bot [--dies "after claim" [--nth 3]] [--tells] run --config FILE`

With `--tells` it writes down when each request left that Discord counts: ``departures``, beside the
configuration.

Its clock is the machine's, moved by the seconds that stand in the file ``clock`` beside the
configuration. It is read again at SIGUSR1. At SIGUSR2 the connection that writes to the database
is given the pragma that stands in the file ``pragma``.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp

from bot import log
from bot.app import App, Ground, serve
from bot.cli.border import guarded
from bot.config import load_config
from bot.store.connection import Store
from tests.wire.chaos.crash_points import Fuse, MortalMessenger, MortalStore

CLOCK_FILE, DEPARTURES_FILE, PRAGMA_FILE = "clock", "departures", "pragma"
NOT_COUNTED = ("/interactions/", "/webhooks/", "/gateway")


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

    def time_s(self) -> float:
        """Moved as well, for a test that cannot wait as long as a pause takes."""
        return time.monotonic() + self._wrong_by.total_seconds()


def take_pragmas(store: Store, file: Path) -> None:
    """Give the writing connection the pragma in ``file`` whenever SIGUSR2 comes."""
    given: list[asyncio.Future[object]] = []

    def give() -> None:
        pragma = f"PRAGMA {file.read_text('ascii')}"
        given.append(asyncio.ensure_future(store._writer.execute_fetchall(pragma)))

    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, give)


def build(options: argparse.Namespace, clock: MovedClock, ground: Ground) -> App:
    """The app, mortal if a point is named."""
    ground = replace(ground, time_s=clock.time_s)
    take_pragmas(ground.store, options.config.with_name(PRAGMA_FILE))
    if options.dies:
        fuse = Fuse(options.dies, options.nth)
        store = MortalStore.around(ground.store, fuse)
        ground = replace(ground, store=store, wrap=partial(MortalMessenger, fuse=fuse))
    app = App(ground)
    if options.tells:
        tell_departures(app, options.config.with_name(DEPARTURES_FILE))
    return app


def tell_departures(app: App, file: Path) -> None:
    """Write down when each request leaves, one a line."""
    book = file.open("a", buffering=1, encoding="ascii")

    async def left(_: object, __: object, params: aiohttp.TraceRequestHeadersSentParams) -> None:
        if not any(part in params.url.path for part in NOT_COUNTED):
            book.write(f"{time.monotonic()}\n")

    trace = app.client.http.http_trace
    assert trace is not None
    trace.on_request_headers_sent.append(left)


def run(options: argparse.Namespace) -> int:
    """What `unknot run` does."""
    log.configure("info", "text")
    config = load_config(options.config, os.environ)
    clock = MovedClock(options.config.with_name(CLOCK_FILE))
    signal.signal(signal.SIGUSR1, clock.move)
    return asyncio.run(serve(config, clock, build=partial(build, options, clock)))


def main() -> int:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="tests.wire.chaos.odd_bot")
    parser.add_argument("--dies", default="", help="the point at which it kills itself")
    parser.add_argument("--nth", type=int, default=1, help="when it is there for the n-th time")
    parser.add_argument("--tells", action="store_true", help="write down what leaves when")
    parser.add_argument("run", choices=["run"])
    parser.add_argument("--config", type=Path, required=True)
    options = parser.parse_args()
    return guarded(partial(run, options))


if __name__ == "__main__":
    raise SystemExit(main())
