"""Stopping everything and coming back: one answer, then silence until somebody starts again."""

from __future__ import annotations

from bot.domain.consent import Place
from bot.domain.ids import DiscordUserId
from bot.store import members, schedules
from tests.behaviour.joining_world import join_elsewhere, joined_by, ledger_of
from tests.behaviour.reminders_world import titles


async def test_stop_ends_everything_with_one_answer_and_no_dm(clinic, mia):
    await mia.slash("posture on", every=60)

    answer = await mia.slash("stop")
    await clinic.pass_time(days=7)

    assert "stopped everything" in answer.text
    assert mia.last.ephemeral
    assert len(mia.inbox) == 1
    assert [line.given for line in await ledger_of(mia)] == [True, False]


async def test_the_stop_button_of_a_second_start_stops_everything(clinic, mia):
    await mia.slash("posture on", every=60)

    answer = await mia.press("Stop", await mia.slash("start"))
    await clinic.pass_time(days=3)

    assert "stopped everything" in answer.text
    assert len(mia.inbox) == 1


async def test_stopping_twice_and_stopping_before_joining_say_so(clinic, mia):
    await mia.slash("stop")
    stranger = clinic.person("noa")

    again = await mia.slash("stop")
    never = await stranger.slash("stop")

    assert "already stopped" in again.text
    assert "have not joined" in never.text


async def test_starting_again_after_a_stop_offers_what_there_was_and_brings_it_on_request(clinic):
    await clinic.travel_to("2026-01-05 08:00")
    mia = await clinic.member()
    await mia.slash("posture on", every=60)
    await mia.slash("stop")
    await clinic.travel_to("2026-01-06 08:00")

    joined = await mia.press("Agree and start", await mia.slash("start"))
    assert "Bring back what I had" in joined.buttons
    await clinic.travel_to("2026-01-06 09:30")
    assert len(mia.inbox) == 2, "nothing may come back by itself"
    back = await mia.press("Bring back what I had", joined)
    await clinic.travel_to("2026-01-06 10:05")

    assert "Posture check-ins" in back.text
    assert "Tue 6 Jan, 10:00" in back.text
    assert mia.inbox_local_times[2:] == ["10:00"]


async def test_bringing_back_twice_brings_nothing_twice(clinic, mia):
    await mia.slash("posture on", every=60)
    await mia.slash("stop")
    joined = await mia.press("Agree and start", await mia.slash("start"))
    await mia.press("Bring back what I had", joined)

    again = await mia.press("Bring back what I had", joined)

    assert "nothing to bring back" in again.text
    member = await members.find(clinic.store.reads, DiscordUserId(mia.id))
    live = await schedules.live(clinic.store.reads, member.id)
    assert [one.kind for one in live if one.rule is not None] == ["posture"]


async def test_after_stop_and_start_reminders_come_back_that_are_still_ahead(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="over by then", when="in 1 hour")
    await mia.slash("remind", what="at a moment", when="in 48 hours")
    await mia.slash("remind", what="on a day", when="Monday 9:00")
    await mia.slash("remind", what="each day", when="Monday 10:00", repeat="daily")
    await mia.slash("stop")
    await clinic.pass_time(hours=3)

    joined = await mia.press("Agree and start", await mia.slash("start"))
    await mia.press("Bring back what I had", joined)

    assert titles(await mia.slash("reminders")) == ["at a moment", "on a day", "each day"]
    await clinic.travel_to("2026-01-05 10:01")
    assert mia.inbox_local_times[-3:] == ["01:00", "09:00", "10:00"]


async def test_start_in_a_dm_after_a_stop_offers_the_clinic_that_was_stopped(mia):
    await mia.slash("stop")

    offer = await mia.slash("start", dm=True)
    assert "Loose Shoulders" in offer.text
    await mia.press("Agree and start", offer)

    assert [line.place for line in await ledger_of(mia)][-1] is Place.DM
    assert len(mia.inbox) == 2


async def test_start_in_a_dm_after_stopping_two_clinics_asks_which_one(clinic, mia):
    await join_elsewhere(clinic, mia)
    await mia.slash("stop")

    which = await mia.slash("start", dm=True)
    assert which.buttons == ["Loose Shoulders", "Elsewhere"]
    chosen = await mia.press("Elsewhere", which)
    assert "Elsewhere" in chosen.text
    await mia.press("Agree and start", chosen)

    (joined,) = await joined_by(mia)
    assert joined != clinic.guild.id
