"""The language a member chose, beside that of their client; and a pause on the way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import DiscordUserId, MemberId
from bot.store import claims, members
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    add_client,
    add_occurrence,
    add_schedule,
    claim,
    ready,
    settings,
)

MIA, NOBODY = DiscordUserId(1001), DiscordUserId(9)


@pytest.fixture
async def mia(store: Store) -> MemberId:
    return await add_client(store, 1)


async def choose(store: Store, member: MemberId, language: str | None) -> None:
    async with store.write() as tx:
        await members.set_settings(tx, member, replace(settings(), language=language))


async def test_nobody_has_chosen_until_they_do(store: Store, mia: MemberId) -> None:
    assert await members.chosen_language(store.reads, MIA) is None
    assert await members.chosen_language(store.reads, NOBODY) is None

    await choose(store, mia, "fr")

    assert await members.chosen_language(store.reads, MIA) == "fr"
    member = await members.get(store.reads, mia)
    assert member is not None
    assert (member.settings.language, member.locale) == ("fr", "en")


async def test_messages_follow_the_client_until_a_language_is_chosen(
    store: Store, mia: MemberId
) -> None:
    await add_occurrence(store, await add_schedule(store, mia))
    async with store.write() as tx:
        await members.set_locale(tx, mia, "es-ES")
    assert [one.locale for one in await ready(store)] == ["es-ES"]

    await choose(store, mia, "de")
    assert [one.locale for one in await ready(store)] == ["de"]
    await choose(store, mia, None)

    assert [one.locale for one in await ready(store)] == ["es-ES"]


@pytest.mark.parametrize(
    ("until_min", "last_word", "wanted"),
    [(60, False, False), (60, True, True), (-60, False, True), (None, False, True)],
)
async def test_a_pause_holds_back_what_is_just_leaving(
    store: Store, mia: MemberId, until_min: int | None, last_word: bool, wanted: bool
) -> None:
    one = await add_occurrence(store, await add_schedule(store, mia))
    await claim(store, await ready(store))
    until_at = None if until_min is None else NOW_AT + timedelta(minutes=until_min)
    async with store.write() as tx:
        await members.set_paused(tx, mia, until_at)

    assert await claims.still_wanted(store.reads, one, 1, last_word=last_word) is wanted
