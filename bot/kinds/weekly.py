"""The weekly card: one benefit card in a clinic's channel, never the same twice in a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.content.cards import Card
from bot.content.library import Library
from bot.domain.message import Action, Look, Message
from bot.domain.policy import Lane, Policy, Quiet
from bot.domain.weekly import WEEKLY
from bot.kinds.channel import ChannelKind
from bot.kinds.kind import ComposeFacts

READ: Final = "weekly_read"
SIGNS: Final = "weekly_signs"


class Weekly(ChannelKind):
    """One card a week."""

    name = WEEKLY
    policy = Policy(lane=Lane.PROMPT, quiet=Quiet.SENT, stale_after=timedelta(days=1))
    public = (READ, SIGNS)

    def items(self, library: Library, locale: str) -> Sequence[str]:
        """The cards."""
        return [card.id for card in library.cards(locale)]

    def compose(self, facts: ComposeFacts) -> Message:
        """What we say, how sure research is, what to try, and when to take care."""
        say = facts.language.say
        card = card_of(facts.library, facts.language.code, facts.item)
        parts = {"text": card.text, "sure": card.sure, "try": card.try_, "careful": card.careful}
        return Message(
            content=say("weekly.content", title=card.title),
            title=card.title,
            body="\n\n".join(f"**{say(f'benefits.{name}')}**\n{t}" for name, t in parts.items()),
            footer=say("weekly.footer"),
            actions=(
                Action(READ, say("label.read_card"), Look.MAIN),
                Action(SIGNS, say("label.warning_signs"), Look.DANGER),
            ),
        )


def card_of(library: Library, locale: str, item: str | None) -> Card:
    """A card. One that was taken out since gives way to the first there is."""
    shelf = library.cards(locale)
    return next((card for card in shelf if card.id == item), shelf[0])
