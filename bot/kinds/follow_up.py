"""Follow-ups: the questions of a plan after a session, each asked once.

The clinic may word a question itself; what we say about safety stays below it. No question about
symptoms invites anybody to book.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from bot.content.library import Library
from bot.domain.check_in import TENSION
from bot.domain.follow_up import FollowUpWish
from bot.domain.message import Action, Message
from bot.domain.occurrence import Wish
from bot.domain.plan import ANSWERS, Ask
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.press import AnswerStep, Effect, Show
from bot.domain.rule import Rule
from bot.kinds.kind import ComposeFacts, Described, Kind
from bot.kinds.rhythm import rhythm_text
from bot.kinds.tension import CHECK_IN_EFFECTS, question_text, tension_actions
from bot.texts.language import Language

WARNING, CLINIC, REPLIES = "warning", "clinic", "replies"


class FollowUp(Kind):
    """One step of a plan."""

    name = "follow_up"
    policy = Policy(lane=Lane.FOLLOW_UP, quiet=Quiet.WAITS, stale_after=timedelta(days=3))
    many = True
    series = True
    effects: ClassVar[Mapping[str, Effect]] = {
        **{answer: AnswerStep() for answers in ANSWERS.values() for answer in answers},
        **CHECK_IN_EFFECTS,
        WARNING: Show("warning_signs"),
        CLINIC: Show("talk"),
        REPLIES: Show("replies"),
    }

    def describe(self, language: Language, wish: Wish, rule: Rule | None) -> Described:
        """By what it asks."""
        ask = FollowUpWish.from_wish(wish).ask
        return Described(language.say(f"plans.title.{ask.value}"), rhythm_text(language, rule))

    def compose(self, facts: ComposeFacts) -> Message:
        """The question, and below it what has to be said beside it."""
        wish, say = FollowUpWish.from_wish(facts.wish), facts.language.say
        title = say(f"plans.title.{wish.ask.value}")
        actions = list(_answers(facts.language, wish.ask))
        if wish.warns:
            actions.append(Action(WARNING, say("label.warning_signs")))
        return Message(
            content=title,
            title=title,
            body="\n\n".join(_blocks(facts.language, facts.library, wish)),
            actions=tuple(actions),
        )


def _blocks(language: Language, library: Library, wish: FollowUpWish) -> list[str]:
    blocks = []
    if wish.course is not None:
        place, sessions = wish.course.place, wish.course.sessions
        blocks.append(language.say("plans.course", place=place, sessions=sessions))
    blocks.append(_asked(language, library, wish))
    if wish.ask is Ask.SORENESS:
        blocks.append(language.say("plans.safety"))
    if wish.ask is Ask.SCORES:
        blocks.append(question_text(language, TENSION))
    return blocks


def _asked(language: Language, library: Library, wish: FollowUpWish) -> str:
    """The question in the plan's words, or in ours."""
    plan = library.plan(wish.plan, language.code)
    step = None if plan is None else plan.step(wish.number)
    if step is not None and step.ask is wish.ask and step.text:
        return step.text
    return language.say(f"plans.ask.{wish.ask.value}")


def _answers(language: Language, ask: Ask) -> tuple[Action, ...]:
    if ask is Ask.SCORES:
        return tension_actions()
    return tuple(Action(each, language.say(f"plans.answer.{each}")) for each in ANSWERS[ask])
