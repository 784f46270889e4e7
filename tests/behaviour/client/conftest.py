"""The client by itself, without a clinic behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest
import simcord

from tests.behaviour.client.world import World


@pytest.fixture
def outside() -> World:
    """What is there before the simulated Discord is."""
    return World()


@pytest.fixture
async def simcord_bot(outside: World) -> AsyncIterator[discord.Client]:
    yield outside.bot
    await outside.bot.close()


@pytest.fixture
def world(outside: World, simcord_env: simcord.Env) -> World:
    outside.enter(simcord_env)
    return outside
