"""Lower, similar or higher: a period and the one before it, the days around a session."""

from __future__ import annotations

import pytest

from bot.domain.check_in import STRESS, TENSION
from bot.domain.progress import ENOUGH, Compared, Middle, Trend, middle_of
from tests.unit.scores import day, score, seen, tension


def compared(before: list[float], now: list[float]) -> Trend:
    """The trend between two sides of which each day is given."""
    sides = [dict(zip(map(day, range(len(side))), side, strict=True)) for side in (before, now)]
    return Compared(*(middle_of(side, side) for side in sides)).trend


@pytest.mark.parametrize(
    ("before", "now", "trend"),
    [
        (6, 4, Trend.LOWER),
        (6, 4.5, Trend.SIMILAR),
        (4, 6, Trend.HIGHER),
        (8, 6, Trend.SIMILAR),
        (8, 5.5, Trend.LOWER),
        (6.5, 4.5, Trend.LOWER),
        (7, 5, Trend.SIMILAR),
        (10, 7, Trend.LOWER),
        (10, 7.5, Trend.SIMILAR),
        (0, 1.5, Trend.SIMILAR),
        (0, 2, Trend.HIGHER),
        (2, 0, Trend.LOWER),
        (8, 10, Trend.SIMILAR),
        (5, 5, Trend.SIMILAR),
    ],
)
def test_less_than_two_points_or_thirty_percent_is_noise(
    before: float, now: float, trend: Trend
) -> None:
    assert compared([before] * ENOUGH, [now] * ENOUGH) is trend


@pytest.mark.parametrize(("days_before", "days_now"), [(0, 3), (1, 30), (2, 3), (3, 2), (30, 0)])
def test_with_answers_on_fewer_than_three_days_of_either_side_nothing_is_said(
    days_before: int, days_now: int
) -> None:
    assert compared([9] * days_before, [1] * days_now) is Trend.UNKNOWN


def test_a_period_is_compared_with_as_many_days_before_it() -> None:
    scores = tension({0: 2, 1: 2, 6: 2, 7: 8, 10: 8, 13: 8, 14: 1, 20: 1, 21: 1, 22: 1})

    (curve, _) = seen(scores, days=7).curves

    assert curve.compared == Compared(Middle(8, 3), Middle(2, 3))
    assert curve.compared.trend is Trend.LOWER


def test_one_high_score_changes_no_verdict() -> None:
    calm = dict.fromkeys(range(1, 60), 3)

    (curve, _) = seen(tension({**calm, 0: 10})).curves

    assert curve.compared.trend is Trend.SIMILAR


# Sessions


def test_a_session_has_seven_days_on_either_side_and_its_own_day_is_on_neither() -> None:
    scores = tension({8: 10, 7: 6, 4: 6, 1: 6, 0: 9})
    later = [score(-ahead, 2) for ahead in (1, 2)]

    (around,) = seen([*scores, *later], sessions=[0]).around

    assert around.compared[TENSION] == Compared(Middle(6, 3), Middle(2, 2))
    assert around.compared[TENSION].trend is Trend.UNKNOWN


def test_before_and_after_a_session_are_told_by_the_same_rule() -> None:
    before, after = dict.fromkeys(range(11, 16), 8), dict.fromkeys(range(5, 10), 4)

    (around,) = seen(tension(before | after), sessions=[10]).around

    assert around.local_day == day(10)
    assert around.compared[TENSION].trend is Trend.LOWER
    assert around.compared[STRESS].trend is Trend.UNKNOWN


def test_a_day_with_another_session_is_on_neither_side() -> None:
    scores = tension({**dict.fromkeys(range(30), 5), 14: 10, 7: 10})

    around = {each.local_day: each for each in seen(scores, sessions=[14, 7]).around}

    assert around[day(14)].compared[TENSION] == Compared(Middle(5, 7), Middle(5, 6))
    assert around[day(7)].compared[TENSION] == Compared(Middle(5, 6), Middle(5, 7))


def test_days_before_a_session_may_lie_before_the_period() -> None:
    (around,) = seen(tension(dict.fromkeys(range(40), 4)), days=7, sessions=[6]).around

    assert around.compared[TENSION].before == Middle(4, 7)


def test_sessions_are_those_of_the_period_each_day_once() -> None:
    progress = seen(tension(dict.fromkeys(range(90), 4)), sessions=[29, 3, 3, 30, -1])

    assert progress.local_sessions == (day(29), day(3))
