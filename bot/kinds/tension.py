"""Tension check-ins: how tight neck and shoulders feel, and how much stress there is.

The message asks the first question; each answer turns it into the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from bot.domain.check_in import CHOICES, QUESTIONS, SCALE, TENSION
from bot.domain.member import Settings
from bot.domain.message import Action, Message
from bot.domain.occurrence import Wish
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.press import AskAgain, Choose, Effect, Score
from bot.domain.rule import Rule
from bot.domain.tension import TensionWish, tension_rule
from bot.kinds.kind import ComposeFacts, Kind
from bot.texts.language import Language

CHANGE = "change"


def score_action(question: str, value: int) -> str:
    """The name of the button that answers a question so: t0 to t10, s0 to s10, c0 to c10."""
    return f"{question[0]}{value}"


def question_text(language: Language, question: str) -> str:
    """A question, and below it what its two ends mean."""
    asked = language.say(f"tension.ask.{question}")
    return f"**{asked}**\n{language.say(f'tension.scale.{question}')}"


class Tension(Kind):
    """The two-tap check-in."""

    name = "tension"
    policy = Policy(
        lane=Lane.CHECK_IN,
        quiet=Quiet.WAITS,
        stale_after=timedelta(hours=4),
        counts=True,
        reserves=True,
    )
    rule_follows_settings = True
    effects: ClassVar[Mapping[str, Effect]] = {
        **{
            score_action(question, value): Score(question, value)
            for question in QUESTIONS
            for value in SCALE
        },
        **{question: Choose(question) for question in CHOICES},
        CHANGE: AskAgain(),
    }

    def rule(self, wish: Wish, settings: Settings, reserved: int) -> Rule:  # noqa: ARG002
        """The times that were chosen, as far as the daily limit goes. Quiet hours let them wait."""
        return tension_rule(TensionWish.from_wish(wish), settings)

    def compose(self, facts: ComposeFacts) -> Message:
        """The first question."""
        say = facts.language.say
        return Message(
            content=say("tension.content"),
            title=say("tension.title"),
            body=question_text(facts.language, TENSION),
            actions=tuple(Action(score_action(TENSION, value), str(value)) for value in SCALE),
        )
