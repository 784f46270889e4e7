"""The client before it connects: where it speaks to, what it asks for, and how cogs are set up."""

from __future__ import annotations

import discord
import discord.gateway
import discord.http
import pytest

from bot.discord_io.client import configure_addresses
from tests.unit.small_discord import new_client


@pytest.fixture
def library_addresses(monkeypatch):
    """What the library has; what a test sets is put back."""
    route, socket = discord.http.Route, discord.gateway.DiscordWebSocket
    monkeypatch.setattr(route, "BASE", route.BASE)
    monkeypatch.setattr(socket, "DEFAULT_GATEWAY", socket.DEFAULT_GATEWAY)
    return lambda: (route.BASE, str(socket.DEFAULT_GATEWAY))


def test_addresses_that_are_not_set_stay_the_librarys(library_addresses):
    before = library_addresses()

    configure_addresses(None, None)

    assert library_addresses() == before


def test_addresses_that_are_set_are_used(library_addresses):
    configure_addresses("http://127.0.0.1:8080/api/v10/", "ws://127.0.0.1:8080/")

    assert library_addresses() == ("http://127.0.0.1:8080/api/v10", "ws://127.0.0.1:8080/")


def test_it_asks_for_two_intents_only_and_mentions_nobody():
    client = new_client()

    assert [name for name, on in client.intents if on] == ["guilds", "dm_messages"]
    assert client.allowed_mentions.to_dict() == discord.AllowedMentions.none().to_dict()


async def test_cogs_are_set_up_once_each_and_go_on_where_one_failed():
    done = []

    async def first(client):
        done.append("first")

    async def second(client):
        done.append("second")
        if done.count("second") == 1:
            raise ConnectionResetError

    client = new_client(cogs=[first, second])

    with pytest.raises(ConnectionResetError):
        await client.setup_hook()
    await client.setup_hook()
    await client.setup_hook()

    assert done == ["first", "second", "second"]
