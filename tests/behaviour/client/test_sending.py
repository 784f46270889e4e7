"""A message goes out, or a DM is opened, and what Discord says to it comes back as a value."""

import gc

import discord
import pytest

from bot.delivery.messenger import (
    InDoubt,
    Opened,
    Refused,
    RefusedReason,
    RetryAt,
    RetryReason,
    Sent,
    Unreachable,
    UnreachableReason,
)
from bot.domain.ids import DiscordUserId
from bot.domain.message import Message
from tests.behaviour.client.world import REMINDER, key

OPENINGS = "/users/@me/channels"


async def test_a_reminder_arrives_as_content_embed_and_buttons(world):
    outcome = await world.remind()

    arrived = world.dm.last_message
    assert outcome == Sent(arrived.id)
    assert arrived.content == "You have a reminder."
    assert [embed.title for embed in arrived.embeds] == ["Shoulders"]
    assert [button.label for button in arrived.components[0].children] == ["Done", "Stop"]


async def test_a_send_is_one_request_which_enforces_its_nonce_and_mentions_nobody(world):
    before = len(world.env.http_requests)

    await world.remind(key(812, 3), Message("@everyone", "body", actions=REMINDER.actions))

    (request,) = world.env.http_requests[before:]
    assert (request.method, request.path) == ("POST", f"/channels/{world.dm.id}/messages")
    assert request.json["nonce"] == "u812.3"
    assert request.json["enforce_nonce"] is True
    assert request.json["allowed_mentions"]["parse"] == []


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (403, 50007, Unreachable(UnreachableReason.CLOSED)),
        (403, 50278, Unreachable(UnreachableReason.NO_SHARED_SERVER)),
        (404, 10003, RetryAt(0.0, RetryReason.CHANNEL_GONE)),
        (404, 10008, Sent(None)),
        (400, 50035, Refused(RefusedReason.BODY, 50035)),
        (403, 50013, Refused(RefusedReason.FORBIDDEN, 50013)),
        (401, 0, Refused(RefusedReason.TOKEN, 401)),
        (503, 0, InDoubt("status 503, code 0")),
    ],
)
async def test_what_discord_answers_to_a_send_comes_back_as_a_value(world, status, code, outcome):
    world.refuse("POST", status, code)

    assert await world.remind() == outcome


def live_views():
    gc.collect()
    return sum(isinstance(each, discord.ui.View) for each in gc.get_objects())


async def test_the_client_keeps_nothing_of_a_thousand_reminders(world):
    before = live_views()

    for number in range(1, 1001):
        await world.remind(key(number))

    assert live_views() == before
    assert list(world.bot.persistent_views) == []
    assert list(world.bot.cached_messages) == []


async def test_ordinary_buttons_would_have_been_kept(world):
    before = live_views()

    for number in range(10):
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="Done", custom_id=f"plain:{number}"))
        await world.bot.get_partial_messageable(world.dm.id).send("You have a reminder.", view=view)
    del view

    assert live_views() == before + 10


async def test_opening_answers_with_the_members_dm_channel(world):
    opened = await world.messenger.open_channel(DiscordUserId(world.mia.id))

    assert opened == Opened(world.channel)


async def test_opening_again_asks_again_because_a_remembered_channel_may_be_gone(world):
    for _ in range(2):
        await world.messenger.open_channel(DiscordUserId(world.mia.id))

    asked = [request.path for request in world.env.http_requests]
    assert asked.count(OPENINGS) == 2


async def test_somebody_who_does_not_exist_cannot_be_reached(world):
    opened = await world.messenger.open_channel(DiscordUserId(1))

    assert opened == Unreachable(UnreachableReason.UNKNOWN_USER)


@pytest.mark.parametrize(("status", "code"), [(400, 40003), (403, 20026)])
async def test_openings_pause_when_discord_finds_them_too_many(world, status, code):
    world.refuse("POST", status, code, OPENINGS)

    opened = await world.messenger.open_channel(DiscordUserId(world.mia.id))

    assert isinstance(opened, RetryAt)
    assert opened.reason is RetryReason.OPENING_PAUSED
    assert opened.retry_after_s >= 60


async def test_a_closed_client_asks_discord_for_nothing_and_says_it_is_offline(world):
    await world.bot.close()
    before = len(world.env.http_requests)

    outcomes = [
        await world.remind(),
        await world.messenger.open_channel(DiscordUserId(world.mia.id)),
        await world.find(),
    ]

    assert [outcome.reason for outcome in outcomes] == [RetryReason.OFFLINE] * 3
    assert world.env.http_requests[before:] == []
