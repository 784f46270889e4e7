"""What a kind of message has to say about itself: one module for each kind.

A kind states its policy as data and composes messages from facts. It knows no Discord, no clock
and no database. What holds for all of them is done here, so that no kind can forget it: a discreet
member's lock screen shows a neutral line, and every message has a "Stop" button.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from bot.content.library import Library
from bot.domain.member import Settings
from bot.domain.message import Action, Look, Message
from bot.domain.occurrence import Wish
from bot.domain.picking import pick
from bot.domain.policy import Policy
from bot.domain.press import Effect, StopThis
from bot.domain.rule import Rule
from bot.kinds.rhythm import rhythm_text
from bot.texts.language import Language

STOP = "stop"
NEUTRAL = "delivery.neutral"


@dataclass(frozen=True, slots=True)
class ComposeFacts:
    """All that a message may depend on: the same facts always make the same message.

    ``seed`` is the occurrence's number. ``local_was_due`` is set when it comes later than planned.
    """

    language: Language
    library: Library
    wish: Wish
    item: str | None
    seed: int
    discreet: bool
    local_was_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """One schedule in words, for its member: what it is, and how often it comes."""

    title: str
    rhythm: str


class Kind(ABC):
    """One kind of message that arrives by itself.

    ``many``: a member may have several; of other kinds there is one at most. ``listed``: members
    find it among what they get. ``editable``: there it can be changed in words. ``series``: those
    that hang on one session are stopped together.
    """

    name: ClassVar[str]
    policy: ClassVar[Policy]
    effects: ClassVar[Mapping[str, Effect]] = {}
    rule_follows_settings: ClassVar[bool] = False
    many: ClassVar[bool] = False
    series: ClassVar[bool] = False
    listed: ClassVar[bool] = True
    editable: ClassVar[bool] = False

    @abstractmethod
    def compose(self, facts: ComposeFacts) -> Message:
        """The message as a member who is not discreet sees it, without its "Stop" button."""

    def rule(self, wish: Wish, settings: Settings, reserved: int) -> Rule | None:  # noqa: ARG002
        """When it comes, for what was asked and these settings; None: it would never come.

        ``reserved`` is how many places of the day are kept for other kinds. Asked only of kinds
        whose ``rule_follows_settings``; the others' rules stay as they were written.
        """
        return None

    def describe(self, language: Language, wish: Wish, rule: Rule | None) -> Described:  # noqa: ARG002
        """What its member reads of one schedule."""
        return Described(language.say(f"kind.{self.name}"), rhythm_text(language, rule))

    def items(self, library: Library, locale: str) -> Sequence[str]:  # noqa: ARG002
        """What it can show, of which it never shows the same twice in a row."""
        return ()

    def concerns_at(self, wish: Wish) -> datetime | None:  # noqa: ARG002
        """When the event takes place that it tells of."""
        return None

    def may_ask(self, wish: Wish) -> bool:  # noqa: ARG002
        """Whether it may ask if it shall go on, after as much silence as its policy says.

        Raises nothing: a whole batch is looked at together.
        """
        return True

    def own_day(self, wish: Wish, local_slot: datetime) -> date:  # noqa: ARG002
        """The day a slot belongs to."""
        return local_slot.date()

    def is_last_word(self, wish: Wish) -> bool:  # noqa: ARG002
        """Whether it is the one message that follows a stop: its confirmation."""
        return False

    def effect(self, action: str) -> Effect | None:
        """What pressing a button does; None for a button this kind does not have."""
        return StopThis() if action == STOP else self.effects.get(action)

    def choose(self, library: Library, locale: str, last: str | None, seed: int) -> str | None:
        """What the next message shows; None where there is nothing to choose."""
        items = self.items(library, locale)
        return pick(items, last, str(seed)) if items else None

    def message(self, facts: ComposeFacts) -> Message:
        """The message as it leaves."""
        composed = self.compose(facts)
        say = facts.language.say
        stop = Action(STOP, say("label.stop"), Look.DANGER)
        last = () if self.is_last_word(facts.wish) else (stop,)
        body = composed.body
        if facts.local_was_due is not None:
            moment = facts.language.moment(facts.local_was_due)
            body += "\n\n" + say("delivery.was_due", time=moment)
        return replace(
            composed,
            content=self._content(composed, facts),
            body=body,
            actions=(*composed.actions, *last),
        )

    def _content(self, composed: Message, facts: ComposeFacts) -> str:
        if not facts.discreet:
            return composed.content
        neutral = facts.language.family(NEUTRAL)
        return facts.language.say(neutral[facts.seed % len(neutral)])
