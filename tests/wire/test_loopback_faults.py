"""What goes wrong on demand, as discord.py feels it."""

from __future__ import annotations

import asyncio
import time

import discord
import pytest

from tests.loopback.client import OPEN_DM, SEND

pytestmark = pytest.mark.wire


async def test_a_lost_answer_and_the_same_nonce_again_store_one_message(
    wire_bot, loopback, wire_amy
):
    await loopback.fault("lost", route=SEND, count=1)
    with pytest.raises(Exception, match="disconnected"):
        await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")
    assert (await loopback.counts())["messages"] == 1

    again = await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")

    [stored] = await loopback.messages(source="rest")
    assert str(again.id) == stored["id"]


async def test_a_reset_before_processing_stores_nothing(wire_bot, loopback, wire_amy):
    await loopback.fault("reset", route=SEND, count=1)

    with pytest.raises(OSError, match="reset by peer"):
        await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")

    counts = await loopback.counts()
    assert (counts["messages"], counts["faults"]) == (0, {"reset": 1})


@pytest.mark.parametrize("is_global", [False, True])
async def test_a_429_is_obeyed(wire_bot, loopback, wire_amy, is_global):
    await loopback.fault("rate", route=SEND, count=1, retry_after_s=0.3, is_global=is_global)

    await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")

    refused, sent = [r for r in await loopback.ledger("requests") if r["route"] == SEND]
    assert (refused["status"], sent["status"]) == (429, 200)
    assert sent["at"] - refused["at"] >= 0.3


async def test_a_bucket_that_is_used_up_makes_the_client_wait(wire_bot, loopback, wire_amy):
    await loopback.config(limits={SEND: [2, 0.4]})
    for text in "abc":
        await wire_bot.dm(wire_amy).send(text)

    first, _, third = [r for r in await loopback.ledger("requests") if r["route"] == SEND]
    assert third["at"] - first["at"] >= 0.4
    assert (await loopback.counts())["status"].get("429") is None


async def test_more_than_the_bot_may_send_in_a_second_is_a_429(wire_bot, loopback, wire_amy):
    await loopback.config(global_per_s=3)
    people = [await loopback.user(f"User {n}") for n in range(5)]
    await asyncio.gather(*(wire_bot.dm(person).send("Hello") for person in people))

    counts = await loopback.counts()
    assert counts["messages"] == 5
    assert counts["status"]["429"] >= 1


@pytest.mark.parametrize("after", [False, True])
async def test_a_503_can_fall_before_or_after_processing(wire_bot, loopback, wire_amy, after):
    await loopback.fault("status", status=503, route=SEND, count=1, after=after)

    with pytest.raises(discord.DiscordServerError):
        await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")

    assert (await loopback.counts())["messages"] == int(after)


async def test_a_502_is_tried_again_by_the_library_with_the_same_nonce(
    wire_bot, loopback, wire_amy
):
    await loopback.fault("status", status=502, route=SEND, count=1, after=True)

    await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")

    [stored] = await loopback.messages(source="rest")
    assert stored["resends"] == 1


@pytest.mark.parametrize(("code", "status"), [(50007, 403), (50278, 403), (10003, 404)])
async def test_a_code_falls_on_one_user_alone(wire_bot, loopback, wire_amy, code, status):
    bea = await loopback.user("Bea")
    await loopback.fault("error", code=code, route=SEND, user=wire_amy["id"])

    with pytest.raises(discord.HTTPException) as refused:
        await wire_bot.dm(wire_amy).send("Sit up")
    await wire_bot.dm(bea).send("Sit up")

    assert (refused.value.code, refused.value.status) == (code, status)


async def test_opening_too_fast_is_40003(wire_bot, loopback, wire_amy):
    await loopback.fault("error", code=40003, route=OPEN_DM)

    with pytest.raises(discord.Forbidden) as refused:
        await wire_bot.create_dm(discord.Object(wire_amy["id"]))

    assert refused.value.code == 40003
    assert await loopback.ledger("opens") == []


async def test_an_outage_takes_rest_and_gateway_and_passes(wire_bot, loopback, wire_amy):
    await loopback.fault("outage", for_s=0.3)
    with pytest.raises(OSError, match="reset by peer"):
        await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")

    await asyncio.wait_for(wire_bot.resumed.wait(), timeout=10)
    await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")

    assert (await loopback.counts())["messages"] == 1


async def test_latency_lies_half_before_and_half_after_the_message_is_stored(
    wire_bot, loopback, wire_amy
):
    await loopback.config(latency_s=0.4)
    began_at = time.monotonic()
    await wire_bot.dm(wire_amy).send("Sit up")
    ended_at = time.monotonic()

    [stored] = await loopback.messages(source="rest")
    assert stored["stored_at"] - began_at >= 0.2
    assert ended_at - stored["stored_at"] >= 0.2


async def test_a_route_the_loopback_lacks_is_a_404_and_written_down(wire_bot, loopback):
    with pytest.raises(discord.NotFound):
        await wire_bot.fetch_user(5)

    assert await loopback.ledger("unknown_routes") == ["GET /users/5"]
