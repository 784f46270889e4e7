"""What scores come to: a value a day, the days of a period, and a median a week."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from bot.domain.check_in import COMFORT, STRESS, TENSION
from bot.domain.progress import SHOWN, Progress, Score, daily, earliest_needed
from tests.unit.scores import TODAY, day, score, seen, tension


def medians(progress: Progress) -> list[float | None]:
    return [week.middle.enough for week in progress.curves[0].weeks]


# Days


def test_a_day_without_answer_has_no_value_and_nothing_is_put_in_its_place() -> None:
    progress = seen(tension({6: 4, 4: 8, 0: 2}), days=7)

    assert progress.curves[0].days == (4, None, 8, None, None, None, 2)


@pytest.mark.parametrize(("values", "median"), [((9, 2, 3), 3), ((3, 8), 5.5)])
def test_several_answers_on_a_day_count_as_their_median(
    values: tuple[int, ...], median: float
) -> None:
    scores = [score(0, value, hour=hour) for hour, value in enumerate(values, 8)]

    assert daily(scores, TENSION) == {TODAY: median}


def test_an_answer_of_0_is_a_value_and_not_a_gap() -> None:
    assert seen(tension({0: 0}), days=7).curves[0].days[-1] == 0


def test_each_question_has_its_own_days() -> None:
    progress = seen([score(0, 7), score(1, 3, STRESS)], days=7)

    assert [curve.question for curve in progress.curves] == list(SHOWN)
    assert progress.curves[0].days[-2:] == (None, 7)
    assert progress.curves[1].days[-2:] == (3, None)


def test_what_was_said_about_pain_is_not_part_of_it() -> None:
    progress = seen([score(ago, 9, COMFORT) for ago in range(7)], days=7)

    assert progress.answers == 0
    assert progress.active_days == 0


def test_an_answer_at_midnight_belongs_to_the_day_that_begins() -> None:
    at_midnight = Score(datetime.combine(TODAY, time(0, 0)), TENSION, 5)
    before = Score(datetime.combine(day(1), time(23, 59)), TENSION, 6)

    assert seen([before, at_midnight], days=7).curves[0].days[-2:] == (6, 5)


# The period


@pytest.mark.parametrize("days", [7, 30, 90])
def test_a_period_ends_today_and_has_as_many_days_as_were_asked_for(days: int) -> None:
    progress = seen(tension(dict.fromkeys(range(400), 5)), days=days)

    assert (progress.local_first, progress.local_last) == (day(days - 1), TODAY)
    assert all(len(curve.days) == days for curve in progress.curves)


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
    assert progress.curves[0].days[-2:] == (4, 6)


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
    weeks = seen(tension({0: 5})).curves[0].weeks

    assert [week.local_last for week in weeks] == [day(21), day(14), day(7), TODAY]
    assert all((week.local_last - week.local_first).days == 6 for week in weeks)


def test_what_is_left_at_the_beginning_is_a_week_only_if_it_may_have_enough_days() -> None:
    weeks = seen(tension({0: 5}), days=90).curves[0].weeks

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
