"""The offer and the answer to it: nothing is sent or kept before somebody agrees."""

from __future__ import annotations

from bot.domain.consent import Place
from bot.domain.ids import DiscordUserId
from bot.store import members
from tests.behaviour.joining_world import join_elsewhere, joined_by, ledger_of
from tests.behaviour.world import Clinic, Person, build_app


async def test_the_offer_comes_before_anything_is_sent_or_kept(clinic):
    mia = clinic.person()

    offer = await mia.slash("start")

    assert mia.last.ephemeral
    assert mia.inbox == []
    assert offer.buttons == ["Agree and start", "Not now", "Privacy"]
    assert "16 or older" in offer.text
    assert await members.find(clinic.store.reads, DiscordUserId(mia.id)) is None


async def test_agreeing_welcomes_once_and_turns_the_offer_into_the_settings(clinic):
    mia = clinic.person()
    offer = await mia.slash("start")

    joined = await mia.press("Agree and start", offer)

    assert [shown.body.splitlines()[0] for shown in mia.inbox] == ["Welcome"]
    assert mia.inbox[0].buttons == ["Stop"]
    assert "Your settings" in joined.text
    assert "Europe/Berlin" in joined.text


async def test_agreeing_is_noted_with_kind_version_time_and_place(clinic, mia):
    (line,) = await ledger_of(mia)

    assert (line.kind, line.version, line.given) == ("messages", 1, True)
    assert line.place is Place.SERVER
    assert line.noted_at == clinic.env.now()


async def test_nothing_starts_by_itself_after_joining(clinic, mia):
    await clinic.pass_time(days=14)

    assert len(mia.inbox) == 1


async def test_agreeing_twice_welcomes_once(clinic):
    mia = clinic.person()
    first = await mia.slash("start")
    second = await mia.slash("start")
    await mia.press("Agree and start", first)

    again = await mia.press("Agree and start", second)

    assert len(mia.inbox) == 1
    assert len(await ledger_of(mia)) == 1
    assert "Your settings" in again.text


async def test_saying_not_now_saves_and_sends_nothing(clinic):
    mia = clinic.person()
    offer = await mia.slash("start")

    answer = await mia.press("Not now", offer)

    assert "nothing was saved" in answer.text
    assert answer.buttons == []
    assert mia.inbox == []


async def test_the_privacy_text_comes_beside_the_offer(clinic):
    mia = clinic.person()
    offer = await mia.slash("start")

    privacy = await mia.press("Privacy", offer)

    assert mia.last.ephemeral
    assert "What we keep" in privacy.text
    assert len(privacy.text) < 4000


async def test_a_second_start_says_so_and_leads_to_the_settings(mia):
    again = await mia.slash("start")

    assert "already in" in again.text
    assert again.buttons == ["Settings", "Stop"]
    assert "Your settings" in (await mia.press("Settings", again)).text


async def test_start_in_a_dm_from_a_stranger_points_to_the_clinics_server(clinic):
    mia = clinic.person()

    answer = await mia.slash("start", dm=True)

    assert "clinic's server" in answer.text
    assert mia.inbox == []


async def test_an_offer_of_another_server_is_not_taken_in_this_one(clinic):
    mia = clinic.person()
    offer = await mia.slash("start")
    elsewhere = Clinic(clinic.env, clinic.app, clinic.store)
    await Person(elsewhere, elsewhere.guild.add_member(mia.actor.user)).slash("start")

    await mia.press("Agree and start", offer)

    assert await joined_by(mia) == {clinic.guild.id}


async def test_a_member_of_two_clinics_agrees_with_each_apart(clinic, mia):
    assert await joined_by(mia) == {clinic.guild.id}

    await join_elsewhere(clinic, mia)

    assert len(await joined_by(mia)) == 2
    assert len(mia.inbox) == 2


async def test_a_restarted_bot_takes_an_offer_from_before(clinic, sim_clock):
    mia = clinic.person()
    offer = await mia.slash("start")

    await clinic.restart(build_app(clinic.store, sim_clock))
    await mia.press("Agree and start", offer)

    assert len(mia.inbox) == 1
