"""A member's own reminders: their own words, back at the time they named.

Sent in quiet hours too, never too late, and outside the daily limit: they asked for that moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from bot.domain.message import Action, Look, Message
from bot.domain.occurrence import Wish
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.press import Answer, Effect, OfferSnooze, SnoozeUntil
from bot.domain.reminder import ReminderWish
from bot.domain.rule import Rule
from bot.domain.snoozing import SnoozeFor
from bot.kinds.kind import ComposeFacts, Described, Kind
from bot.kinds.rhythm import rhythm_text
from bot.texts.escape import escaped
from bot.texts.language import Language

# The action whose time is typed.
AT_TIME = "at_time"


class Reminder(Kind):
    """What a member asked to be reminded of."""

    name = "reminder"
    policy = Policy(lane=Lane.PERSONAL, quiet=Quiet.SENT, stale_after=None)
    many = True
    editable = True
    effects: ClassVar[Mapping[str, Effect]] = {
        "done": Answer(),
        "snooze": OfferSnooze(),
        **{choice.value: SnoozeUntil(choice) for choice in SnoozeFor},
        AT_TIME: SnoozeUntil(None),
    }

    def describe(self, language: Language, wish: Wish, rule: Rule | None) -> Described:
        """Their own words."""
        text = escaped(ReminderWish.from_wish(wish).text)
        return Described(text, rhythm_text(language, rule))

    def compose(self, facts: ComposeFacts) -> Message:
        """The text, as it was typed. It stands once: outside the embed, if it may."""
        text = escaped(ReminderWish.from_wish(facts.wish).text)
        say = facts.language.say
        return Message(
            content=text,
            title=say("reminder.title"),
            body=text if facts.discreet else "",
            actions=(
                Action("done", say("label.done"), Look.MAIN),
                Action("snooze", say("label.snooze")),
            ),
        )
