"""What every test may ask for: a clock that stands still, and a fresh database on disk."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import log
from bot.store.connection import Store
from bot.store.migrate import migrate
from tests.fakes import FakeClock

KEY = bytes(range(32))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def store(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Store]:
    opened = await Store.open(tmp_path / "unknot.db", KEY)
    try:
        await migrate(opened, clock.now())
        yield opened
    finally:
        await opened.close()


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """Puts back what ``log.configure`` sets."""
    names = ("", "discord", *log.OWN_PACKAGES)
    before = {name: logging.getLogger(name).level for name in names}
    handlers = list(logging.getLogger().handlers)
    yield
    logging.getLogger().handlers[:] = handlers
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)
