"""What doctor says of a clinic that is not set up: numbers and channels its members will miss."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.clinic_settings import ClinicSettings
from bot.domain.ids import ChannelId, DiscordGuildId
from bot.domain.weekly import WEEKLY
from bot.ops.finding import Level
from bot.store import clinics, posts
from tests.cli.machine import SetUp
from tests.loopback.client import Loopback
from tests.store.builders import NOW_AT
from tests.store.opening import opened

ALL_SET = {"emergency": "112", "crisis": "a line"}


@pytest.fixture
async def server(loopback: Loopback) -> Any:
    return await loopback.guild("Annex", channels=["staff"])


async def keep(set_up: SetUp, server: Any, **chosen: Any) -> None:
    async with opened(set_up.clinic.database, set_up.clinic.key) as store, store.write() as tx:
        found = await clinics.find_or_add(tx, DiscordGuildId(int(server["id"])), "UTC", NOW_AT)
        await clinics.set_settings(tx, found.id, ClinicSettings("UTC", **chosen))


async def said(set_up: SetUp) -> list[str]:
    found = [each for each in await set_up.look() if each.about == "clinic Annex"]
    assert all(each.level is Level.WARNING and each.remedy for each in found)
    assert await set_up.exit_code() == 0
    return [each.words for each in found]


async def test_numbers_that_nobody_set_are_missed(set_up: SetUp, server: Any) -> None:
    await keep(set_up, server)

    assert await said(set_up) == [
        "no emergency number is set",
        "no contact for a crisis is set",
    ]


async def test_numbers_of_the_operator_count_for_every_clinic(
    set_up: SetUp,
    server: Any,
) -> None:
    await keep(set_up, server, crisis="a line")
    set_up.config.write_text('[defaults]\nemergency_text = "112"\n')

    assert await said(set_up) == []


async def test_a_channel_that_is_gone_is_named_by_its_use(set_up: SetUp, server: Any) -> None:
    staff = int(server["channels"][0]["id"])
    await keep(set_up, server, **ALL_SET, alerts=ChannelId(404), fallback=ChannelId(staff))

    assert await said(set_up) == ["the bot cannot see the alerts channel"]


async def test_the_channel_of_the_weekly_card_counts_too(set_up: SetUp, server: Any) -> None:
    await keep(set_up, server, **ALL_SET)
    async with opened(set_up.clinic.database, set_up.clinic.key) as store, store.write() as tx:
        found = await clinics.find(tx, DiscordGuildId(int(server["id"])))
        assert found is not None
        await posts.add(tx, found.id, WEEKLY, {"channel": 404}, NOW_AT, lane=4)

    assert await said(set_up) == ["the bot cannot see the weekly channel"]


async def test_of_a_server_that_the_bot_is_not_in_nothing_is_said(set_up: SetUp) -> None:
    await keep(set_up, {"id": "1"}, alerts=ChannelId(404))

    assert await said(set_up) == []


async def test_a_bot_that_is_in_no_clinics_server_may_have_the_wrong_token(
    set_up: SetUp,
    server: Any,
) -> None:
    await keep(set_up, {"id": "1"})
    (missed,) = [each for each in await set_up.look() if each.about == "clinics"]
    assert (missed.level, "token" in missed.remedy) == (Level.WARNING, True)

    await keep(set_up, server)
    assert [each for each in await set_up.look() if each.about == "clinics"] == []
