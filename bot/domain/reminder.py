"""A member's own reminder: what they want to be reminded of, and when it comes.

It keeps the wall clock, so that it moves with its member, or an instant, which does not: "in 90
minutes" is meant wherever one is by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.local_time import instant_of, local_of
from bot.domain.rule import Occasion, OneDate, Rule, next_occasion
from bot.domain.when import At, Repeat, rule_for
from bot.errors import InvalidInput

# Source: product.
LONGEST_TEXT = 200
MOST_ACTIVE = 50

_MOMENT = timedelta(microseconds=1)


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


def local_first(wish: dict[str, object]) -> datetime | None:
    """The slot with which a schedule's wish begins; None: it has no beginning."""
    first = wish.get("first")
    return datetime.fromisoformat(first) if isinstance(first, str) else None


def fixed_at(wish: dict[str, object]) -> datetime | None:
    """The instant that a schedule's wish keeps; None: it follows the wall clock."""
    at = wish.get("at")
    return datetime.fromisoformat(at) if isinstance(at, str) else None


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
    first = _minute(found.local)
    return Timing(ReminderWish(text, repeat, local_first=first), rule_for(repeat, first))


def first_occasion(
    rule: Rule, wish: dict[str, object], zone: ZoneInfo, after_at: datetime
) -> Occasion | None:
    """The first time of a rule after an instant that is no earlier than its wish begins."""
    return next_occasion(rule, zone, not_before(wish, zone, after_at))


def not_before(wish: dict[str, object], zone: ZoneInfo, after_at: datetime) -> datetime:
    """The instant after which a schedule may come: ``after_at``, or where its wish begins."""
    first = local_first(wish)
    first_at = None if first is None else instant_of(first, zone)
    return after_at if first_at is None else max(after_at, first_at - _MOMENT)


def fixed_occasion(at: datetime, zone: ZoneInfo) -> Occasion:
    """An instant that stays, named by the wall clock where it was asked for."""
    return Occasion(_minute(local_of(at, zone)), at)


def comes_once(rule: Rule | None) -> bool:
    """Whether there is one time at most."""
    return rule is None or isinstance(rule.days, OneDate)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
