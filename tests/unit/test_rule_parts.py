"""What a rule is made of: days and minutes of a day, made from times, windows and limits."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.domain.day_minutes import minute_of, time_of
from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import (
    EveryWeeks,
    MonthDay,
    OneDate,
    Rule,
    Weekdays,
    at_times,
    spread,
    window_minutes,
    without_quiet,
)
from bot.errors import InvalidInput

EVERY_DAY = Weekdays(frozenset(range(7)))


@pytest.mark.parametrize("days", [set(), {7}, {-1, 0}])
def test_days_that_are_no_weekdays_are_refused(days):
    with pytest.raises(ValueError, match="weekday"):
        Weekdays(frozenset(days))


@pytest.mark.parametrize(
    "make",
    [
        lambda: OneDate(date(9990, 1, 1)),
        lambda: OneDate(date(1, 1, 1)),
        lambda: EveryWeeks(date(2026, 1, 1), 0),
        lambda: EveryWeeks(date(2026, 1, 1), 53),
        lambda: EveryWeeks(date.max, 2),
        lambda: MonthDay(0),
        lambda: MonthDay(32),
    ],
)
def test_days_out_of_range_are_refused(make):
    with pytest.raises(ValueError, match=r"weeks|day|date"):
        make()


@pytest.mark.parametrize(
    "minutes", [(), (-1,), (2880,), (5, 5), (6, 5), (0, 1440), (100, 1000, 1540)]
)
def test_minutes_out_of_order_or_range_are_refused(minutes):
    with pytest.raises(ValueError, match="minute"):
        Rule(EVERY_DAY, minutes)


@pytest.mark.parametrize(
    ("minute", "local"), [(0, time(0)), (1, time(0, 1)), (754, time(12, 34)), (1439, time(23, 59))]
)
def test_a_minute_of_the_day_is_a_wall_time(minute, local):
    assert time_of(minute) == local
    assert minute_of(local) == minute


@pytest.mark.parametrize("minute", [-1, 1440])
def test_a_minute_beyond_the_day_is_no_wall_time(minute):
    with pytest.raises(ValueError, match="hour"):
        time_of(minute)


def test_times_are_put_in_order_and_doubles_dropped():
    assert at_times([time(18), time(9, 30), time(18)]) == (570, 1080)
    assert at_times([]) == ()


@pytest.mark.parametrize(
    ("every_min", "end", "minutes"),
    [(60, time(12), (540, 600, 660)), (59, time(10), (540, 599)), (90, time(10), (540,))],
)
def test_the_end_of_a_window_is_left_out_and_its_start_is_not(every_min, end, minutes):
    assert window_minutes(every_min, time(9), end) == minutes


def test_a_window_that_ends_before_it_starts_runs_over_midnight():
    assert window_minutes(60, time(22), time(0)) == (1320, 1380)
    assert window_minutes(120, time(22), time(4)) == (1320, 1440, 1560)
    assert Rule(EVERY_DAY, window_minutes(1, time(9), time(8, 59))).minutes[-1] == 1978


def test_a_window_of_no_length_is_refused():
    with pytest.raises(InvalidInput) as caught:
        window_minutes(60, time(9), time(9))
    assert caught.value.key == "window.empty"


@pytest.mark.parametrize("every_min", [0, -5, 1440])
def test_a_step_that_is_no_part_of_a_day_is_refused(every_min):
    with pytest.raises(ValueError, match="1439"):
        window_minutes(every_min, time(9), time(17))


def test_what_falls_in_quiet_hours_is_taken_out_on_both_sides_of_midnight():
    window = window_minutes(60, time(20), time(2))

    assert without_quiet(window, QuietHours(time(22), time(1))) == (1200, 1260, 1500)
    assert without_quiet(window, QuietHours(time(20), time(8))) == ()
    assert without_quiet(window, None) == window


def test_too_many_times_are_spread_evenly_from_the_first():
    window = window_minutes(30, time(9), time(17))

    assert spread(window, 8) == window_minutes(60, time(9), time(17))
    assert spread(window, 3) == (540, 690, 840)
    assert spread(window, 1) == (540,)


def test_times_within_the_limit_are_left_as_they_are():
    assert spread((540, 600), 2) == (540, 600)
    assert spread((540, 600), 24) == (540, 600)
    assert spread((), 3) == ()


def test_a_limit_below_one_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        spread((540,), 0)
