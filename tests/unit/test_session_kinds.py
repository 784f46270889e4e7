"""What follow-ups, reminders and notices of appointments say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from icalendar import Calendar

from bot.content.library import Library, Shelf
from bot.domain.booking import AppointmentWish, Told
from bot.domain.course import Course
from bot.domain.follow_up import FollowUpWish
from bot.domain.message import Message
from bot.domain.plan import Ask, Plan, Step
from bot.domain.session import SessionId
from bot.kinds.appointment import Appointment
from bot.kinds.booking import Booking, booking_wish
from bot.kinds.follow_up import FollowUp
from bot.kinds.kind import ComposeFacts
from bot.texts.catalogue import Catalogue

LANGUAGE, LIBRARY = Catalogue.load().language("en"), Library.load()
AT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
APPOINTMENT = AppointmentWish(
    SessionId(3),
    0,
    AT,
    datetime(2026, 11, 23, 15, 0),  # noqa: DTZ001 - a wall time
    "Europe/Berlin",
    60,
)
OWN = "How is that knee?"


def facts(wish: dict[str, object], library: Library = LIBRARY) -> ComposeFacts:
    return ComposeFacts(
        language=LANGUAGE, library=library, wish=wish, item=None, seed=1, discreet=False
    )


def asked(ask: Ask, day: int = 1, course: Course | None = None) -> Message:
    wish = FollowUpWish("gone", 1, ask, day, course)
    return FollowUp().message(facts(wish.to_wish()))


def labels(message: Message) -> list[str]:
    return [action.label for action in message.actions]


def with_own_text() -> Library:
    plan = Plan("own", "Own", (Step(1, 600, Ask.SORENESS, text=OWN),))
    return Library({"en": Shelf({}, {}, {"own": plan})})


def test_day_one_asks_about_soreness_and_says_below_when_to_get_help() -> None:
    message = asked(Ask.SORENESS)

    assert message.body.endswith(LANGUAGE.say("plans.safety"))
    assert labels(message) == ["Not sore", "A bit sore", "Very sore", "Warning signs", "Stop"]


def test_a_clinics_own_question_keeps_what_is_said_about_safety() -> None:
    wish = FollowUpWish("own", 1, Ask.SORENESS, 1)

    message = FollowUp().message(facts(wish.to_wish(), with_own_text()))

    assert message.body == f"{OWN}\n\n{LANGUAGE.say('plans.safety')}"
    assert "Warning signs" in labels(message)


def test_a_step_that_asks_something_else_by_now_keeps_to_what_was_planned() -> None:
    wish = FollowUpWish("own", 1, Ask.REVIEW, 7)

    message = FollowUp().message(facts(wish.to_wish(), with_own_text()))

    assert OWN not in message.body
    assert labels(message)[:3] == ["Better", "About the same", "Worse"]


def test_going_on_is_asked_with_three_equal_answers_and_nothing_promoted() -> None:
    message = asked(Ask.CONTINUE, day=21)

    *answers, stop = message.actions
    assert [each.label for each in answers] == ["Book", "Not now", "Talk to the clinic"]
    assert len({each.look for each in answers}) == 1
    assert stop.name == "stop"


def test_no_question_about_symptoms_invites_to_book() -> None:
    for ask in (Ask.SORENESS, Ask.SCORES, Ask.REVIEW):
        message = asked(ask, day=7)
        assert "book" not in f"{message.body} {labels(message)}".lower()


def test_a_course_says_which_of_its_sessions_it_was() -> None:
    assert asked(Ask.SORENESS, course=Course(2, 6)).body.startswith("This was session 2 of 6.")


def test_a_reminder_says_when_by_the_clinics_clock() -> None:
    message = Appointment().message(facts(APPOINTMENT.to_wish()))

    assert "Mon 23 Nov, 15:00 (Europe/Berlin)" in message.body
    assert labels(message)[:3] == ["I'll be there", "Can't make it", "Directions"]
    assert Appointment().concerns_at(APPOINTMENT.to_wish()) == AT


@pytest.mark.parametrize("told", list(Told))
def test_each_notice_carries_a_file_that_calendars_understand(told: Told) -> None:
    wish = booking_wish(told, replace(APPOINTMENT, sequence=2), UUID(int=5), AT)

    message = Booking().message(facts(wish))

    (file,) = message.files
    event = Calendar.from_ical(file.content).walk("VEVENT")[0]
    cancelled = told is Told.CANCELLED
    assert event["status"] == ("CANCELLED" if cancelled else "CONFIRMED")
    assert event["sequence"] == 2
    assert event["dtstart"].dt == AT
    assert ("I'll be there" in labels(message)) is not cancelled


def test_a_session_keeps_its_name_in_calendars_whatever_becomes_of_it() -> None:
    names = {
        booking_wish(told, replace(APPOINTMENT, sequence=n), UUID(int=5), AT)["uid"]
        for n, told in enumerate(Told)
    }
    other = booking_wish(
        Told.BOOKED, replace(APPOINTMENT, session_id=SessionId(4)), UUID(int=5), AT
    )

    assert len(names) == 1
    assert other["uid"] not in names
