"""When the question comes, and how long it is silent after it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.domain.habits import Habit, Past, habit_after
from bot.domain.policy import Patience

FIVE = Patience(messages=5, days=2)
MONDAY = date(2026, 11, 23)


def past(spelled: str) -> list[Past]:
    """What came, the oldest first: a digit is a prompt on that day, ? the question, x: pressed."""
    found: list[Past] = []
    for sign in spelled.replace(" ", ""):
        if sign == "x":
            found[-1] = Past(found[-1].local_day, found[-1].is_question, pressed=True)
        elif sign == "?":
            found.append(Past(found[-1].local_day, is_question=True, pressed=False))
        else:
            day = MONDAY + timedelta(days=int(sign))
            found.append(Past(day, is_question=False, pressed=False))
    return found[::-1]


@pytest.mark.parametrize(
    ("came", "next_is"),
    [
        ("", Habit.PROMPT),
        ("0000 1", Habit.QUESTION),
        ("0 1111", Habit.QUESTION),
        ("01234", Habit.QUESTION),
        ("00000", Habit.PROMPT),
        ("0000000", Habit.PROMPT),
        ("0000 0001", Habit.QUESTION),
        ("000 1", Habit.PROMPT),
        ("000x0 1", Habit.PROMPT),
        ("000x0 1111", Habit.QUESTION),
        ("0000 1x", Habit.PROMPT),
        ("0x000 1", Habit.PROMPT),
        ("0x000 11", Habit.QUESTION),
    ],
)
def test_five_unanswered_in_a_row_over_two_days_bring_the_question(
    came: str, next_is: Habit
) -> None:
    assert habit_after(past(came), FIVE) is next_is


def test_while_the_question_stands_nothing_comes() -> None:
    assert habit_after(past("0000 1?"), FIVE) is Habit.SILENCE


def test_an_answer_to_the_question_brings_the_prompts_back() -> None:
    assert habit_after(past("0000 1?x"), FIVE) is Habit.PROMPT


def test_after_an_answered_question_five_have_to_stay_unanswered_anew() -> None:
    assert habit_after(past("0000 1?x 1222"), FIVE) is Habit.PROMPT
    assert habit_after(past("0000 1?x 12223"), FIVE) is Habit.QUESTION


def test_what_lies_further_back_than_the_patience_changes_nothing() -> None:
    assert habit_after(past("0?x 0x0x0x 0000 1"), FIVE) is Habit.QUESTION
