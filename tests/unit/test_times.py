"""What comes of a wish for times of day: the times, the daily limit and quiet hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.days import EVERY_DAY
from bot.domain.member import Settings
from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import Occasion, upcoming
from bot.domain.times import (
    TimesWish,
    arrivals,
    check_times,
    local_arrival,
    most_times,
    times_rule,
    waiting_times,
)
from bot.domain.zones import zone
from bot.errors import InvalidInput
from bot.kinds.tension import Tension

BERLIN = zone("Europe/Berlin")
QUIET = QuietHours(time(20), time(8))
SETTINGS = Settings(BERLIN, QUIET, 8)
MONDAY_AT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def wish(*typed: str, days: frozenset[int] = EVERY_DAY) -> TimesWish:
    return TimesWish(tuple(time.fromisoformat(each) for each in typed), days)


def comes(wanted: TimesWish, count: int, quiet: QuietHours | None = QUIET) -> list[str]:
    """When check-ins come, on the wall clock: as 23 09:00, with what was set in brackets."""
    rule = times_rule(wanted, SETTINGS)
    occasions = upcoming(rule, BERLIN, MONDAY_AT, 20)
    return [
        f"{local_arrival(one, BERLIN):%d %H:%M}"
        + (f" ({one.local_slot:%H:%M})" if one.waits else "")
        for one in arrivals(occasions, quiet, BERLIN, count)
    ]


def test_unless_said_otherwise_it_comes_at_six_in_the_evening_every_day() -> None:
    assert comes(TimesWish(Tension.default_at, EVERY_DAY), 3) == [
        "23 18:00",
        "24 18:00",
        "25 18:00",
    ]


def test_a_wish_comes_back_from_the_schedule_as_it_was() -> None:
    wanted = wish("09:00", "13:30", days=frozenset({0, 4}))

    assert TimesWish.from_wish(wanted.to_wish()) == wanted


@pytest.mark.parametrize(
    "kept", [{}, {"at_min": [], "days": [1]}, {"at_min": [540], "days": []}, {"at_min": "9"}]
)
def test_what_no_wish_made_is_no_wish(kept: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not times of day"):
        TimesWish.from_wish(kept)


@pytest.mark.parametrize(("limit", "most"), [(1, 1), (5, 5), (6, 6), (8, 6), (24, 6)])
def test_a_day_has_as_many_times_as_the_limit_and_never_more_than_six(
    limit: int, most: int
) -> None:
    assert most_times(replace(SETTINGS, daily_limit=limit)) == most


def test_one_time_more_than_that_is_refused_and_says_how_many_go() -> None:
    chosen = replace(SETTINGS, daily_limit=2)
    check_times(wish("09:00", "18:00"), chosen)

    with pytest.raises(InvalidInput) as refused:
        check_times(wish("09:00", "12:00", "18:00"), chosen)

    assert (refused.value.key, refused.value.params) == ("times.too_many", {"most": 2})


def test_a_limit_that_was_lowered_since_leaves_the_first_times_of_the_day() -> None:
    wanted = wish("09:00", "12:00", "18:00")

    assert times_rule(wanted, replace(SETTINGS, daily_limit=2)).minutes == (540, 720)
    assert times_rule(wanted, SETTINGS).minutes == (540, 720, 1080)


def test_times_in_quiet_hours_wait_for_their_end_and_say_what_they_were_set_for() -> None:
    assert comes(wish("09:00", "21:00"), 3) == ["23 09:00", "24 08:00 (21:00)", "24 09:00"]


def test_times_that_wait_for_one_end_come_as_one() -> None:
    assert comes(wish("07:00", "21:00", "23:00"), 2) == ["23 08:00 (07:00)", "24 08:00 (07:00)"]


def test_without_quiet_hours_nothing_waits() -> None:
    assert comes(wish("07:00", "21:00"), 2, quiet=None) == ["23 07:00", "23 21:00"]
    assert waiting_times(wish("07:00"), None) == ()


def test_the_times_of_day_that_wait_are_named() -> None:
    assert waiting_times(wish("07:59", "08:00", "19:59", "20:00"), QUIET) == (time(7, 59), time(20))


def test_fewer_are_shown_where_fewer_come() -> None:
    only = Occasion(datetime(2026, 11, 23, 18, 0), MONDAY_AT + timedelta(hours=12))  # noqa: DTZ001

    assert len(arrivals([only], QUIET, BERLIN, 3)) == 1
    assert arrivals([], QUIET, BERLIN, 3) == ()
