"""The question and the silence after it, against a plain model, over random weeks of presses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.habits import Habit, Past, habit_after
from bot.domain.policy import Patience

modest = settings(derandomize=True, deadline=None, max_examples=400)

FIRST_DAY = date(2026, 11, 23)


@dataclass
class Came:
    """One thing that came, as the model remembers it."""

    day: date
    what: Habit
    pressed: bool = False


@dataclass
class Life:
    """A schedule lived through: what came, what was kept back, and what was pressed."""

    patience: Patience
    came: list[Came] = field(default_factory=list)
    kept_back: int = 0

    def comes(self, day: date) -> Habit:
        newest_first = [
            Past(one.day, one.what is Habit.QUESTION, one.pressed) for one in reversed(self.came)
        ]
        what = habit_after(newest_first, self.patience)
        if what is Habit.SILENCE:
            self.kept_back += 1
        else:
            self.came.append(Came(day, what))
        return what

    def press(self, number: int) -> None:
        """Something is pressed: it is answered, and so is a question that stands."""
        if self.came:
            self.came[number % len(self.came)].pressed = True
            for one in self.came:
                one.pressed = one.pressed or one.what is Habit.QUESTION


@dataclass
class Model:
    """The same rule as one would tell it: counted forward, one event after another."""

    patience: Patience
    in_a_row: list[date] = field(default_factory=list)
    asked: bool = False

    def comes(self, day: date) -> Habit:
        if self.asked:
            return Habit.SILENCE
        last = self.in_a_row[-self.patience.messages :]
        if len(last) == self.patience.messages and len(set(last)) >= self.patience.days:
            self.asked = True
            return Habit.QUESTION
        self.in_a_row.append(day)
        return Habit.PROMPT


patiences = st.builds(Patience, messages=st.integers(2, 7), days=st.integers(1, 3))
# How many come on each day, and after which of them something is pressed.
weeks = st.lists(st.lists(st.none() | st.integers(0, 3), max_size=9), min_size=1, max_size=14)


@modest
@given(patience=patiences, week=weeks)
def test_the_question_comes_just_when_a_plain_count_says_so(
    patience: Patience, week: list[list[int | None]]
) -> None:
    life, model = Life(patience), Model(patience)
    for number, presses in enumerate(week):
        day = FIRST_DAY + timedelta(days=number)
        for press in presses:
            assert life.comes(day) is model.comes(day)
            # The newest is pressed: nothing before it counts any more.
            if press == 0:
                life.press(len(life.came) - 1)
                model.in_a_row, model.asked = [], False


@modest
@given(patience=patiences, week=weeks)
def test_there_is_never_more_than_one_question_before_a_press(
    patience: Patience, week: list[list[int | None]]
) -> None:
    life = Life(patience)
    asked = 0
    for number, presses in enumerate(week):
        for press in presses:
            silent_before = asked > 0
            what = life.comes(FIRST_DAY + timedelta(days=number))
            asked += what is Habit.QUESTION
            assert asked <= 1
            assert (what is Habit.SILENCE) == silent_before
            if press is not None:
                life.press(press)
                asked = 0


@modest
@given(patience=patiences, week=weeks)
def test_the_question_never_comes_before_so_many_unanswered_over_so_many_days(
    patience: Patience, week: list[list[int | None]]
) -> None:
    life = Life(patience)
    for number, presses in enumerate(week):
        for press in presses:
            if life.comes(FIRST_DAY + timedelta(days=number)) is Habit.QUESTION:
                before = life.came[-patience.messages - 1 : -1]
                assert len(before) == patience.messages
                assert not any(one.pressed for one in before)
                assert len({one.day for one in before}) >= patience.days
            if press is not None:
                life.press(press)


@modest
@given(patience=patiences, week=weeks, days=st.integers(1, 30))
def test_with_every_message_answered_no_question_ever_comes(
    patience: Patience, week: list[list[int | None]], days: int
) -> None:
    life = Life(patience)
    for number in range(days):
        for _ in week[number % len(week)]:
            assert life.comes(FIRST_DAY + timedelta(days=number)) is Habit.PROMPT
            life.press(len(life.came) - 1)

    assert life.kept_back == 0
