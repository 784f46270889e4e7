"""When prompts that nobody answers give way to one question, and to silence until a press.

Pure: what came before goes in, newest first; what comes next goes out. Nothing is kept beside that
history, so a press on any of it brings the prompts back by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.domain.policy import Patience

# What an occurrence shows when it is the question. No prompt has such an id.
QUESTION = "?"
# How an occurrence was answered by no button of its own: a question by a press on a prompt, and a
# prompt by a press that came too late to count as more than a sign of life.
PRESSED_ELSEWHERE = "elsewhere"
LATE = "late"


class Habit(Enum):
    """What the next occurrence of a schedule is."""

    PROMPT = "a prompt, as always"
    QUESTION = "the question instead of a prompt"
    SILENCE = "nothing, until something is pressed"


@dataclass(frozen=True, slots=True)
class Past:
    """An occurrence that was delivered. A snooze is a press."""

    local_day: date
    is_question: bool
    pressed: bool


def habit_after(history: Sequence[Past], patience: Patience) -> Habit:
    """What comes after this history, newest first; ``patience.messages`` of it are enough."""
    unanswered: list[date] = []
    for past in history[: patience.messages]:
        if past.pressed:
            return Habit.PROMPT
        if past.is_question:
            return Habit.SILENCE
        unanswered.append(past.local_day)
    enough = len(unanswered) == patience.messages and len(set(unanswered)) >= patience.days
    return Habit.QUESTION if enough else Habit.PROMPT
