"""A member's own reminder: what they want to be reminded of, and when it comes.

It keeps the wall clock, so that it moves with its member, or an instant, which does not: "in 90
minutes" is meant wherever one is by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.rule import Rule
from bot.domain.upcoming import fixed_at, local_first
from bot.domain.when import At, Repeat, rule_for
from bot.errors import InvalidInput

# Source: product.
LONGEST_TEXT = 200
MOST_ACTIVE = 50


@dataclass(frozen=True, slots=True)
class ReminderWish:
    """What to say, how often, and from which wall time on; or the instant that it keeps."""

    text: str
    repeat: Repeat
    local_first: datetime | None = None
    fixed_at: datetime | None = None

    def to_wish(self) -> dict[str, object]:
        """As a schedule keeps it."""
        kept: dict[str, object] = {"text": self.text, "repeat": self.repeat.value}
        if self.local_first is not None:
            kept["first"] = self.local_first.isoformat()
        if self.fixed_at is not None:
            kept["at"] = self.fixed_at.isoformat()
        return kept

    @classmethod
    def from_wish(cls, wish: dict[str, object]) -> ReminderWish:
        """Back from what ``to_wish`` made. Raises ValueError for anything else."""
        match wish:
            case {"text": str(text), "repeat": str(repeat)}:
                return cls(text, Repeat(repeat), local_first(wish), fixed_at(wish))
        raise ValueError("not what a reminder keeps")


def text_typed(text: str) -> str:
    """What was typed, on as many lines as it has, without blanks at its ends.

    Raises InvalidInput for nothing at all, and for more than 200 characters.
    """
    typed = text.strip()
    if not typed:
        raise InvalidInput("reminder.no_text")
    if len(typed) > LONGEST_TEXT:
        raise InvalidInput("reminder.text_too_long", most=LONGEST_TEXT)
    return typed


@dataclass(frozen=True, slots=True)
class Timing:
    """When a reminder comes: by a rule, no earlier than its wish says, or at a fixed instant."""

    wish: ReminderWish
    rule: Rule | None


def timing_of(text: str, found: At, repeat: Repeat) -> Timing:
    """When a reminder comes that was asked for so; a repeat begins then or right after."""
    if repeat is Repeat.NONE and found.absolute:
        return Timing(ReminderWish(text, repeat, fixed_at=found.at), None)
    first = found.local.replace(second=0, microsecond=0)
    return Timing(ReminderWish(text, repeat, local_first=first), rule_for(repeat, first))
