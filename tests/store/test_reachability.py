"""What a delivery says about its member: can be written to, cannot, or is gone."""

from __future__ import annotations

import pytest

from bot.domain.ids import ChannelId, MemberId
from bot.domain.member import Member
from bot.store import members
from bot.store.connection import Store
from tests.store.builders import NOW_AT, add_client, add_occurrence, add_schedule, minutes

CHANNEL = ChannelId(70)


async def member_of(store: Store, member_id: MemberId) -> Member:
    found = await members.get(store.reads, member_id)
    assert found is not None
    return found


async def test_an_opened_channel_is_kept_and_makes_the_member_reachable(store: Store) -> None:
    member = await add_client(store)
    async with store.write() as tx:
        await members.set_unreachable(tx, member, NOW_AT)
        await members.set_channel(tx, member, CHANNEL)

    found = await member_of(store, member)
    assert (found.dm_channel_id, found.unreachable_at) == (CHANNEL, None)

    async with store.write() as tx:
        await members.forget_channel(tx, member)
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
            await members.set_channel(tx, one, CHANNEL)
            await members.forget_channel(tx, one)

    channels = [(await member_of(store, one)).dm_channel_id for one in (member, other)]
    assert channels == [CHANNEL, None]


async def test_a_member_is_unreachable_since_the_first_refusal(store: Store) -> None:
    member = await add_client(store)
    async with store.write() as tx:
        await members.set_unreachable(tx, member, NOW_AT)
        await members.set_unreachable(tx, member, NOW_AT + minutes(5))

    assert (await member_of(store, member)).unreachable_at == NOW_AT
