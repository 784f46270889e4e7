"""A small kind for each line of the engine's policy table, and what some of them do badly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from bot.content.library import Library
from bot.domain.message import Action, Message
from bot.domain.occurrence import Wish
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.press import Answer, Effect, Snooze
from bot.kinds import notice, posture
from bot.kinds.kind import ComposeFacts, Kind
from bot.kinds.registry import Kinds

SNOOZE_MIN = 15
ITEMS = ("neck", "shoulders", "back")


class Plain(Kind):
    """Says its name, what it shows and how many times it stands for."""

    effects: ClassVar[Mapping[str, Effect]] = {"done": Answer(), "snooze": Snooze(SNOOZE_MIN)}

    def concerns_at(self, wish: Wish) -> datetime | None:
        at = wish.get("concerns_at")
        return None if at is None else datetime.fromisoformat(str(at))

    def compose(self, facts: ComposeFacts) -> Message:
        text = str(facts.wish.get("text", self.name))
        if facts.wish.get("broken"):
            raise ValueError(text)
        body = facts.item or self.name
        return Message(text, body, title=self.name, actions=(Action("done", "Done"),))


class Appointment(Plain):
    name = "appointment"
    policy = Policy(Lane.PERSONAL, Quiet.SENT, timedelta(hours=2))


class OwnReminder(Plain):
    name = "own_reminder"
    policy = Policy(Lane.PERSONAL, Quiet.SENT, None)


class Notice(Plain):
    name = "notice"
    policy = notice.Notice.policy


class FollowUp(Plain):
    name = "follow_up"
    policy = Policy(Lane.FOLLOW_UP, Quiet.WAITS, timedelta(days=3))


class Tension(Plain):
    name = "tension"
    policy = Policy(Lane.CHECK_IN, Quiet.WAITS, timedelta(hours=4), counts=True, reserves=True)


class Posture(Plain):
    name = "posture"
    policy = posture.Posture.policy

    def items(self, library: Library, locale: str) -> Sequence[str]:
        return ITEMS

    def may_ask(self, wish: Wish) -> bool:
        """Only where a test is about that: most members here never press anything."""
        return bool(wish.get("asks"))


class Question(Plain):
    name = "question"
    policy = Policy(Lane.PROMPT, Quiet.WAITS, timedelta(days=1), counts=True)


class Weekly(Plain):
    name = "weekly"
    policy = Policy(Lane.PROMPT, Quiet.WAITS, timedelta(days=1))

    def items(self, library: Library, locale: str) -> Sequence[str]:
        return ITEMS


KINDS = Kinds(
    (
        Appointment(),
        OwnReminder(),
        Notice(),
        FollowUp(),
        Tension(),
        Posture(),
        Question(),
        Weekly(),
    )
)
