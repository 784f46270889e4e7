"""The bot as the operator runs it: one process, the shipped example, a Discord at the other end."""

from __future__ import annotations

import stat

import pytest

from tests.loopback.client import eventually
from tests.wire.running_bot import RunningBot

pytestmark = pytest.mark.wire


async def ready(loopback, *, sessions=1):
    """Wait for the bot's connection. Its commands are published before."""
    await eventually(
        loopback.counts, until=lambda counts: counts["identifies"] >= sessions, timeout_s=20
    )


async def test_the_example_copied_as_it_is_starts_and_sigterm_ends_it_well(tmp_path, loopback):
    with RunningBot(tmp_path, loopback) as bot:
        await ready(loopback)
        (synced,) = await loopback.ledger("syncs")
        assert {"start", "stop"} <= {command["name"] for command in synced}
        for name in ("unknot.db", "unknot.db-wal", "unknot.key", "unknot.lock"):
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600, name

        assert bot.terminate() == 0

    assert "bot.stopped" in bot.words
    assert not (tmp_path / "unknot.db-wal").exists()
    assert "Traceback" not in bot.words


async def test_a_second_start_publishes_the_commands_no_second_time(tmp_path, loopback):
    for sessions in (1, 2):
        with RunningBot(tmp_path, loopback) as bot:
            await ready(loopback, sessions=sessions)
            assert bot.terminate() == 0

    assert (await loopback.counts())["syncs"] == 1


async def test_a_second_bot_on_the_same_database_says_who_holds_it(tmp_path, loopback):
    with RunningBot(tmp_path, loopback) as first:
        await ready(loopback)
        with RunningBot(tmp_path, loopback) as second:
            assert second.process.wait(20) == 2
        assert f"pid {first.process.pid}" in first.words


async def test_a_wrong_token_ends_the_bot_with_words_and_no_second_try(tmp_path, loopback):
    with RunningBot(tmp_path, loopback, token="not.the.token") as bot:
        assert bot.process.wait(20) == 2

    assert "token" in bot.words
    assert "not.the.token" not in bot.words
    assert "Traceback" not in bot.words


async def test_somebody_joins_and_is_welcomed_once_on_the_wire(tmp_path, loopback):
    guild = await loopback.guild("Clinic", channels=["welcome"])
    amy = await loopback.user("Amy", guild=guild["id"])
    with RunningBot(tmp_path, loopback) as bot:
        await ready(loopback)
        offer = await loopback.slash(amy["id"], "start", guild=guild["id"])
        assert await loopback.messages(source="rest") == []

        await loopback.press(amy["id"], offer["message"]["id"], "Agree and start")

        welcomes = await eventually(lambda: loopback.messages(source="rest"))
        assert [m["channel_id"] for m in welcomes] == [amy["dm_channel"]]
        assert welcomes[0]["nonce"].startswith("u")
        assert bot.terminate() == 0
    assert (await loopback.ledger("unknown_routes")) == []
