"""The zones written into calendar files, against zoneinfo, for every zone there is."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.calendars.appointment_file import Appointment, appointment_file
from bot.calendars.clock_changes import offsets_between
from bot.domain.zones import zone

NOW_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONES = sorted(name for name in zoneinfo.available_timezones() if name != "Factory")
# Changes by an hour, half an hour, two hours, at midnight, in Ramadan, and negative summer time.
TRICKY = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll",
    "Africa/Casablanca", "Europe/Dublin", "America/Nuuk", "Africa/Cairo", "Asia/Beirut",
    "Pacific/Chatham", "America/Havana", "Asia/Kathmandu", "America/St_Johns",
)  # fmt: skip


def written(name: str, starts_at: datetime) -> tuple[Any, Any]:
    file = appointment_file(Appointment("u", 0, starts_at, ZoneInfo(name), "x", 60), NOW_AT)
    calendar = Calendar.from_ical(file)
    (described,) = calendar.walk("VTIMEZONE")
    (event,) = calendar.walk("VEVENT")
    return described, event


def opens_well(name: str, starts_at: datetime) -> bool:
    described, event = written(name, starts_at)
    same_zone = event["DTSTART"].params.get("TZID", name) == described["TZID"] == name
    return bool(same_zone and event.start == starts_at)


@pytest.mark.parametrize("month", [1, 7])
def test_in_every_zone_a_session_opens_at_its_own_instant(month: int) -> None:
    starts_at = datetime(2027, month, 15, 9, 30, tzinfo=UTC)
    assert [name for name in ZONES if not opens_well(name, starts_at)] == []


def offset_told(described: Any, at: datetime) -> timedelta:
    """The offset at an instant by what the file says alone, as RFC 5545 reads it."""
    onsets = sorted(
        (part["DTSTART"].dt - part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td)
        for part in described.subcomponents
    )
    told: timedelta = [to for onset, to in onsets if onset <= at.replace(tzinfo=None)][-1]
    return told


@pytest.mark.parametrize("name", TRICKY)
def test_the_file_alone_tells_the_offset_of_every_hour_for_a_year_around(name: str) -> None:
    starts_at = datetime(2027, 3, 10, 9, 30, tzinfo=UTC)
    described, _ = written(name, starts_at)
    for hour in range(-364 * 24, 364 * 24):
        at = starts_at + hour * HOUR
        assert offset_told(described, at) == at.astimezone(zone(name)).utcoffset(), at


@pytest.mark.parametrize("name", TRICKY)
def test_clocks_change_at_the_very_second(name: str) -> None:
    from_at = datetime(2026, 1, 1, tzinfo=UTC)
    in_zone, second = zone(name), timedelta(seconds=1)

    first, *changes = offsets_between(in_zone, from_at, from_at + timedelta(days=800))

    assert first.from_at == from_at
    for change in changes:
        assert change.from_at.astimezone(in_zone).utcoffset() == change.from_utc
        assert (change.from_at - second).astimezone(in_zone).utcoffset() != change.from_utc


def test_a_zone_without_summer_time_is_told_once() -> None:
    described, _ = written("Asia/Kolkata", datetime(2027, 3, 10, 9, 30, tzinfo=UTC))
    (part,) = described.subcomponents
    assert (part.name, part["TZOFFSETTO"].td) == ("STANDARD", timedelta(hours=5, minutes=30))
