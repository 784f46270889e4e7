"""Sessions to come: booked, reminded of, moved, cancelled, and passed."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from bot.usecases.passing import queue_passed_bookings
from tests.behaviour.public import only_refusals
from tests.behaviour.session_world import arrived, queued
from tests.behaviour.world import buttons_of

BOOKED, MOVED = "Your appointment is booked", "Your appointment has moved"
CANCELLED, REMINDER = "Your appointment is cancelled", "Will you be there?"


@pytest.fixture
async def mia(clinic, practice):
    return await clinic.member()


async def events(person):
    """What the calendar files say that somebody got, the oldest first."""
    found = []
    for shown in person.inbox:
        for file in shown.message.attachments:
            assert file.filename == "appointment.ics"
            calendar = Calendar.from_ical(await file.read())
            found.append((calendar, calendar.walk("VEVENT")[0]))
    return found


async def test_a_booking_is_previewed_then_confirmed_with_a_calendar_file_and_reminded_of(
    clinic, practice, mia
):
    preview = await practice.rosa.slash(
        "session book", client=mia.actor, when="2026-01-14 15:00", length=60
    )
    assert "Wed 14 Jan, 15:00 (Europe/Berlin)" in preview.body
    assert "- Tue 13 Jan, 15:00" in preview.body
    assert "- Wed 14 Jan, 13:00" in preview.body
    assert len(mia.inbox) == 1

    saved = await practice.rosa.press("Save", preview)
    assert "is told of it" in saved.body
    assert mia.inbox[-1].buttons == [
        "I'll be there",
        "Can't make it",
        "Directions",
        "Tell the clinic",
        "Stop",
    ]
    await clinic.travel_to("2026-01-15 09:00")

    assert arrived(mia, BOOKED) == ["2026-01-05 15:30"]
    assert arrived(mia, REMINDER) == ["2026-01-13 15:00", "2026-01-14 13:00"]
    ((calendar, event),) = await events(mia)
    assert calendar["method"] == "PUBLISH"
    assert event["status"] == "CONFIRMED"
    assert event["sequence"] == 0
    assert event["summary"] == "Appointment"
    assert event["dtstart"].dt.isoformat() == "2026-01-14T15:00:00+01:00"
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"


async def test_a_reminder_that_falls_in_quiet_hours_goes_out_before_they_start(
    clinic, practice, mia
):
    await practice.book(mia, "2026-01-14 09:00")

    await clinic.travel_to("2026-01-14 09:30")

    assert arrived(mia, REMINDER) == ["2026-01-13 09:00", "2026-01-13 19:59"]


async def test_a_move_moves_all_that_hangs_on_it_and_tells_the_client_once(clinic, practice, mia):
    await practice.book(mia, "2026-01-14 15:00")
    await clinic.travel_to("2026-01-13 15:01")

    moved = await practice.move(mia, "2026-01-16 11:00")
    assert "**Before:** Wed 14 Jan, 15:00" not in moved.body
    await clinic.travel_to("2026-01-16 12:00")

    assert arrived(mia, MOVED) == ["2026-01-13 15:01"]
    assert arrived(mia, REMINDER) == [
        "2026-01-13 15:00",
        "2026-01-15 11:00",
        "2026-01-16 09:00",
    ]
    (_, first), (_, second) = await events(mia)
    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second["dtstart"].dt.isoformat() == "2026-01-16T11:00:00+01:00"


async def test_a_move_saved_twice_or_by_two_people_moves_once(clinic, practice, mia):
    await practice.book(mia, "2026-01-14 15:00")
    rosa, lea = practice.rosa, practice.therapist("lea")
    first = await rosa.slash("session move", client=mia.actor, when="2026-01-16 11:00")
    other = await lea.slash("session move", client=mia.actor, when="2026-01-17 11:00")

    await rosa.press("Save", first)
    late = await lea.press("Save", other)

    assert "Somebody changed that session" in late.text
    assert len(arrived(mia, MOVED)) == 1
    same = await rosa.slash("session move", client=mia.actor, when="2026-01-16 11:00")
    again = await rosa.press("Save", same)
    assert "was at this time already" in again.body
    assert len(arrived(mia, MOVED)) == 1
    only_refusals(clinic.env)


async def test_a_cancel_stops_all_tells_the_client_once_and_can_be_undone(clinic, practice, mia):
    await practice.book(mia, "2026-01-14 15:00")

    cancelled = await practice.rosa.slash("session cancel", client=mia.actor)

    assert "is cancelled" in cancelled.body
    assert cancelled.buttons == ["Undo"]
    await clinic.travel_to("2026-01-20 12:00")
    assert arrived(mia, REMINDER) == []
    assert len(arrived(mia, CANCELLED)) == 1
    calendar, event = (await events(mia))[-1]
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)


async def test_a_cancel_undone_in_time_reminds_again(clinic, practice, mia):
    await practice.book(mia, "2026-01-14 15:00")
    cancelled = await practice.rosa.slash("session cancel", client=mia.actor)

    again = await practice.rosa.press("Undo", cancelled)

    assert "booked again" in again.body
    await clinic.travel_to("2026-01-14 16:00")
    assert arrived(mia, REMINDER) == ["2026-01-13 15:00", "2026-01-14 13:00"]
    assert [event["sequence"] for _, event in await events(mia)] == [0, 1, 2]


async def test_of_several_bookings_one_is_chosen(clinic, practice, mia):
    await practice.book(mia, "2026-01-14 15:00")
    await practice.book(mia, "2026-01-21 15:00")
    rosa = practice.rosa

    which = await rosa.slash("session cancel", client=mia.actor)
    await rosa.choose("Choose a session", ["Wed 21 Jan, 15:00 (Europe/Berlin)"], which)
    await clinic.pass_time(minutes=1)
    move = await rosa.slash("session move", client=mia.actor, when="2026-01-15 10:00")

    assert "Save" in move.buttons
    listed = await rosa.slash("session list")
    assert "Wed 14 Jan, 15:00" in listed.body
    assert "21 Jan" not in listed.body
    history = await rosa.slash("session list", client=mia.actor)
    assert "Wed 21 Jan, 15:00: cancelled" in history.body


async def test_i_will_be_there_and_cannot_make_it_may_follow_each_other(clinic, practice, mia):
    await practice.book(mia, "2026-01-14 15:00")
    shown = mia.inbox[-1]

    shown = await mia.press("I'll be there", shown)
    assert "See you on" in shown.body
    shown = await mia.press("Can't make it", shown)

    assert "Your appointment stays booked until then" in shown.body
    assert await queued(clinic) == [(mia.id, "cant_make_it", "open")]


async def test_directions_are_those_of_the_clinic(clinic, practice, mia):
    async with clinic.store.write() as tx:
        await tx.run("UPDATE clinic SET directions = 'Second floor, left.'")
    await practice.book(mia, "2026-01-14 15:00")

    shown = await mia.press("Directions", mia.inbox[-1])

    assert "Second floor, left." in shown.body


async def test_an_answer_to_a_time_that_was_changed_since_does_not_count(clinic, practice, mia):
    await practice.book(mia, "2026-01-14 15:00")
    old = mia.inbox[-1]
    cant = buttons_of(old)["Can't make it"]
    await practice.move(mia, "2026-01-16 11:00")

    answer = await mia.press_id(cant, old)

    assert "no longer active" in answer.body
    assert await queued(clinic) == []


async def test_what_a_client_could_not_make_is_settled_by_moving_it(clinic, practice, mia):
    await practice.book(mia, "2026-01-14 15:00")
    await mia.press("Can't make it", mia.inbox[-1])

    await practice.move(mia, "2026-01-16 11:00")

    assert await queued(clinic) == [(mia.id, "cant_make_it", "done")]


async def ask_about_passed(clinic):
    services = clinic.app.services
    return await queue_passed_bookings(services.store, services.clock)


async def test_a_booking_whose_time_has_passed_is_asked_about_once_when_it_is_over(
    clinic, practice, mia
):
    await practice.book(mia, "2026-01-06 15:00", length=60)

    await clinic.travel_to("2026-01-06 15:30")
    assert await ask_about_passed(clinic) == 0
    await clinic.travel_to("2026-01-06 16:00")
    assert await ask_about_passed(clinic) == 1
    assert await ask_about_passed(clinic) == 0

    assert await queued(clinic) == [(mia.id, "took_place", "open")]
    await practice.rosa.press("Done", await practice.rosa.slash("clinic queue"))
    assert await ask_about_passed(clinic) == 0


async def test_it_took_place_logs_the_booking_and_its_plan_follows(clinic, practice, mia):
    await practice.book(mia, "2026-01-06 15:00", length=60)
    await clinic.travel_to("2026-01-06 16:00")
    asked = await practice.rosa.slash("clinic queue")

    await practice.rosa.press("It took place", asked)

    assert await queued(clinic) == [(mia.id, "took_place", "done")]
    await clinic.travel_to("2026-01-07 10:01")
    assert arrived(mia, "How sore do you feel?") == ["2026-01-07 10:00"]


async def test_after_a_no_show_nothing_is_sent(clinic, practice, mia):
    await practice.book(mia, "2026-01-06 15:00")
    await clinic.travel_to("2026-01-06 16:00")
    before = len(mia.inbox)
    asked = await practice.rosa.slash("clinic queue")

    await practice.rosa.press("No show", asked)

    await clinic.pass_time(days=30)
    assert len(mia.inbox) == before
    assert await queued(clinic) == [(mia.id, "took_place", "done")]
    rows = await clinic.store.reads.rows("SELECT state FROM session")
    assert [row["state"] for row in rows] == ["no_show"]


async def test_logging_about_the_time_of_a_booking_logs_the_booking(clinic, practice, mia):
    await practice.book(mia, "2026-01-06 15:00")
    await clinic.travel_to("2026-01-06 16:10")

    saved = await practice.log(mia)
    await practice.rosa.press("Undo", saved)

    rows = await clinic.store.reads.rows("SELECT state FROM session")
    assert [row["state"] for row in rows] == ["booked"]


async def test_a_change_of_quiet_hours_moves_the_reminders(clinic, practice, mia):
    await practice.book(mia, "2026-01-14 09:00")

    await mia.slash("settings", quiet="off")
    await clinic.travel_to("2026-01-14 09:30")

    assert arrived(mia, REMINDER) == ["2026-01-13 09:00", "2026-01-14 07:00"]


async def test_a_time_that_is_past_is_refused_in_words(clinic, practice, mia):
    shown = await practice.rosa.slash("session book", client=mia.actor, when="2026-01-01 10:00")

    assert "over already" in shown.text
    nothing = await practice.rosa.slash("session cancel", client=mia.actor)
    assert "Nothing is booked" in nothing.text
    only_refusals(clinic.env)


async def test_what_nobody_presses_is_seen_to_hourly(clinic, practice, mia):
    await practice.book(mia, "2026-01-06 15:00")
    await clinic.travel_to("2026-01-06 16:00")

    await clinic.app.housekeeping.look_after()

    assert await queued(clinic) == [(mia.id, "took_place", "open")]
