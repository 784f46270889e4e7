"""Fixtures to take over with `pytest_plugins = ["tests.loopback.fixtures"]`.

The process lives for a module and is reset for each test, so a test costs no start of its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import discord
import discord.gateway
import discord.http
import pytest
import pytest_asyncio
import yarl

from tests.loopback.client import Loopback, LoopbackProcess
from tests.loopback.small_bot import SmallBot


@pytest.fixture(scope="module")
def loopback_process() -> Iterator[LoopbackProcess]:
    """Return a running server."""
    with LoopbackProcess() as process:
        yield process


@pytest_asyncio.fixture
async def loopback(loopback_process: LoopbackProcess) -> AsyncIterator[Loopback]:
    """Return a server in which nothing has happened yet."""
    async with Loopback(loopback_process.where) as control:
        await control.reset()
        yield control


@pytest.fixture
def pointed_at_loopback(loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    """Point discord.py, in this process, at the server until the test ends."""
    monkeypatch.setattr(discord.http.Route, "BASE", loopback.api_base)
    gateway = yarl.URL(loopback.gateway)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    return loopback


@pytest_asyncio.fixture
async def wire_clinic(loopback: Loopback) -> dict[str, Any]:
    """Return a guild with one channel and a staff role."""
    return await loopback.guild("Clinic", channels=["welcome"], roles={"Staff": 0})


@pytest_asyncio.fixture
async def wire_amy(loopback: Loopback, wire_clinic: dict[str, Any]) -> dict[str, Any]:
    """Return a member of that guild whose language is German."""
    return await loopback.user("Amy", guild=wire_clinic["id"], locale="de")


@pytest_asyncio.fixture
async def wire_bot(
    pointed_at_loopback: Loopback, wire_amy: dict[str, Any]
) -> AsyncIterator[SmallBot]:
    """Return a small bot that is connected and ready."""
    async with SmallBot() as client:
        running = await client.run_until_ready(pointed_at_loopback.token)
        yield client
    await running
