"""One follow-up as its schedule keeps it, and when its answer says that somebody feels worse.

Refuses to weigh symptoms: a rise is a number, and what it means is for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from bot.domain.check_in import COMFORT, TENSION
from bot.domain.course import Course
from bot.domain.plan import WARNING_SIGNS_DAYS, Ask

# Why a schedule rests that staff planned for somebody who has not agreed.
WAITING: Final = "waiting for consent"
# Source: product.
WAITS_AT_MOST = timedelta(days=30)

# Source: the design's fact sheet: measurement noise may reach 4 points, so no notice, a calm card.
RISE: Final = 3
# Judgement: an older score says little about how somebody came to their session.
BEFORE_SESSION = timedelta(days=14)
# What is felt in the body; stress has reasons of its own.
COMPARED: Final = (TENSION, COMFORT)

_ABOUT_THE_BODY = frozenset({Ask.SORENESS, Ask.SCORES, Ask.REVIEW})


@dataclass(frozen=True, slots=True)
class FollowUpWish:
    """Step ``number`` of a plan, ``day`` days after a session; whole in itself.

    ``course`` is the session's place in one. What is asked is kept, so that a plan that was changed
    since still asks something.
    """

    plan: str
    number: int
    ask: Ask
    day: int
    course: Course | None = None

    @property
    def warns(self) -> bool:
        """Whether "Warning signs" has to be on it."""
        return self.day <= WARNING_SIGNS_DAYS or self.ask in _ABOUT_THE_BODY

    def to_wish(self) -> dict[str, object]:
        """As a schedule keeps it."""
        kept: dict[str, object] = {
            "plan": self.plan,
            "step": self.number,
            "ask": self.ask.value,
            "day": self.day,
        }
        if self.course is not None:
            kept |= {"place": self.course.place, "sessions": self.course.sessions}
        return kept

    @classmethod
    def from_wish(cls, wish: Mapping[str, object]) -> FollowUpWish:
        """Back from what ``to_wish`` made. Raises ValueError for anything else."""
        match wish:
            case {"plan": str(plan), "step": int(number), "ask": str(ask), "day": int(day)}:
                return cls(plan, number, Ask(ask), day, _course(wish))
        raise ValueError("not what a follow-up keeps")


def _course(wish: Mapping[str, object]) -> Course | None:
    match wish:
        case {"place": int(place), "sessions": int(sessions)}:
            return Course(place, sessions)
    return None


def rose(before: Mapping[str, int], after: Mapping[str, int]) -> bool:
    """Whether a score of the body is 3 or more above what it was before the session.

    A question that was not answered both times is not compared.
    """
    return any(
        after[question] - before[question] >= RISE
        for question in COMPARED
        if question in before and question in after
    )


class Reply(StrEnum):
    """What a client can say by a press, whenever they like; by the names of the buttons."""

    CALL_ME = "call_me"
    PRESSURE = "pressure"
    HURTS = "hurts"
    MOVE = "move"
