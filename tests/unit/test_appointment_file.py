"""The calendar file: it opens in a calendar, tells when and no more, and follows the session."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from bot.calendars.appointment_file import FILE_NAME, Appointment, appointment_file, uid_of
from bot.domain.session import SessionId
from bot.domain.zones import zone

BERLIN = zone("Europe/Berlin")
DATABASE = UUID("6ba7b810-9dad-41d1-80b4-00c04fd430c8")
NOW_AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
MINE = Appointment(
    uid=uid_of(DATABASE, SessionId(812)),
    sequence=0,
    starts_at=datetime(2026, 3, 28, 9, 0, tzinfo=UTC),
    zone=BERLIN,
    summary="Appointment",
    length_min=60,
)
LONGEST_LINE = 75


def opened(appointment: Appointment = MINE) -> tuple[Any, Any]:
    """The calendar as icalendar's own parser reads it, and its one event."""
    calendar = Calendar.from_ical(appointment_file(appointment, NOW_AT))
    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    return calendar, event


def lines(appointment: Appointment = MINE) -> list[bytes]:
    return appointment_file(appointment, NOW_AT).split(b"\r\n")


def test_a_booked_session_opens_with_its_time_zone_and_length() -> None:
    calendar, event = opened()

    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    assert event["STATUS"] == "CONFIRMED"
    assert event.start == MINE.starts_at
    assert event.end - event.start == timedelta(hours=1)
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["DTSTAMP"].dt == NOW_AT
    assert b"DTSTART;TZID=Europe/Berlin:20260328T100000" in lines()


@pytest.mark.parametrize(
    ("starts_at", "local"),
    [
        # The clocks go forward at 01:00 UTC on 29 March, back at 01:00 UTC on 25 October.
        ("2026-03-29T00:59+00:00", "20260329T015900"),
        ("2026-03-29T01:00+00:00", "20260329T030000"),
        ("2026-10-24T23:30+00:00", "20261025T013000"),
        ("2026-10-25T00:30+00:00", "20261025T023000"),
        ("2026-10-25T02:00+00:00", "20261025T030000"),
    ],
)
def test_a_session_next_to_a_change_of_clocks_stands_at_its_wall_time(
    starts_at: str, local: str
) -> None:
    moved = replace(MINE, starts_at=datetime.fromisoformat(starts_at))

    _, event = opened(moved)

    # A time shown twice equals no instant in Python until it is told which of the two it is.
    assert event.start.astimezone(UTC) == moved.starts_at
    assert f"DTSTART;TZID=Europe/Berlin:{local}".encode() in lines(moved)


def test_a_session_over_a_change_of_clocks_takes_as_long_as_it_takes() -> None:
    starts_at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30, an hour before it is 02:30 again
    assert b"DURATION:PT1H30M" in lines(replace(MINE, starts_at=starts_at, length_min=90))


def test_a_session_of_no_known_length_claims_none() -> None:
    _, event = opened(replace(MINE, length_min=None))
    assert "DURATION" not in event
    assert "DTEND" not in event


def test_the_zone_is_written_out_for_calendars_that_do_not_know_it() -> None:
    calendar, _ = opened()
    (written,) = calendar.walk("VTIMEZONE")
    assert str(written["TZID"]) == "Europe/Berlin"

    parts = [
        (part.name, part["DTSTART"].dt.isoformat(), str(part["TZNAME"]))
        for part in written.subcomponents[1:4]
    ]
    # The onset is told by the clock that it ends: two o'clock in spring, three in autumn.
    assert parts == [
        ("DAYLIGHT", "2025-03-30T02:00:00", "CEST"),
        ("STANDARD", "2025-10-26T03:00:00", "CET"),
        ("DAYLIGHT", "2026-03-29T02:00:00", "CEST"),
    ]


def test_the_uid_is_the_same_for_the_same_session_and_for_no_other() -> None:
    assert uid_of(DATABASE, SessionId(812)) == MINE.uid
    others = {uid_of(DATABASE, SessionId(number)) for number in range(1000)}
    assert len(others) == 1000
    assert uid_of(UUID(int=1), SessionId(812)) not in others


def test_the_uid_names_no_session_host_or_place() -> None:
    assert UUID(MINE.uid).version == 5
    assert "812" not in MINE.uid.split("-")
    assert "@" not in MINE.uid


def test_a_moved_session_is_the_same_one_in_a_later_version() -> None:
    later = replace(MINE, sequence=3, starts_at=MINE.starts_at + timedelta(days=7))

    _, event = opened(later)

    assert (str(event["UID"]), event["SEQUENCE"]) == (MINE.uid, 3)
    assert event.start == MINE.starts_at + timedelta(days=7)


def test_a_cancelled_session_is_taken_out_by_its_uid() -> None:
    calendar, event = opened(replace(MINE, sequence=1, cancelled=True))

    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert (str(event["UID"]), event["SEQUENCE"]) == (MINE.uid, 1)
    assert event.start == MINE.starts_at


def test_it_says_when_and_nothing_about_where_who_or_what() -> None:
    _, event = opened()
    assert set(event) == {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY", "STATUS", "CLASS",
    }  # fmt: skip
    assert event["SUMMARY"] == "Appointment"
    assert event["CLASS"] == "PRIVATE"
    assert FILE_NAME == "appointment.ics"


def test_lines_end_as_the_standard_wants_and_none_is_too_long() -> None:
    long = replace(MINE, summary="Ein Termin, über den nichts gesagt wird; " * 8)

    raw = appointment_file(long, NOW_AT)

    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, lines(long))) <= LONGEST_LINE
    assert opened(long)[1]["SUMMARY"] == long.summary


def test_a_summary_cannot_break_out_of_its_line() -> None:
    sly = replace(MINE, summary="Termin\r\nLOCATION:elsewhere\nEND:VEVENT")

    _, event = opened(sly)

    assert "LOCATION" not in event
    assert event["SUMMARY"].startswith("Termin")


def test_the_same_session_at_the_same_time_makes_the_same_file() -> None:
    assert appointment_file(MINE, NOW_AT) == appointment_file(MINE, NOW_AT)


def test_in_utc_the_time_needs_no_zone() -> None:
    in_utc = replace(MINE, zone=zone("UTC"))
    assert b"DTSTART:20260328T090000Z" in lines(in_utc)
    assert opened(in_utc)[1].start == MINE.starts_at
