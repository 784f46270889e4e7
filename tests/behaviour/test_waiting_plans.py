"""What staff plan for somebody who has not agreed, has stopped, or belongs to two clinics."""

from __future__ import annotations

import pytest

from bot.usecases.waiting import drop_waiting
from tests.behaviour.public import only_refusals
from tests.behaviour.session_world import arrived, practice_of, queued
from tests.behaviour.world import Clinic, Person

SORE, FEW_DAYS, LOOKING_BACK = "How sore do you feel?", "Two quick taps", "Looking back"


async def join(person):
    offer = await person.slash("start")
    await person.press("Agree and start", offer)


async def count(clinic, table):
    rows = await clinic.store.reads.rows(f"SELECT COUNT(*) AS number FROM {table}")
    return rows[0]["number"]


async def test_staff_are_told_at_once_that_it_waits_and_nothing_is_sent(clinic, practice):
    leo = clinic.person("leo")

    saved = await practice.log(leo)

    assert "has not joined yet, so nothing is sent" in saved.body
    assert "30 days" in saved.body
    await clinic.pass_time(days=20)
    assert leo.inbox == []


async def test_agreeing_lets_begin_what_is_still_in_the_future(clinic, practice):
    leo = clinic.person("leo")
    await practice.log(leo)
    await clinic.travel_to("2026-01-07 18:00")

    await join(leo)
    await clinic.travel_to("2026-01-08 10:01")

    assert arrived(leo, SORE) == []
    assert arrived(leo, FEW_DAYS) == ["2026-01-08 10:00"]


async def test_a_booking_is_told_of_when_the_client_agrees(clinic, practice):
    leo = clinic.person("leo")
    saved = await practice.book(leo, "2026-01-14 15:00")
    assert "is told of it" not in saved.body
    await clinic.travel_to("2026-01-07 18:00")

    await join(leo)
    await clinic.travel_to("2026-01-14 16:00")

    assert arrived(leo, "Your appointment is booked") == ["2026-01-07 18:00"]
    assert arrived(leo, "Will you be there?") == ["2026-01-13 15:00", "2026-01-14 13:00"]


async def test_after_30_days_it_is_deleted_and_staff_are_told(clinic, practice):
    leo = clinic.person("leo")
    await practice.log(leo)
    services = clinic.app.services
    await clinic.pass_time(days=29)
    assert await drop_waiting(services.store, services.clock) == 0

    await clinic.pass_time(days=1)
    assert await drop_waiting(services.store, services.clock) == 1

    assert (await count(clinic, "session"), await count(clinic, "schedule")) == (0, 0)
    assert await queued(clinic) == [(leo.id, "never_agreed", "open")]
    assert await drop_waiting(services.store, services.clock) == 0
    await join(leo)
    await clinic.pass_time(days=30)
    assert len(leo.inbox) == 1


async def test_what_a_member_logged_for_in_time_is_not_deleted(clinic, practice):
    mia = await clinic.member()
    await practice.log(mia)
    services = clinic.app.services

    await clinic.pass_time(days=40)

    assert await drop_waiting(services.store, services.clock) == 0
    assert await count(clinic, "session") == 1


async def test_whoever_has_stopped_is_sent_nothing_and_staff_read_it(clinic, practice):
    mia = await clinic.member()
    await mia.slash("stop")

    saved = await practice.log(mia)

    assert "has stopped all messages" in saved.body
    await clinic.pass_time(days=20)
    assert len(mia.inbox) == 1


async def test_stopping_ends_a_plan_and_bringing_back_goes_on_with_it(clinic, practice):
    mia = await clinic.member()
    await practice.log(mia)
    await practice.book(mia, "2026-01-14 15:00")
    await mia.slash("stop")
    await clinic.travel_to("2026-01-07 12:00")
    assert arrived(mia, SORE) == []

    offer = await mia.slash("start")
    joined = await mia.press("Agree and start", offer)
    await mia.press("Bring back what I had", joined)
    await clinic.travel_to("2026-01-14 16:00")

    assert arrived(mia, FEW_DAYS) == ["2026-01-08 10:00"]
    assert arrived(mia, "Will you be there?") == ["2026-01-13 15:00", "2026-01-14 13:00"]


async def test_whoever_left_the_server_is_refused_in_words(clinic, practice):
    leo = clinic.person("leo")
    clinic.guild.remove_member(leo.actor)

    shown = await practice.rosa.slash("session log", client=leo.actor.user)

    assert "not in this server" in shown.text
    assert await count(clinic, "member") == 0
    only_refusals(clinic.env)


async def test_a_bot_is_no_client(clinic, practice):
    bot = clinic.guild.add_member(clinic.env.create_user("robot", bot=True))

    shown = await practice.rosa.slash("session log", client=bot)

    assert "That is a bot" in shown.text
    only_refusals(clinic.env)


@pytest.fixture
async def other(clinic, practice):
    """A second clinic with the same bot."""
    second = Clinic(clinic.env, clinic.app, clinic.store)
    return await practice_of(second)


def also_in(other, person):
    """The same person, in the other clinic."""
    return Person(other.clinic, other.clinic.guild.add_member(person.actor.user))


async def test_a_member_of_two_clinics_gets_the_plans_of_both_and_each_by_itself(
    clinic, practice, other
):
    mia = await clinic.member()
    there = also_in(other, mia)
    await join(there)
    await practice.log(mia)
    await other.log(there, plan="check-back-2")

    await clinic.travel_to("2026-01-06 10:01")
    shown = mia.inbox[-1]
    choices = await mia.press("Tell the clinic", await mia.press("Not sore", shown))
    await mia.press("Please call me", choices)
    await clinic.travel_to("2026-01-19 10:01")

    assert arrived(mia, SORE) == ["2026-01-06 10:00"]
    assert arrived(mia, "Is it worth going on?") == ["2026-01-19 10:00"]
    assert [reason for _, reason, _ in await queued(clinic)] == ["call_me"]
    assert await queued(other.clinic) == []


async def test_what_waits_for_one_clinic_does_not_begin_by_agreeing_with_another(
    clinic, practice, other
):
    mia = await clinic.member()
    there = also_in(other, mia)

    saved = await other.log(there)

    assert "has not joined yet" in saved.body
    await clinic.travel_to("2026-01-06 10:01")
    assert arrived(mia, SORE) == []
    listed = await mia.slash("reminders", dm=True)
    assert "After your session" not in listed.body
    await join(there)
    await clinic.travel_to("2026-01-08 10:01")
    assert arrived(mia, FEW_DAYS) == ["2026-01-08 10:00"]


async def test_a_clinic_replaces_its_own_plan_and_never_anothers(clinic, practice, other):
    mia = await clinic.member()
    there = also_in(other, mia)
    await join(there)
    await practice.log(mia)
    await clinic.travel_to("2026-01-05 18:30")

    preview = await other.rosa.slash("session log", client=there.actor)

    assert "gives way" not in preview.body
    await other.rosa.press("Save", preview)
    await clinic.travel_to("2026-01-06 19:00")
    assert arrived(mia, SORE) == ["2026-01-06 10:00", "2026-01-06 18:00"]
