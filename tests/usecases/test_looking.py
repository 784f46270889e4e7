"""Who is looked for in a clinic's server, how often and in which order."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.ids import DiscordUserId
from bot.store import members
from bot.store.connection import Store
from bot.store.leaving import DUE
from bot.usecases.leaving import MOST_SILENT, see_in_server
from tests.fakes import FakeClock
from tests.store.builders import query_plan
from tests.usecases.people import CLINIC, LEO, MIA, join, member_of
from tests.usecases.practice import book, open_clinic
from tests.usecases.roll import OTHER, Discord, join_other, look, standing


async def test_each_member_is_looked_for_once_a_week(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await join(store, clock)
    for _ in range(8 * 24):
        await look(store, clock, discord)
        clock.advance(hours=1)

    assert discord.asked == [(CLINIC, MIA)] * 2


async def test_whoever_acts_in_the_server_need_not_be_looked_for_that_week(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await join(store, clock)
    assert not await see_in_server(store, clock, by=MIA, guild=CLINIC)
    clock.advance(days=6)
    await look(store, clock, discord)
    assert discord.asked == []

    clock.advance(days=1)
    await look(store, clock, discord)
    assert discord.asked == [(CLINIC, MIA)]


async def test_who_cannot_be_written_to_comes_first_then_whom_the_clinic_writes_to_soonest(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await open_clinic(store, clock)
    users = [DiscordUserId(number) for number in (101, 102, 103, 104)]
    for user in users:
        await join(store, clock, user)
    await book(store, clock, clock.now() + timedelta(days=9), client=users[1])
    await book(store, clock, clock.now() + timedelta(days=5), client=users[2])
    async with store.write() as tx:
        last = await member_of(store, users[3])
        await members.set_unreachable(tx, last.id, clock.now())

    await look(store, clock, discord)

    assert [user for _, user in discord.asked] == [users[3], users[2], users[1], users[0]]


async def test_whom_to_look_for_is_found_without_reading_all_that_a_clinic_has(
    store: Store,
) -> None:
    few = {"seen_before": 0, "left_before": 0, "left_ms": 0, "few": 1}
    plan = await query_plan(store, DUE, few)

    assert "schedule_of_member" in plan


async def test_a_server_that_tells_nothing_is_asked_few_times_a_run_and_nothing_is_concluded(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    users = [MIA, *(DiscordUserId(number) for number in range(101, 106))]
    for user in users:
        await join(store, clock, user)
    await join_other(store, clock)
    discord.silent.update((CLINIC, user) for user in users)

    await look(store, clock, discord)
    assert sorted(guild for guild, _ in discord.asked) == [CLINIC] * MOST_SILENT + [OTHER]
    await look(store, clock, discord)

    assert sorted(guild for guild, _ in discord.asked) == [CLINIC] * 2 * MOST_SILENT + [OTHER]
    assert await standing(store) == {CLINIC: ("agreed", False), OTHER: ("agreed", False)}


async def test_an_account_that_cannot_be_looked_up_holds_up_no_other_of_its_server(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    for user in (MIA, LEO):
        await join(store, clock, user)
    discord.silent.add((CLINIC, MIA))
    clock.advance(days=7)

    await look(store, clock, discord)
    await look(store, clock, discord)

    assert discord.asked.count((CLINIC, LEO)) == 1
    assert discord.asked.count((CLINIC, MIA)) == 2


async def test_a_refused_message_alone_concludes_nothing(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    member = await join(store, clock)
    async with store.write() as tx:
        await members.set_unreachable(tx, member.id, clock.now())

    await look(store, clock, discord)

    assert await standing(store) == {CLINIC: ("agreed", False)}
