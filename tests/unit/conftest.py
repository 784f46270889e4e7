"""A log that can be read, and a client that is logged in to a small Discord on loopback."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from io import StringIO
from typing import Any

import pytest

from bot import log
from bot.discord_io.client import UnknotClient
from tests.unit.small_discord import SmallDiscord, new_client


@pytest.fixture
def start_logging(logging_as_it_was: None) -> Callable[..., Callable[[], str]]:
    """Configures the log; what is called next tells all that was written since."""

    def start(level: str = "info", layout: str = "text", **options: Any) -> Callable[[], str]:
        stream = StringIO()
        log.configure(level, layout, stream, **options)
        return stream.getvalue

    return start


@pytest.fixture
def logger() -> logging.Logger:
    return log.get_logger("bot.delivery.sender")


@pytest.fixture
async def small(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SmallDiscord]:
    made = SmallDiscord()
    await made.start(monkeypatch)
    yield made
    await made.close()


@pytest.fixture
async def client(small: SmallDiscord) -> AsyncIterator[UnknotClient]:
    """Logged in; nothing has arrived since."""
    made = new_client()
    await made.login("token")
    small.arrived.clear()
    yield made
    await made.close()
