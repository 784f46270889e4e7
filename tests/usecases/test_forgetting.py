"""What goes with those who stayed away from a clinic's server, or with the bot itself."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.domain.consent import MembershipState
from bot.domain.ids import ClinicId
from bot.store import clinics, posts, queue
from bot.store.claims import still_wanted
from bot.store.columns import to_ms
from bot.store.connection import Store
from bot.store.leaving import OF_CLINIC, delete_if_gone, gone_clinics, member_of_gone
from bot.usecases.leaving import (
    erase_strangers,
    forget_the_gone,
)
from bot.usecases.waiting import drop_waiting
from tests.fakes import FakeClock
from tests.store.builders import put_membership
from tests.usecases.people import (
    CLINIC,
    LEO,
    MIA,
    join,
    member_of,
    prompt_that_is,
    turn_on,
)
from tests.usecases.practice import log, open_clinic
from tests.usecases.roll import (
    LEFT,
    OTHER,
    Discord,
    agreed_of,
    be_in,
    fill,
    join_other,
    leave,
    look,
    number_of,
    standing,
)

# Forgotten


async def test_a_clinic_forgets_who_has_been_gone_for_30_days_and_they_keep_what_is_theirs(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    member = await fill(store, clock)
    await join_other(store, clock)
    await turn_on(store, clock)
    for table in OF_CLINIC:
        assert await number_of(store, f"{table} WHERE clinic_id = 1"), table

    await leave(store, clock, discord, days=29.9)
    assert set(await standing(store)) == {CLINIC, OTHER}
    await leave(store, clock, discord, days=0.1)

    assert await standing(store) == {OTHER: ("agreed", False)}
    for table in OF_CLINIC:
        assert not await number_of(store, f"{table} WHERE clinic_id = 1"), table
    kinds = await store.reads.rows("SELECT kind FROM schedule WHERE member_id = ?", (member,))
    assert sorted(row["kind"] for row in kinds) == ["notice", "posture"]
    left = await store.reads.rows("SELECT what, channel_id, message_id FROM remnant ORDER BY what")
    assert [tuple(row) for row in left] == [("message", 8, 88), ("thread", 9, None)]


async def test_a_thread_of_an_earlier_fallback_channel_goes_too(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    member = await join(store, clock)
    await join_other(store, clock)
    async with store.write() as tx:
        wish: dict[str, object] = {"thread_of": member.id, "client": MIA, "channel": 7}
        for number in (1, 2):
            await posts.add(tx, ClinicId(number), "fallback", wish, clock.now(), lane=1)

    await leave(store, clock, discord, days=30)

    rows = await store.reads.rows("SELECT what, channel_id FROM remnant")
    assert [tuple(row) for row in rows] == [("thread", 7)]
    assert await number_of(store, "schedule WHERE kind = 'fallback'") == 1


async def test_every_table_with_a_clinics_data_of_a_member_is_forgotten(store: Store) -> None:
    rows = await store.reads.rows(
        "SELECT t.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c"
        " WHERE t.type = 'table' AND c.name IN ('member_id', 'clinic_id')"
        " GROUP BY t.name HAVING COUNT(*) = 2"
    )
    assert {row["name"] for row in rows} == set(OF_CLINIC)


async def test_who_is_in_no_other_clinic_is_erased_whole(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await fill(store, clock)
    await turn_on(store, clock)
    await join(store, clock, LEO)

    await leave(store, clock, discord, days=30)

    assert [row["discord_id"] for row in await store.reads.rows("SELECT * FROM member")] == [LEO]
    assert await standing(store, LEO) == {CLINIC: ("agreed", False)}


async def test_who_waits_with_another_clinic_is_not_erased_with_the_last_they_agreed_with(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await open_clinic(store, clock)
    await log(store, clock)
    await join_other(store, clock)
    discord.gone.add((OTHER, MIA))
    await look(store, clock, discord)
    clock.advance(days=30)
    await look(store, clock, discord)

    assert await standing(store) == {}
    assert await number_of(store, "session") == 1


async def test_before_anything_goes_they_are_looked_for_once_more(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await join(store, clock)
    await leave(store, clock, discord, days=28)
    discord.gone.clear()
    clock.advance(days=2)

    await look(store, clock, discord)

    assert await standing(store) == {CLINIC: ("agreed", False)}


async def test_nothing_goes_while_the_server_tells_nothing(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await join(store, clock)
    await leave(store, clock, discord, days=28)
    discord.silent.add((CLINIC, MIA))
    clock.advance(days=100)

    await look(store, clock, discord)

    assert await standing(store) == {CLINIC: ("left", True)}


# The bot's own going


async def test_nothing_is_sent_for_a_clinic_whose_server_the_bot_was_removed_from(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    member = await join(store, clock)
    await turn_on(store, clock)
    prompt = await prompt_that_is(store, clock, "queued")
    clinic = await clinics.find(store.reads, CLINIC)
    assert clinic is not None
    async with store.write() as tx:
        await tx.run("UPDATE clinic SET alerts_channel_id = 8")
        await queue.add(tx, clinic.id, member.id, "contact", clock.now())
    every = {"notice", "posture", "alert"}
    assert await agreed_of(store, clock) == dict.fromkeys(every, True)

    await be_in(store, clock, OTHER)
    assert await agreed_of(store, clock) == dict.fromkeys(every, False)
    async with store.write() as tx:
        await tx.run("UPDATE occurrence SET state = 'sending' WHERE id = ?", (prompt,))
    assert not await still_wanted(store.reads, prompt, 1)
    clock.advance(days=7)
    await look(store, clock, discord)
    assert discord.asked == []

    await be_in(store, clock, OTHER, CLINIC)
    assert await still_wanted(store.reads, prompt, 1)
    assert await agreed_of(store, clock) == {"notice": True, "alert": True}


async def test_a_clinic_goes_30_days_after_the_bot_was_removed_with_who_is_in_no_other(
    store: Store, clock: FakeClock
) -> None:
    await fill(store, clock)
    await join(store, clock, LEO)
    await join_other(store, clock, LEO)
    await be_in(store, clock, OTHER)
    clock.advance(days=15)
    # That it is still not there moves nothing.
    await be_in(store, clock, OTHER)
    clock.advance(days=14)
    assert await forget_the_gone(store, clock, LEFT) == 0

    clock.advance(days=1)
    assert await forget_the_gone(store, clock, LEFT) == 1

    assert [row["discord_id"] for row in await store.reads.rows("SELECT * FROM clinic")] == [OTHER]
    assert [row["discord_id"] for row in await store.reads.rows("SELECT * FROM member")] == [LEO]
    assert await standing(store, LEO) == {OTHER: ("agreed", False)}


async def test_a_bot_that_is_back_in_the_midst_of_it_deletes_no_more(
    store: Store, clock: FakeClock
) -> None:
    member = await join(store, clock)
    await be_in(store, clock)
    (gone,) = await gone_clinics(store.reads, clock.now())
    assert await member_of_gone(store.reads, gone, clock.now()) == member.id

    await be_in(store, clock, CLINIC)

    assert await member_of_gone(store.reads, gone, clock.now()) is None
    async with store.write() as tx:
        assert not await delete_if_gone(tx, gone, clock.now())


async def test_a_server_that_the_bot_is_back_in_loses_nothing(
    store: Store, clock: FakeClock
) -> None:
    await fill(store, clock)
    await be_in(store, clock)
    clock.advance(days=20)
    await be_in(store, clock, CLINIC)
    clock.advance(days=20)
    await be_in(store, clock)

    assert await forget_the_gone(store, clock, LEFT) == 0


# Never there


async def test_who_never_agreed_is_erased_once_nothing_is_left_of_what_was_planned(
    store: Store, clock: FakeClock
) -> None:
    await open_clinic(store, clock)
    await join(store, clock, LEO)
    await log(store, clock)
    clock.advance(days=31)
    assert await erase_strangers(store, clock, LEFT) == 0

    await drop_waiting(store, clock)
    assert await erase_strangers(store, clock, LEFT) == 0, "staff are still to be told"
    async with store.write() as tx:
        await tx.run("DELETE FROM queue_item")

    assert await erase_strangers(store, clock, LEFT) == 1
    assert [row["discord_id"] for row in await store.reads.rows("SELECT * FROM member")] == [LEO]


async def test_somebody_just_written_down_is_no_stranger_yet(
    store: Store, clock: FakeClock
) -> None:
    member = await join(store, clock)
    async with store.write() as tx:
        await tx.run("DELETE FROM membership WHERE member_id = ?", (member.id,))
        at_ms = to_ms(clock.now() - LEFT + timedelta(minutes=1))
        await tx.run("UPDATE member SET created_at = ?", (at_ms,))

    assert await erase_strangers(store, clock, LEFT) == 0


async def test_who_agrees_in_the_midst_of_it_is_a_stranger_no_more(
    store: Store, clock: FakeClock
) -> None:
    member = await join(store, clock)
    async with store.write() as tx:
        await tx.run("DELETE FROM membership")
    clock.advance(days=31)

    async with store.write() as tx:
        erasing = asyncio.ensure_future(erase_strangers(store, clock, LEFT))
        # It has read what it reads before its turn to write.
        await store.reads.rows("SELECT 1")
        await put_membership(tx, member.id, ClinicId(1), MembershipState.AGREED, clock.now())

    assert await erasing == 0
    assert (await member_of(store)).id == member.id
