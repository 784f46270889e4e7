"""The loopback's gateway as discord.py meets it: ready, dropped, resumed, turned away."""

from __future__ import annotations

import asyncio

import discord
import pytest

from tests.loopback.client import eventually
from tests.loopback.small_bot import SmallBot

pytestmark = pytest.mark.wire


async def test_a_client_logs_in_becomes_ready_and_sees_its_clinic(wire_bot, loopback, wire_clinic):
    assert str(wire_bot.user.id) == loopback.bot_id
    assert [str(guild.id) for guild in wire_bot.guilds] == [wire_clinic["id"]]
    assert wire_bot.guilds[0].text_channels[0].name == "welcome"
    assert wire_bot.guilds[0].me == wire_bot.guilds[0].get_member(wire_bot.user.id)
    identify = (await loopback.ledger("identifies"))[0]
    assert identify["intents"] == wire_bot.intents.value
    assert await loopback.ledger("unknown_routes") == []


async def test_a_wrong_token_is_turned_away_at_the_door(pointed_at_loopback):
    async with SmallBot() as client:
        with pytest.raises(discord.LoginFailure):
            await client.login("wrong")

    assert (await pointed_at_loopback.counts())["status"] == {"401": 1}


async def test_a_wrong_token_closes_the_gateway_with_4004(pointed_at_loopback):
    async with SmallBot() as client:
        await client.login(pointed_at_loopback.token)
        client.http.token = "wrong"
        with pytest.raises(discord.ConnectionClosed) as closed:
            await client.connect()

    assert closed.value.code == 4004


async def test_a_guild_made_later_is_joined(wire_bot, loopback):
    joined = wire_bot.wait_for("guild_join", timeout=5)

    made = await loopback.guild("Second")

    assert str((await joined).id) == made["id"]


@pytest.mark.parametrize("how", ["resume", "lost", "reconnect"])
async def test_a_dropped_client_resumes_and_gets_what_it_missed(wire_bot, loopback, wire_amy, how):
    await loopback.fault("reset", route="GATEWAY")
    await loopback.drop(how)
    await eventually(loopback.ledger, until=lambda ledger: not ledger["connected"])
    await loopback.say(wire_amy["id"], "Are you there?")

    await loopback.clear_faults()
    await asyncio.wait_for(wire_bot.resumed.wait(), timeout=10)

    counts = await loopback.counts()
    assert (counts["identifies"], counts["resumes"]) == (1, 1)
    assert wire_bot.heard == ["Are you there?"]


async def test_a_client_whose_session_is_gone_identifies_anew(wire_bot, loopback, wire_amy):
    await loopback.drop("invalid")

    await eventually(loopback.counts, until=lambda counts: counts["identifies"] == 2)
    await loopback.slash(wire_amy["id"], "posture on", every=30)

    assert (await loopback.counts())["resumes"] == 0


async def test_a_heartbeat_is_acknowledged(pointed_at_loopback, wire_amy):
    async with SmallBot() as client:
        running = await client.run_until_ready(pointed_at_loopback.token)
        assert 0 < client.latency < 5
    await running
