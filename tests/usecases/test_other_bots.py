"""A bot that the clinics do not know, by a wrong token or on a copy, concludes nothing of them."""

from __future__ import annotations

import logging

import pytest

from bot.domain.ids import DiscordGuildId
from bot.store.connection import Store
from bot.usecases.leaving import note_servers
from tests.fakes import FakeClock
from tests.usecases.people import CLINIC
from tests.usecases.practice import open_clinic
from tests.usecases.roll import BOT, OTHER, number_of

STRANGER, ELSEWHERE = "1002", DiscordGuildId(99)


@pytest.fixture(autouse=True)
async def _open(store: Store, clock: FakeClock) -> None:
    await open_clinic(store, clock)
    await open_clinic(store, clock, OTHER)


async def run(store: Store, clock: FakeClock, application: str, *here: DiscordGuildId) -> None:
    await note_servers(store, clock, here, application=application)


async def removed(store: Store) -> int:
    return await number_of(store, "clinic WHERE removed_at IS NOT NULL")


@pytest.mark.parametrize("known", [True, False], ids=["later", "at the first start of all"])
async def test_another_bot_was_removed_from_no_server(
    store: Store, clock: FakeClock, known: bool, caplog: pytest.LogCaptureFixture
) -> None:
    if known:
        await run(store, clock, BOT, CLINIC, OTHER)

    await run(store, clock, STRANGER, ELSEWHERE)

    assert await removed(store) == 0
    (record,) = caplog.records
    assert (record.getMessage(), record.levelno) == ("clinics.know_another_bot", logging.WARNING)


async def test_the_right_bot_after_another_one_is_missed_where_it_was_removed(
    store: Store, clock: FakeClock
) -> None:
    await run(store, clock, BOT, CLINIC, OTHER)
    await run(store, clock, STRANGER, ELSEWHERE)

    await run(store, clock, BOT)

    assert await removed(store) == 2


async def test_a_new_bot_is_theirs_once_it_is_in_one_of_their_servers(
    store: Store, clock: FakeClock
) -> None:
    await run(store, clock, BOT, CLINIC, OTHER)

    await run(store, clock, STRANGER, CLINIC)
    assert await removed(store) == 1
    await run(store, clock, STRANGER)
    assert await removed(store) == 2


async def test_a_bot_with_no_clinic_yet_is_theirs_who_come(store: Store, clock: FakeClock) -> None:
    async with store.write() as tx:
        await tx.run("DELETE FROM clinic")
    await run(store, clock, BOT, CLINIC)
    await open_clinic(store, clock)

    await run(store, clock, BOT)

    assert await removed(store) == 1
