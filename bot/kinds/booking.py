"""What a client is told of an appointment: booked, moved or cancelled, with a file for calendars.

The file is as neutral as the rest: a calendar may be shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from bot.calendars import appointment_file as calendar
from bot.domain.booking import AppointmentWish, Told, starts_at_of
from bot.domain.message import Attachment, Message
from bot.domain.occurrence import Wish
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.press import Effect
from bot.domain.zones import zone
from bot.kinds.appointment import APPOINTMENT_EFFECTS, appointment_actions, when_text
from bot.kinds.kind import ComposeFacts, Kind


def booking_wish(told: Told, wish: AppointmentWish, database: UUID, made_at: datetime) -> Wish:
    """What such a notice's schedule keeps. ``database`` gives the session its name in calendars."""
    uid = calendar.uid_of(database, wish.session_id)
    return {**wish.to_wish(), "told": told.value, "uid": uid, "made_at": made_at.isoformat()}


class Booking(Kind):
    """The notice of an appointment that was booked, moved or cancelled."""

    name = "booking"
    listed = False
    # A cancellation is told even after the session would have begun.
    policy = Policy(lane=Lane.PERSONAL, quiet=Quiet.SENT_IF_SOON, stale_after=timedelta(days=3))
    effects: ClassVar[Mapping[str, Effect]] = APPOINTMENT_EFFECTS

    def concerns_at(self, wish: Wish) -> datetime | None:
        """When the session begins."""
        return starts_at_of(wish)

    def compose(self, facts: ComposeFacts) -> Message:
        """What happened, when it is now, and the file."""
        say = facts.language.say
        told = Told(str(facts.wish["told"]))
        title = say(f"booking.{told.value}.title")
        body = say(f"booking.{told.value}.body", when=when_text(facts.language, facts.wish))
        cancelled = told is Told.CANCELLED
        return Message(
            content=title,
            title=title,
            body=body,
            actions=() if cancelled else appointment_actions(facts.language),
            files=(_file(facts, cancelled=cancelled),),
        )


def _file(facts: ComposeFacts, *, cancelled: bool) -> Attachment:
    wish = AppointmentWish.from_wish(facts.wish)
    appointment = calendar.Appointment(
        uid=str(facts.wish["uid"]),
        sequence=wish.sequence,
        starts_at=wish.starts_at,
        zone=zone(wish.zone),
        summary=facts.language.say("plans.calendar"),
        length_min=wish.length_min,
        cancelled=cancelled,
    )
    made_at = datetime.fromisoformat(str(facts.wish["made_at"]))
    content = calendar.appointment_file(appointment, made_at)
    return Attachment(calendar.FILE_NAME, content)
