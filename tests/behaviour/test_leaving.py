"""Members and the bot leave servers and come back: what is sent, and what is kept."""

from __future__ import annotations

import pytest
from simcord.backend.serializers import guild_create_payload

from bot.discord_io.roll import DiscordRoll
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.store.facts import APPLICATION, fact, note_fact
from tests.behaviour.world import Person, build_app


def prompts(person):
    return [shown for shown in person.inbox if "Time to move a little" in shown.body]


def waterings(person):
    return [shown for shown in person.inbox if "water the plants" in shown.text]


@pytest.fixture
async def mia(clinic):
    await clinic.travel_to("2026-01-05 08:30")
    someone = await clinic.member()
    await someone.slash("posture on", every=60)
    await clinic.travel_to("2026-01-05 09:30")
    return someone


def leave(person):
    """Somebody leaves the server, which nobody is told."""
    person.clinic.guild.remove_member(person.actor)


def come_back(person):
    guild = person.clinic.guild
    return Person(person.clinic, guild.add_member(person.actor.user))


def remove_bot(clinic):
    clinic.env.backend.remove_guild(clinic.guild.id)


async def look(clinic, days=0.0):
    """Let so many days pass, and the hourly look come."""
    await clinic.pass_time(days=days)
    await clinic.app.housekeeping.look_for_members()
    await clinic.env.settle()


async def removed(clinic):
    (row,) = await clinic.store.reads.rows("SELECT removed_at FROM clinic")
    return row["removed_at"] is not None


async def members(clinic):
    return len(await clinic.store.reads.rows("SELECT 1 FROM member"))


async def test_who_left_gets_nothing_more_and_after_30_days_nothing_of_them_is_kept(clinic, mia):
    assert len(prompts(mia)) == 1
    leave(mia)
    await look(clinic, days=7)
    came = len(prompts(mia))

    await look(clinic, days=29)
    assert len(prompts(mia)) == came
    assert await members(clinic) == 1
    await look(clinic, days=1)
    assert await members(clinic) == 0


async def test_who_is_back_and_does_anything_there_gets_what_they_had(clinic, mia):
    await mia.slash("remind", what="water the plants", when="10:00", repeat="daily")
    leave(mia)
    await look(clinic, days=7)
    back = come_back(mia)
    came = len(waterings(back))
    await clinic.travel_to("2026-01-13 10:30")
    assert len(waterings(back)) == came

    shown = await back.slash("reminders")
    assert "water the plants" in shown.text
    await clinic.travel_to("2026-01-14 10:30")

    # What could not come meanwhile comes as one.
    assert len(waterings(back)) == came + 2


async def test_a_database_that_takes_nothing_keeps_nobody_from_the_warning_signs(clinic, mia):
    await clinic.pass_time(days=8)
    async with clinic.store.write() as tx:
        await tx.run("PRAGMA query_only = ON")

    shown = await mia.slash("warning-signs")

    assert "sudden severe or unusual neck pain" in shown.text


@pytest.mark.parametrize(("status", "code"), [(404, 10004), (403, 50001), (503, 0)])
async def test_any_other_answer_concludes_nothing(clinic, mia, status, code):
    path = f"/guilds/{clinic.guild.id}/members/{mia.id}"
    clinic.env.inject_error("GET", path, status=status, code=code, times=None)

    await look(clinic, days=7)

    (row,) = await clinic.store.reads.rows("SELECT state, left_at FROM membership")
    assert tuple(row) == ("agreed", None)


async def test_an_account_that_is_gone_is_in_no_server(clinic, mia):
    path = f"/guilds/{clinic.guild.id}/members/{mia.id}"
    clinic.env.inject_error("GET", path, status=404, code=10013, times=None)

    await look(clinic, days=7)

    (row,) = await clinic.store.reads.rows("SELECT state FROM membership")
    assert row["state"] == "left"


async def test_of_a_server_in_an_outage_nobody_is_asked(clinic, mia):
    roll = DiscordRoll(clinic.app.client)
    guild, user = DiscordGuildId(clinic.guild.id), DiscordUserId(mia.id)
    assert await roll.is_in(guild, user) is True
    clinic.app.client.get_guild(guild).unavailable = True
    asked = len(clinic.env.http_requests)

    assert await roll.is_in(guild, user) is None
    assert await roll.is_in(DiscordGuildId(1), user) is None
    assert len(clinic.env.http_requests) == asked


