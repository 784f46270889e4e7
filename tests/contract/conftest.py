"""The commands as Discord is told them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest
import simcord

from bot.demo.stage import SimClock
from bot.store.connection import Store
from tests.behaviour.world import build_app
from tests.contract.payload import Payload


@pytest.fixture
async def simcord_bot(store: Store) -> AsyncIterator[discord.Client]:
    app = build_app(store, SimClock())
    yield app.client
    await app.engine.stop()
    await app.client.close()


@pytest.fixture
async def synced(simcord_env: simcord.Env, simcord_bot: discord.Client) -> list[Payload]:
    """What was sent to Discord when the bot started."""
    (put,) = [each for each in simcord_env.http_requests if each.method == "PUT"]
    assert isinstance(put.json, list)
    return put.json
