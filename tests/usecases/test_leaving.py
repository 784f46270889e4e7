"""Who left a clinic's server, who came back, and what each of them gets."""

from __future__ import annotations

from bot.domain.consent import Place
from bot.store import clinics, members
from bot.store.claims import still_wanted
from bot.store.columns import to_ms
from bot.store.connection import Store
from bot.usecases.leaving import see_in_server
from bot.usecases.stopping import stop_everything
from tests.fakes import FakeClock
from tests.usecases.people import (
    CLINIC,
    MIA,
    join,
    member_of,
    occurrences_of,
    prompt_that_is,
    turn_on,
)
from tests.usecases.practice import log, open_clinic, schedules_of
from tests.usecases.roll import OTHER, Discord, agreed_of, join_other, leave, look, standing

# Gone


async def test_nothing_of_a_clinic_is_sent_to_who_left_its_server_and_their_own_goes_on(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await join(store, clock)
    await join_other(store, clock)
    await turn_on(store, clock)
    await prompt_that_is(store, clock, "queued")
    assert await agreed_of(store, clock) == {"notice": True, "posture": True}
    async with store.write() as tx:
        # The other clinic's welcome out of the way.
        await tx.run("UPDATE occurrence SET state = 'sent' WHERE id = 2")

    await leave(store, clock, discord)

    assert await standing(store) == {CLINIC: ("left", True), OTHER: ("agreed", False)}
    assert await agreed_of(store, clock) == {"notice": False, "posture": True}


async def test_what_is_just_leaving_is_held_back(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await join(store, clock)
    (welcome,) = await occurrences_of(store)
    async with store.write() as tx:
        await tx.run("UPDATE occurrence SET state = 'sending', attempt_at = 0")
    assert await still_wanted(store.reads, welcome["id"], 1)
    version = store.version

    await leave(store, clock, discord)

    assert not await still_wanted(store.reads, welcome["id"], 1)
    assert store.version > version


async def test_who_has_stopped_stays_stopped_whether_gone_or_back(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await join(store, clock)
    await open_clinic(store, clock)
    await stop_everything(store, clock, by=MIA, place=Place.DM)
    await leave(store, clock, discord)
    assert await standing(store) == {CLINIC: ("stopped", True)}
    await log(store, clock)

    await see_in_server(store, clock, by=MIA, guild=CLINIC)
    assert await standing(store) == {CLINIC: ("stopped", False)}
    assert {row["status"] for row in await schedules_of(store, "follow_up")} == {"paused"}


async def test_who_stops_everything_while_away_has_stopped_when_back(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await join(store, clock)
    await leave(store, clock, discord)
    await stop_everything(store, clock, by=MIA, place=Place.DM)

    await see_in_server(store, clock, by=MIA, guild=CLINIC)

    assert await standing(store) == {CLINIC: ("stopped", False)}
    ledger = await clinics.ledger(store.reads, (await member_of(store)).id)
    assert [line.given for line in ledger] == [True, False]


# Back


async def test_who_acts_in_the_server_again_is_back_and_their_dms_are_tried_again(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    member = await join(store, clock)
    await leave(store, clock, discord)
    async with store.write() as tx:
        await members.set_unreachable(tx, member.id, clock.now())
        await tx.run("UPDATE occurrence SET state = 'unreachable'")

    assert await see_in_server(store, clock, by=MIA, guild=CLINIC)

    assert await standing(store) == {CLINIC: ("agreed", False)}
    assert (await member_of(store)).unreachable_at is None
    assert await agreed_of(store, clock) == {"notice": True}
    assert not await see_in_server(store, clock, by=MIA, guild=CLINIC)


async def test_the_weekly_look_brings_back_who_came_back_without_a_word(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await join(store, clock)
    await leave(store, clock, discord)
    discord.gone.clear()
    clock.advance(days=7)

    assert await look(store, clock, discord)
    assert await standing(store) == {CLINIC: ("agreed", False)}


async def test_who_was_back_before_anybody_looked_is_written_to_again(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    member = await join(store, clock)
    async with store.write() as tx:
        await members.set_unreachable(tx, member.id, clock.now())
        await tx.run("UPDATE occurrence SET state = 'unreachable', end_reason = 'no shared server'")

    assert await look(store, clock, discord)

    assert (await member_of(store)).unreachable_at is None


async def test_closed_dms_stay_closed_however_often_somebody_is_seen(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    member = await join(store, clock)
    async with store.write() as tx:
        await members.set_unreachable(tx, member.id, clock.now())
        await tx.run(
            "UPDATE occurrence SET state = 'unreachable', end_reason = 'direct messages closed'"
        )

    assert not await look(store, clock, discord)

    assert (await member_of(store)).unreachable_at is not None


async def test_who_closed_their_dms_after_they_were_back_is_tried_no_more(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    member = await join(store, clock)
    await turn_on(store, clock)
    for reason in ("no shared server", "direct messages closed"):
        prompt = await prompt_that_is(store, clock, "unreachable")
        async with store.write() as tx:
            await members.set_unreachable(tx, member.id, clock.now())
            at_ms = to_ms(clock.now())
            await tx.run(
                "UPDATE occurrence SET end_reason = ?, attempt_at = ? WHERE id = ?",
                (reason, at_ms, prompt),
            )
        clock.advance(days=1)

    assert not await look(store, clock, discord)

    assert (await member_of(store)).unreachable_at is not None


async def test_what_staff_planned_meanwhile_begins_when_its_client_is_back(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await open_clinic(store, clock)
    await join(store, clock)
    await leave(store, clock, discord)
    await log(store, clock)
    assert {row["status"] for row in await schedules_of(store, "follow_up")} == {"paused"}

    await see_in_server(store, clock, by=MIA, guild=CLINIC)

    assert {row["status"] for row in await schedules_of(store, "follow_up")} == {"active"}


async def test_agreeing_anew_is_being_back(
    store: Store, clock: FakeClock, discord: Discord
) -> None:
    await join(store, clock)
    await leave(store, clock, discord)

    await join(store, clock)

    assert await standing(store) == {CLINIC: ("agreed", False)}