async def test_a_bot_that_was_removed_sends_nothing_and_forgets_after_30_days(clinic, mia):
    remove_bot(clinic)
    await clinic.env.settle()
    assert await removed(clinic)

    await clinic.travel_to("2026-01-06 18:00")
    assert len(prompts(mia)) == 1
    await look(clinic, days=28)
    assert await members(clinic) == 1
    await look(clinic, days=1)
    assert await members(clinic) == 0
    assert await clinic.store.reads.rows("SELECT 1 FROM clinic") == []


async def test_clinics_that_know_another_bot_are_not_taken_for_ones_it_was_removed_from(
    clinic, mia
):
    known = await fact(clinic.store.reads, APPLICATION)
    assert known == str(clinic.env.backend.application_id)
    async with clinic.store.write() as tx:
        await note_fact(tx, APPLICATION, "another")

    remove_bot(clinic)
    await clinic.env.settle()

    assert not await removed(clinic)


async def test_an_outage_of_a_server_is_no_removal(clinic, mia):
    clinic.app.client.dispatch("guild_unavailable", clinic.app.client.get_guild(clinic.guild.id))
    clinic.app.client.get_guild(clinic.guild.id).unavailable = True
    clinic.app.client.dispatch("ready")
    await clinic.env.settle()

    assert not await removed(clinic)


async def test_a_removal_while_the_bot_was_off_is_noticed_at_the_start(clinic, mia, sim_clock):
    emit = clinic.env.backend.emit
    clinic.env.backend.emit = lambda *_args, **_kwargs: None
    remove_bot(clinic)
    clinic.env.backend.emit = emit
    assert not await removed(clinic)

    await clinic.restart(build_app(clinic.store, sim_clock))
    await clinic.env.settle()

    assert await removed(clinic)


async def let_in_again(clinic, guild):
    backend = clinic.env.backend
    guild.channel_ids.clear()
    backend.guilds[guild.id] = guild
    backend.emit("GUILD_CREATE", guild_create_payload(backend, guild))
    await clinic.env.settle()


async def test_a_bot_that_is_let_in_again_notices_at_once(clinic, mia):
    guild = clinic.env.backend.get_guild(clinic.guild.id)
    remove_bot(clinic)
    await clinic.env.settle()
    assert await removed(clinic)

    await let_in_again(clinic, guild)

    assert not await removed(clinic)


async def test_a_reminder_is_not_lost_to_a_bot_that_is_let_in_again(clinic, mia):
    await mia.slash("remind", what="water the plants", when="9:45")
    guild = clinic.env.backend.get_guild(clinic.guild.id)
    remove_bot(clinic)
    await clinic.travel_to("2026-01-05 11:50")
    assert waterings(mia) == []

    await let_in_again(clinic, guild)

    assert len(waterings(mia)) == 1
    assert len(prompts(mia)) == 1


async def test_a_reminder_is_not_lost_to_a_member_who_comes_back(clinic, mia):
    await mia.slash("remind", what="water the plants", when="in 8 days")
    leave(mia)
    await look(clinic, days=7)
    await clinic.pass_time(days=2)
    back = come_back(mia)
    assert waterings(back) == []

    await back.slash("reminders")
    await clinic.env.settle()

    assert len(waterings(back)) == 1


async def test_a_bot_that_is_back_after_a_start_goes_on(clinic, mia, sim_clock):
    async with clinic.store.write() as tx:
        await tx.run("UPDATE clinic SET removed_at = 1")
    await clinic.restart(build_app(clinic.store, sim_clock))
    await clinic.travel_to("2026-01-05 10:30")

    assert not await removed(clinic)
    assert len(prompts(mia)) == 2


async def test_nothing_goes_before_it_is_known_in_which_servers_the_bot_is(clinic, mia, sim_clock):
    async with clinic.store.write() as tx:
        await tx.run("UPDATE clinic SET removed_at = 1")

    await build_app(clinic.store, sim_clock).housekeeping.look_for_members()
    assert await members(clinic) == 1
    await look(clinic)
    assert await members(clinic) == 1
    assert not await removed(clinic)


async def test_silence_holds_when_all_before_its_question_was_cleared_away(clinic, mia):
    for month in (2, 3, 4):
        await clinic.travel_to(f"2026-{month:02}-20 08:00")
    asked = mia.inbox[-1]
    await clinic.app.housekeeping.clear_out()
    (row,) = await clinic.store.reads.rows(
        "SELECT COUNT(*) AS number FROM occurrence WHERE state = 'sent'"
    )
    assert row["number"] == 1
    await clinic.travel_to("2026-04-21 12:30")
    assert mia.inbox[-1].id == asked.id
    came = len(prompts(mia))

    await mia.press("Keep, I just don't press", asked)
    await clinic.travel_to("2026-04-21 13:30")
    assert len(prompts(mia)) == came + 1
