"""Members: who they are and what they chose, kept as it was chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.ids import DiscordUserId, MemberId
from bot.domain.member import Member, Settings
from bot.domain.quiet_hours import QuietHours
from bot.domain.zones import zone
from bot.errors import StoreError
from bot.store import members
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    add_client,
    add_member,
    add_occurrence,
    add_schedule,
    minutes,
    query_plan,
    settings,
)

OTHER = Settings(
    zone=zone("America/New_York"),
    quiet=QuietHours(time(23, 59), time(0, 0)),
    daily_limit=24,
    discreet=False,
    fallback=True,
)


async def get(store: Store, member_id: MemberId) -> Member:
    found = await members.get(store.reads, member_id)
    assert found is not None
    return found


@pytest.mark.parametrize("chosen", [settings(), OTHER], ids=["the defaults", "all different"])
async def test_a_new_member_comes_back_as_they_were_written(store: Store, chosen: Settings) -> None:
    number = await add_member(store, chosen=chosen)

    assert await get(store, number) == Member(
        id=number,
        discord_id=DiscordUserId(1001),
        dm_channel_id=None,
        locale="en",
        settings=chosen,
        stopped_at=None,
        paused_until_at=None,
        unreachable_at=None,
    )


async def test_a_member_is_found_by_their_discord_id(store: Store) -> None:
    number = await add_member(store, 5)

    found = await members.find(store.reads, DiscordUserId(1005))

    assert found is not None
    assert found.id == number
    assert await members.find(store.reads, DiscordUserId(1)) is None
    assert await members.get(store.reads, MemberId(99)) is None


async def test_a_discord_id_of_sixty_four_bits_is_kept_whole(store: Store) -> None:
    big = DiscordUserId(2**63 - 1)
    async with store.write() as tx:
        await members.add(tx, big, "en", settings(), NOW_AT)

    found = await members.find(store.reads, big)

    assert found is not None
    assert found.discord_id == big


async def test_nobody_is_a_member_twice(store: Store) -> None:
    await add_member(store)

    with pytest.raises(StoreError, match="UNIQUE"):
        await add_member(store)


async def test_settings_are_replaced_as_a_whole_and_for_one_member_only(store: Store) -> None:
    one, other = await add_member(store, 1), await add_member(store, 2)

    async with store.write() as tx:
        await members.set_settings(tx, one, OTHER)
    assert (await get(store, one)).settings == OTHER
    assert (await get(store, other)).settings == settings()

    async with store.write() as tx:
        await members.set_settings(tx, one, replace(OTHER, quiet=None))
    assert (await get(store, one)).settings.quiet is None


@pytest.mark.parametrize("limit", [0, 25])
async def test_a_limit_out_of_range_is_refused(store: Store, limit: int) -> None:
    with pytest.raises(StoreError, match="CHECK"):
        await add_member(store, chosen=settings(daily_limit=limit))


async def test_quiet_hours_need_both_their_ends(store: Store) -> None:
    await add_member(store)

    with pytest.raises(StoreError, match="CHECK"):
        async with store.write() as tx:
            await tx.run("UPDATE member SET quiet_from_min = 60")


async def test_the_language_the_stop_and_the_reachability_can_be_set(store: Store) -> None:
    number = await add_member(store)

    async with store.write() as tx:
        await members.set_locale(tx, number, "fr")
        await members.set_stopped(tx, number, NOW_AT)
        await members.set_unreachable(tx, number, NOW_AT)
    found = await get(store, number)
    assert (found.locale, found.stopped_at, found.unreachable_at) == ("fr", NOW_AT, NOW_AT)

    async with store.write() as tx:
        await members.set_stopped(tx, number, None)
        await members.reach_again(tx, number, NOW_AT)
    found = await get(store, number)
    assert (found.stopped_at, found.unreachable_at) == (None, None)


# Typed text is answered at most once an hour


async def claim_answer(store: Store, member: MemberId, after: timedelta) -> bool:
    async with store.write() as tx:
        at = NOW_AT + after
        return await members.claim_text_answer(tx, member, at, at - timedelta(hours=1))


async def test_typed_text_is_answered_the_first_time(store: Store) -> None:
    assert await claim_answer(store, await add_member(store), minutes(0))


@pytest.mark.parametrize(
    ("after", "answered"), [(0, False), (59.999, False), (60, True), (600, True)]
)
async def test_typed_text_is_answered_again_only_after_a_while(
    store: Store, after: float, answered: bool
) -> None:
    one, other = await add_member(store, 1), await add_member(store, 2)
    await claim_answer(store, one, minutes(0))

    assert await claim_answer(store, one, minutes(after)) is answered
    assert await claim_answer(store, other, minutes(after))


async def test_a_text_that_was_not_answered_does_not_put_the_next_answer_off(store: Store) -> None:
    one = await add_member(store)
    await claim_answer(store, one, minutes(0))
    assert not await claim_answer(store, one, minutes(50))

    assert await claim_answer(store, one, minutes(60))


# Erasing


async def test_erasing_a_member_leaves_no_row_of_theirs(store: Store) -> None:
    number, kept = await add_client(store, 1), await add_client(store, 2)
    for member in (number, kept):
        await add_occurrence(store, await add_schedule(store, member))
    async with store.write() as tx:
        await tx.run("INSERT INTO delivery SELECT id, 1, NULL, NULL, 0 FROM occurrence")
        await tx.run("INSERT INTO shown SELECT id, 'posture', 'p1', 0 FROM member")
        await tx.run("DELETE FROM member WHERE id = ?", (number,))

    for table in ("member", "membership", "schedule", "occurrence", "delivery", "shown"):
        rows = await store.reads.rows(f"SELECT 1 FROM {table}")
        assert len(rows) == 1, f"{table} has to hold the other member's row and no more"


@pytest.mark.parametrize("sql", [members.BY_ID, members.BY_DISCORD_ID])
async def test_a_member_is_never_searched_for(store: Store, sql: str) -> None:
    assert "SCAN" not in await query_plan(store, sql, (1,))
