"""Discord is told the commands; that it does not take them keeps no reminder from leaving."""

from __future__ import annotations

import pytest

from bot.store import facts
from tests.behaviour.world import build_app


@pytest.fixture
async def unsynced(clinic, sim_clock):
    """A clinic's bot that began anew with commands that Discord did not take."""
    await clinic.travel_to("2026-01-05 08:30")
    async with clinic.store.write() as tx:
        await facts.note_fact(tx, facts.COMMANDS, "those of an older version")
    path = f"/applications/{clinic.app.client.application_id}/commands"
    clinic.env.inject_error("PUT", path, status=503, code=0, times=1)
    await clinic.restart(build_app(clinic.store, sim_clock))
    return clinic


async def test_reminders_go_out_though_discord_does_not_take_the_commands(unsynced, caplog):
    mia = await unsynced.member()
    await mia.slash("posture on", every=60)

    await unsynced.travel_to("2026-01-05 09:30")

    assert mia.inbox_local_times[1:] == ["09:00"]
    told = [each for each in caplog.get_records("setup") if each.msg == "commands.not_synced"]
    assert [each.levelname for each in told] == ["WARNING"]


async def test_commands_that_discord_did_not_take_are_told_again_by_the_hour(unsynced):
    await unsynced.app.sync_commands()

    told = await facts.fact(unsynced.store.reads, facts.COMMANDS)
    assert told != "those of an older version"


async def test_commands_are_not_told_before_the_login(clinic, sim_clock):
    app = build_app(clinic.store, sim_clock)
    asked_before = len(clinic.env.http_requests)

    await app.sync_commands()

    assert len(clinic.env.http_requests) == asked_before
