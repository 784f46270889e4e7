"""Reminders of a booked session: when it is, and whether the client comes.

They say when, and nothing about the treatment. Once it has begun, none is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from bot.domain.booking import AppointmentWish, starts_at_of
from bot.domain.message import Action, Look, Message
from bot.domain.occurrence import Wish
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.press import AnswerAppointment, Effect, Show
from bot.domain.rule import Rule
from bot.kinds.kind import ComposeFacts, Described, Kind
from bot.texts.language import Language

COMING, CANT_COME = "coming", "cant_come"
DIRECTIONS, REPLIES = "directions", "replies"

APPOINTMENT_EFFECTS: Mapping[str, Effect] = {
    COMING: AnswerAppointment(comes=True),
    CANT_COME: AnswerAppointment(comes=False),
    DIRECTIONS: Show("directions"),
    REPLIES: Show("replies"),
}


class Appointment(Kind):
    """The reminder."""

    name = "appointment"
    # It is planned outside quiet hours; only what an outage kept may fall into them.
    policy = Policy(
        lane=Lane.PERSONAL, quiet=Quiet.SENT_IF_SOON, stale_after=None, stale_at_event=True
    )
    many = True
    series = True
    effects: ClassVar[Mapping[str, Effect]] = APPOINTMENT_EFFECTS

    def concerns_at(self, wish: Wish) -> datetime | None:
        """When the session begins."""
        return starts_at_of(wish)

    def describe(self, language: Language, wish: Wish, rule: Rule | None) -> Described:  # noqa: ARG002
        """That it is a reminder, and of when."""
        return Described(language.say("kind.appointment"), when_text(language, wish))

    def compose(self, facts: ComposeFacts) -> Message:
        """When it is, and the client's answers."""
        say = facts.language.say
        title = say("appointment.title")
        return Message(
            content=title,
            title=title,
            body=say("appointment.body", when=when_text(facts.language, facts.wish)),
            actions=appointment_actions(facts.language),
        )


def when_text(language: Language, wish: Wish) -> str:
    """When an appointment is, by the clinic's clock."""
    found = AppointmentWish.from_wish(wish)
    moment = language.moment(found.local_at)
    return language.say("appointment.when", moment=moment, zone=found.zone)


def appointment_actions(language: Language) -> tuple[Action, ...]:
    """What a client can answer to a message about an appointment."""
    return (
        Action(COMING, language.say("label.coming"), Look.MAIN),
        Action(CANT_COME, language.say("label.cant_come")),
        Action(DIRECTIONS, language.say("label.directions")),
        Action(REPLIES, language.say("label.tell_clinic")),
    )
