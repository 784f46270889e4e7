"""Tension check-ins: how tight neck and shoulders feel, and how much stress there is.

The message asks the first question; each answer turns it into the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import ClassVar, Final

from bot.domain.check_in import CHOICES, QUESTIONS, SCALE, TENSION
from bot.domain.message import Action, Message
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.press import AskAgain, Choose, Effect, Score
from bot.kinds.kind import ComposeFacts
from bot.kinds.timed import Timed
from bot.texts.language import Language

CHANGE = "change"


def score_action(question: str, value: int) -> str:
    """The name of the button that answers a question so: t0 to t10, s0 to s10, c0 to c10."""
    return f"{question[0]}{value}"


def question_text(language: Language, question: str) -> str:
    """A question, and below it what its two ends mean."""
    asked = language.say(f"tension.ask.{question}")
    return f"**{asked}**\n{language.say(f'tension.scale.{question}')}"


#: What the buttons and lists of a check-in do, whichever message asks its questions.
CHECK_IN_EFFECTS: Final[Mapping[str, Effect]] = {
    **{
        score_action(question, value): Score(question, value)
        for question in QUESTIONS
        for value in SCALE
    },
    **{question: Choose(question) for question in CHOICES},
    CHANGE: AskAgain(),
}


def tension_actions() -> tuple[Action, ...]:
    """The first question's buttons: 0 to 10."""
    return tuple(Action(score_action(TENSION, value), str(value)) for value in SCALE)


class Tension(Timed):
    """The two-tap check-in."""

    name = "tension"
    policy = Policy(
        lane=Lane.CHECK_IN,
        quiet=Quiet.WAITS,
        stale_after=timedelta(hours=4),
        counts=True,
        reserves=True,
    )
    # Source: product.
    default_at = (time(18),)
    effects: ClassVar[Mapping[str, Effect]] = CHECK_IN_EFFECTS

    def compose(self, facts: ComposeFacts) -> Message:
        """The first question."""
        say = facts.language.say
        return Message(
            content=say("tension.content"),
            title=say("tension.title"),
            body=question_text(facts.language, TENSION),
            actions=tension_actions(),
        )
