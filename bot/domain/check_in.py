"""Check-ins: their questions and choices, and what a member answered.

A question nobody answered has no score, so 0 and "no answer" are never mixed up. What an answer
asks for is for bot.domain.safety to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

from bot.domain.ids import CheckInId, OccurrenceId
from bot.errors import NotFound

TENSION, STRESS, COMFORT = "tension", "stress", "comfort"
QUESTIONS: Final = (TENSION, STRESS, COMFORT)
SCALE: Final = range(11)

WHERE, HELPED = "where", "helped"
# Source: the design's fact sheet.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        WHERE: (
            "neck_left",
            "neck_centre",
            "neck_right",
            "skull_base",
            "jaw",
            "shoulder_left",
            "shoulder_right",
            "between_blades",
            "arm_hand",
            "head",
        ),
        HELPED: (
            "massage",
            "moving",
            "heat",
            "rest",
            "breathing",
            "exercises",
            "medicine",
            "nothing",
            "other",
        ),
    }
)

# Source: the design's fact sheet. From here on help is shown at once and nothing more is asked.
CRISIS_STRESS: Final = 9

# Judgement: a day later a changed answer would be a memory, not a correction.
CORRECT_WITHIN = timedelta(hours=24)

# Source: Discord, snowflakes: milliseconds since 2015 in all but the last 22 bits.
_SNOWFLAKES_BEGIN_AT = datetime(2015, 1, 1, tzinfo=UTC)
_SNOWFLAKE_BITS = 22


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What a member answered, once.

    ``origin`` names the time they were asked. ``local_at`` is their wall clock when they first
    answered: the day it counts for.
    """

    id: CheckInId
    kind: str
    origin: str
    asked_at: datetime
    answered_at: datetime
    local_at: datetime
    scores: Mapping[str, int]
    choices: Mapping[str, frozenset[str]]

    def stands(self, now_at: datetime) -> bool:
        """Whether it is too old to be changed."""
        return stands(self.answered_at, now_at)


def stands(answered_at: datetime, now_at: datetime) -> bool:
    """Whether an answer of that time is too old to be changed."""
    return now_at - answered_at > CORRECT_WITHIN


def origin_of_occurrence(occurrence_id: OccurrenceId) -> str:
    """The origin of a check-in the bot started."""
    return f"o{occurrence_id}"


def origin_of_interaction(interaction_id: int) -> str:
    """The origin of a check-in the member started."""
    return f"n{interaction_id}"


def asked_of_interaction_at(interaction_id: int, now_at: datetime) -> datetime:
    """When a member asked for a check-in; never later than now, whatever the number says."""
    passed = timedelta(milliseconds=interaction_id >> _SNOWFLAKE_BITS)
    return min(_SNOWFLAKES_BEGIN_AT + passed, now_at)


def questions(scores: Mapping[str, int], *, comfort: bool) -> tuple[str, ...]:
    """What is asked, in order. ``comfort``: a clinic asks its members about pain.

    Who has just said that the stress is more than they can cope with is asked nothing more.
    """
    asked = QUESTIONS if comfort else (TENSION, STRESS)
    if scores.get(STRESS, 0) >= CRISIS_STRESS:
        return tuple(question for question in asked if question != COMFORT)
    return asked


def question_after(question: str, scores: Mapping[str, int], *, comfort: bool) -> str | None:
    """What is asked after a question; None: that was the last."""
    asked = questions(scores, comfort=comfort)
    rest = QUESTIONS[QUESTIONS.index(question) + 1 :]
    return next((each for each in rest if each in asked), None)


def chosen(question: str, values: Iterable[str]) -> frozenset[str]:
    """What was chosen, checked: it comes from outside.

    Raises NotFound for a choice that is not, or no longer, on offer.
    """
    found = frozenset(values)
    if not found <= frozenset(CHOICES[question]):
        raise NotFound("button.outdated")
    return found
