"""Messages over the loopback's REST, sent and read by discord.py."""

from __future__ import annotations

import io

import discord
import pytest

from tests.loopback.small_bot import Buttons

pytestmark = pytest.mark.wire


async def test_a_nonce_used_twice_stores_one_message(wire_bot, loopback, wire_amy):
    first = await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")
    again = await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")

    assert first.id == again.id
    assert first.nonce == "u7.1"
    [stored] = await loopback.messages(source="rest")
    assert (stored["user"], stored["nonce"], stored["resends"]) == (wire_amy["id"], "u7.1", 1)


async def test_a_nonce_counts_for_the_author_and_not_for_the_channel(wire_bot, loopback, wire_amy):
    bea = await loopback.user("Bea")
    first = await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")
    second = await wire_bot.dm(bea).send("Sit up", nonce="u7.1")

    assert first.id == second.id
    assert await loopback.messages(channel=bea["dm_channel"]) == []


async def test_a_nonce_is_forgotten_after_its_window(wire_bot, loopback, wire_amy):
    await loopback.config(nonce_window_s=0)
    await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")
    await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")

    assert (await loopback.counts())["messages"] == 2


async def test_a_nonce_whose_message_was_deleted_answers_10008(wire_bot, wire_amy):
    await (await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")).delete()

    with pytest.raises(discord.NotFound) as refused:
        await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1")

    assert refused.value.code == 10008


async def test_history_has_components_and_no_nonce_and_the_newest_first(wire_bot, wire_amy):
    await wire_bot.dm(wire_amy).send("Sit up", nonce="u7.1", view=Buttons())
    await wire_bot.dm(wire_amy).send("And breathe", nonce="u7.2")

    newest, oldest = [message async for message in wire_bot.dm(wire_amy).history()]

    assert (newest.content, oldest.content) == ("And breathe", "Sit up")
    assert (newest.nonce, oldest.nonce) == (None, None)
    assert [b.custom_id for b in oldest.components[0].children] == [
        "v1:o:7.1:done",
        "v1:o:7.1:tell",
    ]


async def test_history_can_be_read_from_either_side(wire_bot, wire_amy):
    sent = [await wire_bot.dm(wire_amy).send(str(n)) for n in range(5)]

    async def read(**where) -> list[str]:
        return [m.content async for m in wire_bot.dm(wire_amy).history(**where)]

    assert await read(before=sent[3], limit=2) == ["2", "1"]
    assert await read(after=sent[1], limit=2) == ["2", "3"]
    assert await read(around=sent[2], limit=3) == ["3", "2", "1"]


async def test_opening_a_dm_always_gives_the_same_channel_and_is_counted(
    wire_bot, loopback, wire_amy
):
    bea = await loopback.user("Bea")
    opened = [await wire_bot.http.start_private_message(int(bea["id"])) for _ in range(2)]

    assert [channel["id"] for channel in opened] == [bea["dm_channel"]] * 2
    assert await loopback.ledger("opens") == [bea["id"]] * 2


async def test_unknown_people_and_channels_are_refused_with_their_codes(wire_bot):
    with pytest.raises(discord.HTTPException) as nobody:
        await wire_bot.create_dm(discord.Object(5))
    with pytest.raises(discord.NotFound) as nowhere:
        await wire_bot.get_partial_messageable(5).send("Hello")

    assert (nobody.value.code, nowhere.value.code) == (50033, 10003)


async def test_a_file_goes_along(wire_bot, loopback, wire_amy):
    chart = discord.File(io.BytesIO(b"12345"), filename="chart.png")
    sent = await wire_bot.dm(wire_amy).send("Your week", file=chart, nonce="u8.1")

    assert [(a.filename, a.size) for a in sent.attachments] == [("chart.png", 5)]
    assert (await loopback.messages(nonce="u8.1"))[0]["content"] == "Your week"


async def test_a_message_can_be_changed_and_deleted(wire_bot, loopback, wire_amy):
    sent = await wire_bot.dm(wire_amy).send("Sit up", view=Buttons())
    changed = await sent.edit(content="Done", view=None)
    await sent.delete()

    assert (changed.content, changed.components) == ("Done", [])
    [stored] = await loopback.messages(id=str(sent.id))
    assert (stored["edits"], stored["deleted"]) == (1, True)


async def test_too_long_a_text_is_refused_by_its_field(wire_bot, wire_amy):
    with pytest.raises(discord.HTTPException, match="content: Must be 2000") as refused:
        await wire_bot.dm(wire_amy).send("x" * 2001)

    assert refused.value.code == 50035


async def test_text_typed_in_a_dm_reaches_the_bot(wire_bot, loopback, wire_amy):
    said = wire_bot.wait_for("message", timeout=5)
    await loopback.say(wire_amy["id"], "stop")
    message = await said

    assert (message.content, message.author.display_name) == ("stop", "Amy")
    assert isinstance(message.channel, discord.DMChannel)


async def test_a_member_can_be_looked_up(wire_bot, wire_clinic, wire_amy):
    guild = await wire_bot.fetch_guild(int(wire_clinic["id"]), with_counts=False)
    member = await guild.fetch_member(int(wire_amy["id"]))
    with pytest.raises(discord.NotFound) as stranger:
        await guild.fetch_member(5)

    assert (guild.name, member.display_name) == ("Clinic", "Amy")
    assert stranger.value.code == 10007
