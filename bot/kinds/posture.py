"""Posture check-ins: one small movement, its caution, and four buttons.

When nobody answers them, a question takes a prompt's place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

from bot.content.cards import Prompt
from bot.content.library import Library
from bot.domain.habits import QUESTION
from bot.domain.member import Settings
from bot.domain.message import Action, Look, Message
from bot.domain.occurrence import Wish
from bot.domain.policy import Lane, Patience, Policy, Quiet
from bot.domain.posture import PostureWish, plan_posture
from bot.domain.press import Answer, AskLess, AskNoMore, Effect, SkipToday, Snooze
from bot.domain.rule import Rule
from bot.kinds.kind import ComposeFacts, Kind
from bot.texts.language import Language

# Judgement: half a day later nobody answers the prompt any more, they answer a memory of it.
ANSWER_WITHIN = timedelta(hours=12)
SNOOZE_MIN = 15


class Posture(Kind):
    """The movement prompt."""

    name = "posture"
    policy = Policy(
        lane=Lane.PROMPT,
        quiet=Quiet.NOT_PLANNED,
        stale_after=timedelta(minutes=20),
        counts=True,
        asks_after=Patience(messages=5, days=2),
    )
    rule_follows_settings = True
    editable = True
    effects: ClassVar[Mapping[str, Effect]] = {
        "done": Answer(ANSWER_WITHIN),
        "snooze": Snooze(SNOOZE_MIN, ANSWER_WITHIN),
        "skip": SkipToday(ANSWER_WITHIN),
        "keep": AskNoMore(),
        "less": AskLess(),
    }

    def rule(self, wish: Wish, settings: Settings, reserved: int) -> Rule | None:
        """What quiet hours and the daily limit leave of the window."""
        return plan_posture(PostureWish.from_wish(wish), settings, reserved).rule

    def items(self, library: Library, locale: str) -> Sequence[str]:
        """The prompts."""
        return [prompt.id for prompt in library.prompts(locale)]

    def may_ask(self, wish: Wish) -> bool:
        """Until somebody said to keep them as they are."""
        return wish.get("asks", True) is True

    def own_day(self, wish: Wish, local_slot: datetime) -> date:
        """The day on which its window starts."""
        return PostureWish.from_wish(wish).own_day(local_slot)

    def compose(self, facts: ComposeFacts) -> Message:
        """One prompt with its caution, or the question.

        The movement stands once: outside the embed, if it may.
        """
        if facts.item == QUESTION:
            return _question(facts.language)
        say = facts.language.say
        prompt = prompt_of(facts.library, facts.language, facts.item)
        whole, caution = prompt_text(facts.language, prompt), caution_text(facts.language, prompt)
        return Message(
            content=prompt.text,
            title=say("posture.prompt.title"),
            body=whole if facts.discreet else caution,
            footer=say("posture.footer"),
            actions=(
                Action("done", say("label.done"), Look.MAIN),
                Action("snooze", say("label.snooze_15")),
                Action("skip", say("label.skip_today")),
            ),
        )


def _question(language: Language) -> Message:
    say = language.say
    return Message(
        content=say("posture.question.content"),
        title=say("posture.question.title"),
        body=say("posture.question.body"),
        actions=(
            Action("keep", say("label.keep"), Look.MAIN),
            Action("less", say("label.less_often")),
        ),
    )


def prompt_of(library: Library, language: Language, item: str | None) -> Prompt:
    """A prompt. One that was taken out since gives way to the first there is."""
    found = library.prompt(item, language.code) if item else None
    return found or library.prompts(language.code)[0]


def prompt_text(language: Language, prompt: Prompt) -> str:
    """A prompt with its caution."""
    parts = (prompt.text, caution_text(language, prompt))
    return "\n\n".join(part for part in parts if part)


def caution_text(language: Language, prompt: Prompt) -> str:
    """A prompt's caution; empty where none is needed."""
    if not prompt.caution:
        return ""
    return f"*{language.say('posture.prompt.caution', caution=prompt.caution)}*"
