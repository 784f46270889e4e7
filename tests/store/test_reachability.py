"""What a delivery says about its member: can be written to, cannot, or is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId, MemberId, ScheduleId
from bot.domain.member import Member
from bot.store import members, settlements
from bot.store.connection import Store
from tests.store.builders import NOW_AT, add_client, add_occurrence, add_schedule, minutes
from tests.store.firing import NEXT, end, get

CHANNEL = ChannelId(70)


async def member_of(store: Store, member_id: MemberId) -> Member:
    found = await members.get(store.reads, member_id)
    assert found is not None
    return found


async def test_an_opened_channel_is_kept_and_makes_the_member_reachable(store: Store) -> None:
    member = await add_client(store)
    async with store.write() as tx:
        await settlements.set_unreachable(tx, member, NOW_AT)
        await settlements.set_channel(tx, member, CHANNEL)

    found = await member_of(store, member)
    assert (found.dm_channel_id, found.unreachable_at) == (CHANNEL, None)

    async with store.write() as tx:
        await settlements.forget_channel(tx, member)
    assert (await member_of(store, member)).dm_channel_id is None


@pytest.mark.parametrize("state", ["queued", "sending"])
async def test_a_channel_is_kept_while_a_delivery_to_it_is_in_doubt(
    store: Store, state: str
) -> None:
    member, other = await add_client(store, 1), await add_client(store, 2)
    for one, its_state in ((member, state), (other, "dropped")):
        schedule = await add_schedule(store, one)
        await add_occurrence(store, schedule, state=its_state, doubt_since_at=NOW_AT)

    async with store.write() as tx:
        for one in (member, other):
            await settlements.set_channel(tx, one, CHANNEL)
            await settlements.forget_channel(tx, one)

    channels = [(await member_of(store, one)).dm_channel_id for one in (member, other)]
    assert channels == [CHANNEL, None]


async def test_a_member_is_unreachable_since_the_first_refusal(store: Store) -> None:
    member = await add_client(store)
    async with store.write() as tx:
        await settlements.set_unreachable(tx, member, NOW_AT)
        await settlements.set_unreachable(tx, member, NOW_AT + minutes(5))

    assert (await member_of(store, member)).unreachable_at == NOW_AT


async def test_a_user_who_is_gone_has_nothing_that_fires_any_more(store: Store) -> None:
    member, other = await add_client(store, 1), await add_client(store, 2)
    gone = await add_schedule(store, member, upcoming=NEXT)
    stays = await add_schedule(store, other, upcoming=NEXT)

    async with store.write() as tx:
        await settlements.end_schedules(tx, member, "unknown user", NOW_AT)

    ended, going_on = await get(store, gone), await get(store, stays)
    assert (ended.status, ended.end_reason, ended.next_due_at) == ("ended", "unknown user", None)
    assert (going_on.status, going_on.next_due_at) == ("active", NEXT.at)


async def test_what_ended_before_keeps_its_own_reason(
    store: Store, mia: MemberId, schedule: ScheduleId
) -> None:
    await end(store, schedule)

    async with store.write() as tx:
        await settlements.end_schedules(tx, mia, "unknown user", NOW_AT + timedelta(days=1))

    assert (await get(store, schedule)).end_reason == "turned off"
