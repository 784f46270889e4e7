"""A session as a calendar file (RFC 5545), to be opened by whatever calendar a client uses.

It says when, and nothing about the clinic or the treatment: a calendar may be shared, and its
notifications stand on a lock screen. There is no organiser in it, so no calendar writes to anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from bot.calendars.clock_changes import Offset, offsets_between
from bot.domain.session import SessionId

FILE_NAME: Final = "appointment.ics"

_PRODUCT = "-//Unknot//Appointments//EN"
# The zone's clocks are described for as long before and after; a session may be moved by hand.
_DESCRIBED = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Appointment:
    """What the file says. ``sequence`` is greater in each later version of the same ``uid``.

    ``length_min`` None: nobody said how long it takes. ``summary`` is what its calendar shows.
    """

    uid: str
    sequence: int
    starts_at: datetime
    zone: ZoneInfo
    summary: str
    length_min: int | None = None
    cancelled: bool = False


def uid_of(database: UUID, session_id: SessionId) -> str:
    """The name by which calendars know a session for good.

    ``database`` is a random number of the database's own. Source: RFC 7986, 5.3: nothing in it may
    tell of a host, a person or a place.
    """
    return str(uuid5(database, f"session {session_id}"))


def appointment_file(appointment: Appointment, now_at: datetime) -> bytes:
    """The file as of now: the appointment, or that it is cancelled."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("method", "CANCEL" if appointment.cancelled else "PUBLISH")
    calendar.add_component(_zone(appointment))
    calendar.add_component(_event(appointment, now_at))
    written: bytes = calendar.to_ical()
    return written


def _event(appointment: Appointment, now_at: datetime) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", now_at)
    event.add("dtstart", appointment.starts_at.astimezone(appointment.zone))
    if appointment.length_min is not None:
        # Not its end: in the hour that the clocks show twice, an end can't be told from a start.
        event.add("duration", timedelta(minutes=appointment.length_min))
    event.add("summary", appointment.summary)
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _zone(appointment: Appointment) -> Timezone:
    from_at = appointment.starts_at - _DESCRIBED
    until_at = appointment.starts_at + _DESCRIBED
    zone = Timezone()
    zone.add("tzid", appointment.zone.key)
    for part in _observances(offsets_between(appointment.zone, from_at, until_at)):
        zone.add_component(part)
    return zone


def _observances(offsets: list[Offset]) -> Iterator[TimezoneStandard | TimezoneDaylight]:
    before = offsets[0]
    for offset in offsets:
        part = TimezoneDaylight() if offset.is_summer else TimezoneStandard()
        # Source: RFC 5545, 3.6.5: the onset is written in the time that it ends.
        part.add("dtstart", (offset.from_at + before.from_utc).replace(tzinfo=None))
        part.add("tzoffsetfrom", before.from_utc)
        part.add("tzoffsetto", offset.from_utc)
        part.add("tzname", offset.name)
        yield part
        before = offset
