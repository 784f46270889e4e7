"""Which hours would be answered more often, and when that is worth an offer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from itertools import pairwise

import pytest

from bot.domain.better_hours import BetterHours, Came, DayTimes, better_hours
from bot.domain.quiet_hours import QuietHours

EVERY_90_MIN = (540, 630, 720, 810, 900, 990)
NINE, FIVE_PM, NOON = 540, 1020, 720


def day(
    names: tuple[int, ...] = EVERY_90_MIN,
    *,
    minutes: tuple[int, ...] = (),
    start: int = NINE,
    end: int = FIVE_PM,
    quiet: QuietHours | None = None,
) -> DayTimes:
    return DayTimes(names, minutes or names, start, end, quiet)


def weeks(
    answers: Callable[[int], float], days: int = 20, minutes: tuple[int, ...] = EVERY_90_MIN
) -> list[Came]:
    """So many days on which each time is answered as often as ``answers`` says, evenly spread."""
    return [
        Came(minute % 1440, int((number + 1) * share) > int(number * share))
        for number in range(days)
        for minute in minutes
        for share in (answers(minute),)
    ]


def mornings(minute: int) -> float:
    return 0.9 if minute < NOON else 0.1


def clock(found: BetterHours | None) -> list[str]:
    assert found is not None
    return [f"{minute // 60:02}:{minute % 60:02}" for minute in found.minutes]


def test_times_move_to_the_hours_that_are_answered_and_keep_half_an_interval() -> None:
    found = better_hours(day(), weeks(mornings))

    assert clock(found)[:4] == ["09:00", "09:45", "10:30", "11:15"]
    assert found is not None
    assert found.local_between == (time(9), time(10, 45))


def test_what_gains_little_by_moving_stays_where_it_is() -> None:
    found = better_hours(day(), weeks(mornings))

    assert clock(found)[-1] == "16:30"


def test_where_every_hour_is_answered_alike_nothing_is_offered() -> None:
    assert better_hours(day(), weeks(lambda _: 0.5)) is None
    assert better_hours(day(), weeks(lambda _: 1.0)) is None


def test_where_nothing_was_answered_nothing_is_offered() -> None:
    assert better_hours(day(), weeks(lambda _: 0.0)) is None


def test_three_days_are_too_few_to_know() -> None:
    assert better_hours(day(), weeks(mornings, days=3)) is None


def test_nothing_is_offered_once_the_times_have_moved_there() -> None:
    found = better_hours(day(), weeks(mornings))
    assert found is not None

    assert better_hours(day(minutes=found.minutes), weeks(mornings)) is None


def test_quiet_hours_are_never_moved_into() -> None:
    lunch = QuietHours(time(9, 30), time(11))
    found = better_hours(day((540, 720, 810, 900, 990), quiet=lunch), weeks(mornings))

    assert found is None or not any(lunch.covers(time(m // 60, m % 60)) for m in found.minutes)


def test_one_time_a_day_goes_where_it_is_answered_best() -> None:
    found = better_hours(day((900,)), weeks(mornings))

    assert clock(found) == ["10:15"]


def test_a_window_over_midnight_is_one_stretch() -> None:
    nights = tuple(range(1320, 1560, 60))
    late = weeks(lambda minute: 0.9 if minute >= 1440 else 0.05, minutes=nights)

    found = better_hours(day(nights, start=1320, end=1560), late)

    assert found is not None
    assert found.minutes[0] > nights[0]
    assert all(b - a >= 30 for a, b in pairwise(found.minutes))
    assert found.local_between == (time(0), time(1, 15))


def test_answers_all_over_the_window_name_no_hours() -> None:
    ends = weeks(lambda minute: 0.9 if minute in {540, 990} else 0.1)

    found = better_hours(day(), ends)

    assert found is not None
    assert found.local_between is None


def test_hours_of_which_nothing_is_known_are_not_tried() -> None:
    only_late = weeks(lambda minute: 0.5 if minute > 600 else 0.1)

    found = better_hours(day(start=0, end=1440), only_late)

    assert found is None or min(found.minutes) >= NINE - 60


@pytest.mark.parametrize(
    ("minutes", "fits"),
    [
        (EVERY_90_MIN, True),
        ((540, 585, 630, 675, 720, 765), True),
        ((540, 584, 630, 675, 720, 765), False),
        ((539, 585, 630, 675, 720, 765), False),
        ((540, 630, 720, 810, 900, 1020), False),
        ((540, 630, 720, 810, 900), False),
        ((630, 540, 720, 810, 900, 990), False),
    ],
)
def test_times_fit_that_keep_number_order_window_and_half_an_interval(
    minutes: tuple[int, ...], fits: bool
) -> None:
    assert day().fits(minutes) is fits


def test_spread_times_keep_half_of_the_way_there_really_is_between_them() -> None:
    assert day((540, 660, 780, 900)).apart_min == 60
    assert day((540,)).apart_min == 0


def test_the_last_of_a_day_keeps_its_distance_to_the_first_of_the_next() -> None:
    round_the_clock = day(tuple(range(0, 1440, 120)), start=0, end=1439)

    assert round_the_clock.allows(1380)
    assert not round_the_clock.allows(1381)
