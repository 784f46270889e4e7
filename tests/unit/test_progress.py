"""What scores come to: a value a day, weekly medians, and how they stand to what was before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import pytest

from bot.domain.check_in import COMFORT, STRESS, TENSION
from bot.domain.progress import (
    ENOUGH,
    SHOWN,
    Compared,
    Middle,
    Progress,
    Score,
    Trend,
    daily,
    earliest_needed,
    middle_of,
    progress_of,
)

TODAY = date(2026, 11, 23)


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def score(ago: int, value: int, question: str = TENSION, hour: int = 18) -> Score:
    return Score(datetime.combine(day(ago), time(hour)), question, value)


def tension(values: dict[int, int]) -> list[Score]:
    """A score a day, by how many days ago."""
    return [score(ago, value) for ago, value in values.items()]


def seen(
    scores: Iterable[Score],
    *,
    days: int = 30,
    sessions: Iterable[int] = (),
    began: int | None = 400,
    today: date = TODAY,
) -> Progress:
    return progress_of(
        list(scores),
        [day(ago) for ago in sessions],
        local_today=today,
        period_days=days,
        local_began=None if began is None else day(began),
    )


def medians(progress: Progress) -> list[float | None]:
    return [week.middle.enough for week in progress.courses[0].weeks]


def compared(before: list[float], now: list[float]) -> Trend:
    """The trend between two sides of which each day is given."""
    sides = [dict(zip(map(day, range(len(side))), side, strict=True)) for side in (before, now)]
    return Compared(*(middle_of(side, side) for side in sides)).trend


# Days


def test_a_day_without_answer_has_no_value_and_nothing_is_put_in_its_place() -> None:
    progress = seen(tension({6: 4, 4: 8, 0: 2}), days=7)

    assert progress.courses[0].days == (4, None, 8, None, None, None, 2)


def test_several_answers_on_a_day_count_as_their_median() -> None:
    scores = [score(0, value, hour=hour) for hour, value in ((8, 9), (12, 2), (20, 3))]

    assert daily(scores, TENSION) == {TODAY: 3}


def test_two_answers_on_a_day_meet_in_the_middle() -> None:
    assert daily([score(0, 3, hour=9), score(0, 8)], TENSION) == {TODAY: 5.5}


def test_an_answer_of_0_is_a_value_and_not_a_gap() -> None:
    assert seen(tension({0: 0}), days=7).courses[0].days[-1] == 0


def test_each_question_has_its_own_days() -> None:
    progress = seen([score(0, 7), score(1, 3, STRESS)], days=7)

    assert [course.question for course in progress.courses] == list(SHOWN)
    assert progress.courses[0].days[-2:] == (None, 7)
    assert progress.courses[1].days[-2:] == (3, None)


def test_what_was_said_about_pain_is_not_part_of_it() -> None:
    progress = seen([score(ago, 9, COMFORT) for ago in range(7)], days=7)

    assert progress.answers == 0
    assert progress.active_days == 0


def test_an_answer_at_midnight_belongs_to_the_day_that_begins() -> None:
    at_midnight = Score(datetime.combine(TODAY, time(0, 0)), TENSION, 5)
    before = Score(datetime.combine(day(1), time(23, 59)), TENSION, 6)

    assert seen([before, at_midnight], days=7).courses[0].days[-2:] == (6, 5)


# The period


@pytest.mark.parametrize("days", [7, 30, 90])
def test_a_period_ends_today_and_has_as_many_days_as_were_asked_for(days: int) -> None:
    progress = seen(tension(dict.fromkeys(range(400), 5)), days=days)

    assert (progress.local_first, progress.local_last) == (day(days - 1), TODAY)
    assert all(len(course.days) == days for course in progress.courses)


def test_a_period_begins_with_the_members_first_answer() -> None:
    progress = seen(tension({12: 5, 3: 5}), began=12)

    assert progress.local_first == day(12)
    assert not progress.began_before


def test_a_period_has_a_week_at_least() -> None:
    assert seen(tension({1: 5}), began=1).local_first == day(6)
    assert seen([], began=None).local_first == day(6)


def test_a_gap_at_the_beginning_of_a_period_stays_if_there_were_answers_before() -> None:
    progress = seen(tension({3: 5}), began=80)

    assert progress.local_first == day(29)
    assert progress.began_before


def test_an_answer_dated_tomorrow_where_the_member_was_is_not_lost() -> None:
    progress = seen(tension({-1: 6, 0: 4}), days=7)

    assert progress.local_last == day(-1)
    assert progress.courses[0].days[-2:] == (4, 6)


def test_an_answer_dated_by_a_clock_that_was_years_ahead_does_not_move_the_period() -> None:
    progress = seen(tension({-400: 6, -3: 6, 0: 4}), days=7)

    assert progress.local_last == TODAY
    assert progress.answers == 1


def test_answers_are_counted_by_check_in_and_not_by_question() -> None:
    scores = [score(0, 5), score(0, 5, STRESS), score(0, 6, hour=20), score(40, 5)]

    progress = seen(scores)

    assert progress.answers == 2
    assert not progress.is_enough


def test_three_answers_on_one_day_are_enough_to_show() -> None:
    assert seen([score(0, 5, hour=hour) for hour in (8, 12, 18)]).is_enough


def test_what_is_read_reaches_back_over_the_period_before_and_to_the_first_of_the_month() -> None:
    assert earliest_needed(TODAY, 30) == day(59)
    assert earliest_needed(TODAY, 7) == date(2026, 11, 1)
    assert earliest_needed(date(2026, 11, 3), 7) == date(2026, 10, 21)


# Days active


def test_days_active_count_each_day_once_whatever_was_answered() -> None:
    scores = [score(0, 5), score(0, 6, hour=20), score(1, 5, STRESS), score(5, 5)]

    assert seen(scores, days=7).active_days == 3


def test_days_active_this_month_begin_with_its_first_and_never_stand_for_a_run() -> None:
    scores = tension({0: 5, 1: 5, 10: 5, 22: 5, 23: 5})

    assert day(22) == date(2026, 11, 1)
    assert seen(scores, days=7).active_this_month == 4


def test_days_active_this_month_are_those_of_the_members_month_not_of_another_year() -> None:
    assert seen(tension({0: 5, 365: 5}), days=90).active_this_month == 1


# Weeks


def test_weeks_are_counted_back_from_today_so_that_each_has_one_of_every_weekday() -> None:
    weeks = seen(tension({0: 5})).courses[0].weeks

    assert [week.local_last for week in weeks] == [day(21), day(14), day(7), TODAY]
    assert all((week.local_last - week.local_first).days == 6 for week in weeks)


def test_what_is_left_at_the_beginning_is_a_week_only_if_it_may_have_enough_days() -> None:
    weeks = seen(tension({0: 5}), days=90).courses[0].weeks

    assert len(weeks) == 13
    assert (weeks[0].local_first, weeks[0].local_last) == (day(89), day(84))


def test_a_weeks_median_is_that_of_its_days() -> None:
    progress = seen(tension({6: 1, 4: 2, 2: 9, 13: 4, 12: 5, 11: 7, 10: 8}))

    assert medians(progress)[-2:] == [6, 2]


def test_a_busy_day_does_not_outweigh_the_others_of_its_week() -> None:
    busy = [score(0, 10, hour=hour) for hour in range(8, 20)]

    assert medians(seen([*busy, *tension({1: 2, 2: 3})]))[-1] == 3


def test_a_week_with_answers_on_two_days_has_no_median() -> None:
    assert medians(seen(tension({0: 5, 1: 5})))[-1] is None
    assert medians(seen(tension({0: 5, 1: 5, 6: 5})))[-1] == 5


# Lower, similar, higher


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

    (course, _) = seen(scores, days=7).courses

    assert course.compared == Compared(Middle(8, 3), Middle(2, 3))
    assert course.compared.trend is Trend.LOWER


def test_one_high_score_changes_no_verdict() -> None:
    calm = dict.fromkeys(range(1, 60), 3)

    (course, _) = seen(tension({**calm, 0: 10})).courses

    assert course.compared.trend is Trend.SIMILAR


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
