"""What becomes of a wish for posture check-ins: the window, less quiet hours, within the limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain.member import Settings
from bot.domain.posture import (
    DEFAULT_EVERY_MIN,
    DEFAULT_FROM,
    DEFAULT_UNTIL,
    EVERY_MIN_CHOICES,
    Moved,
    PosturePlan,
    PostureWish,
    day_times,
    plan_posture,
)
from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import Rule, Weekdays
from bot.domain.zones import zone
from bot.errors import InvalidInput

WORKDAYS = frozenset(range(5))
FIRST_DAY = date(2026, 11, 24)
MOVED = Moved((540, 660, 780), (540, 600, 720), FIRST_DAY, (540, 660, 780))
DEFAULT = PostureWish(DEFAULT_EVERY_MIN, DEFAULT_FROM, DEFAULT_UNTIL, WORKDAYS)


def wish(every_min: int, start: str, end: str) -> PostureWish:
    return PostureWish(every_min, time.fromisoformat(start), time.fromisoformat(end), WORKDAYS)


def quiet(start: str, end: str) -> QuietHours:
    return QuietHours(time.fromisoformat(start), time.fromisoformat(end))


def plan(
    wanted: PostureWish, hours: QuietHours | None = None, limit: int = 24, reserved: int = 0
) -> PosturePlan:
    return plan_posture(wanted, Settings(zone("Europe/Berlin"), hours, limit), reserved)


def times(found: PosturePlan) -> list[str]:
    assert found.rule is not None
    return [f"{m // 60:02}:{m % 60:02}" for m in found.rule.minutes]


def test_the_default_wish_is_six_times_a_working_day() -> None:
    found = plan(DEFAULT, quiet("20:00", "08:00"), limit=8)

    assert times(found) == ["09:00", "10:30", "12:00", "13:30", "15:00", "16:30"]
    assert found.rule is not None
    assert found.rule.days == Weekdays(WORKDAYS)
    assert (found.wanted, found.in_quiet, found.places) == (6, 0, 8)
    assert not found.is_spread


def test_the_end_of_a_window_is_not_one_of_its_times() -> None:
    assert times(plan(wish(60, "09:00", "12:00"))) == ["09:00", "10:00", "11:00"]
    assert times(plan(wish(60, "09:00", "12:01")))[-1] == "12:00"


def test_what_falls_in_quiet_hours_is_left_out_and_counted() -> None:
    found = plan(wish(60, "06:00", "12:00"), quiet("20:00", "08:00"))

    assert times(found) == ["08:00", "09:00", "10:00", "11:00"]
    assert (found.wanted, found.in_quiet) == (6, 2)
    assert not found.is_spread


def test_a_window_wholly_in_quiet_hours_has_no_rule_and_says_how_much_is_lost() -> None:
    found = plan(wish(60, "22:00", "02:00"), quiet("20:00", "08:00"))

    assert found.rule is None
    assert (found.wanted, found.in_quiet) == (4, 4)
    assert not found.is_spread


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    assert times(plan(wish(60, "22:00", "02:00"))) == ["22:00", "23:00", "24:00", "25:00"]


def test_a_window_over_midnight_keeps_what_lies_before_the_night_and_after_it() -> None:
    found = plan(wish(120, "20:00", "10:00"), quiet("22:00", "06:00"))

    assert times(found) == ["20:00", "30:00", "32:00"]
    assert found.in_quiet == 4


def test_more_times_than_places_are_spread_evenly_and_start_with_the_first() -> None:
    found = plan(wish(30, "09:00", "17:00"), limit=4)

    assert times(found) == ["09:00", "11:00", "13:00", "15:00"]
    assert found.is_spread


def test_exactly_as_many_times_as_places_are_all_kept() -> None:
    found = plan(wish(60, "09:00", "17:00"), limit=8)

    assert len(times(found)) == 8
    assert not found.is_spread


def test_quiet_hours_are_taken_away_before_the_limit_is_counted() -> None:
    found = plan(wish(60, "04:00", "12:00"), quiet("20:00", "08:00"), limit=4)

    assert times(found) == ["08:00", "09:00", "10:00", "11:00"]
    assert not found.is_spread


@pytest.mark.parametrize(("limit", "reserved", "places"), [(8, 2, 6), (8, 0, 8), (3, 2, 1)])
def test_places_are_kept_for_other_check_ins(limit: int, reserved: int, places: int) -> None:
    found = plan(wish(20, "09:00", "17:00"), limit=limit, reserved=reserved)

    assert (found.places, len(times(found))) == (places, places)


@pytest.mark.parametrize("reserved", [1, 2, 24])
def test_where_every_place_is_kept_for_others_none_comes(reserved: int) -> None:
    found = plan(DEFAULT, limit=1, reserved=reserved)

    assert (found.rule, found.places) == (None, 0)
    assert found.is_spread


def test_a_window_that_begins_where_it_ends_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        plan(wish(60, "09:00", "09:00"))
    assert refused.value.key == "window.empty"


def test_less_often_spreads_what_is_left_evenly_whatever_the_limit() -> None:
    asked = replace(wish(60, "09:00", "17:00"), most_a_day=4)

    for limit in (4, 8, 24):
        found = plan(asked, limit=limit)
        assert times(found) == ["09:00", "11:00", "13:00", "15:00"]
        # It is no limit that a higher limit would lift.
        assert not found.is_spread
    assert plan(asked, limit=3).is_spread


def test_moved_times_come_in_place_of_their_names_from_their_first_day_on() -> None:
    asked = replace(wish(120, "09:00", "15:00"), moved=MOVED)

    rule = plan(asked).rule

    assert rule == Rule(Weekdays(WORKDAYS), (540, 600, 720), (540, 660, 780), FIRST_DAY)


@pytest.mark.parametrize(
    ("hours", "limit", "most"),
    [
        (None, 2, None),
        (None, 24, 2),
        (("12:30", "13:30"), 24, None),
        (("09:30", "10:30"), 24, None),
    ],
)
def test_moved_times_rest_while_others_than_their_names_would_come(
    hours: tuple[str, str] | None, limit: int, most: int | None
) -> None:
    asked = replace(wish(120, "09:00", "15:00"), moved=MOVED, most_a_day=most)

    found = plan(asked, None if hours is None else quiet(*hours), limit)

    assert found.rule is not None
    assert not found.rule.is_moved
    assert plan(replace(asked, most_a_day=None)).rule != found.rule


@pytest.mark.parametrize(
    ("window", "slot", "day"),
    [
        (("09:00", "17:00"), "2026-11-23 09:00", 23),
        (("22:00", "02:00"), "2026-11-23 22:30", 23),
        (("22:00", "02:00"), "2026-11-24 01:30", 23),
        (("22:00", "02:00"), "2026-11-24 02:00", 24),
        (("22:00", "00:00"), "2026-11-24 00:00", 24),
    ],
)
def test_a_slot_belongs_to_the_day_on_which_its_window_starts(
    window: tuple[str, str], slot: str, day: int
) -> None:
    assert wish(60, *window).own_day(datetime.fromisoformat(slot)) == date(2026, 11, day)


def test_the_window_of_a_days_times_ends_after_it_starts() -> None:
    for window, expected in ((("09:00", "17:00"), (540, 1020)), (("22:00", "02:00"), (1320, 1560))):
        asked = wish(60, *window)
        rule = plan(asked).rule
        assert rule is not None
        day = day_times(asked, Settings(zone("Europe/Berlin"), None, 8), rule)
        assert (day.start, day.end) == expected
        assert day.fits(rule.minutes)


# What a schedule keeps


@pytest.mark.parametrize(
    "wanted",
    [
        DEFAULT,
        wish(45, "22:15", "00:00"),
        replace(DEFAULT, most_a_day=1),
        replace(DEFAULT, moved=MOVED),
        replace(DEFAULT, asks=False),
        replace(DEFAULT, offers=False),
    ],
)
def test_a_wish_comes_back_from_what_is_kept_of_it(wanted: PostureWish) -> None:
    assert PostureWish.from_wish(wanted.to_wish()) == wanted


def test_what_is_kept_is_plain_and_the_same_for_equal_wishes() -> None:
    days = frozenset({4, 0, 2})
    kept = PostureWish(90, time(9), time(17, 30), days).to_wish()

    assert kept == {"every_min": 90, "from_min": 540, "until_min": 1050, "days": [0, 2, 4]}


@pytest.mark.parametrize(
    "changed",
    [
        {"every_min": "90"},
        {"from_min": None},
        {"from_min": 1440},
        {"until_min": -1},
        {"days": "mon"},
        {"days": None},
        {"most_a_day": 0},
        {"most_a_day": "3"},
        {"moved": []},
        {"moved": {"names": [540], "minutes": [555]}},
        {"moved": {**MOVED.to_wish(), "first_day": 20261124}},
    ],
)
def test_anything_else_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"not what posture keeps|must be in"):
        PostureWish.from_wish({**DEFAULT.to_wish(), **changed})


@pytest.mark.parametrize("missing", ["every_min", "from_min", "until_min", "days"])
def test_a_wish_with_a_part_missing_is_refused(missing: str) -> None:
    kept = DEFAULT.to_wish()
    del kept[missing]

    with pytest.raises(ValueError, match="not what posture keeps"):
        PostureWish.from_wish(kept)


# What holds for every wish

MINUTES = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
WINDOWS = st.tuples(MINUTES, MINUTES).filter(lambda ends: ends[0] != ends[1])


@hypothesis_settings(derandomize=True, deadline=None, max_examples=300)
@given(
    every_min=st.sampled_from(EVERY_MIN_CHOICES),
    window=WINDOWS,
    night=st.none() | WINDOWS,
    limit=st.integers(1, 24),
    reserved=st.integers(0, 24),
)
def test_no_plan_breaks_the_limit_or_quiet_hours_or_loses_count(
    every_min: int,
    window: tuple[time, time],
    night: tuple[time, time] | None,
    limit: int,
    reserved: int,
) -> None:
    hours = None if night is None else QuietHours(*night)
    found = plan(PostureWish(every_min, *window, WORKDAYS), hours, limit, reserved)
    kept = [] if found.rule is None else list(found.rule.minutes)

    assert len(kept) == min(found.wanted - found.in_quiet, found.places)
    assert found.is_spread == (found.wanted - found.in_quiet > len(kept))
    assert 0 <= found.places <= limit
    # With the places of others, a day holds no more than its limit.
    assert len(kept) + min(reserved, limit) <= limit
    for minute in kept:
        local = time(minute % 1440 // 60, minute % 60)
        assert hours is None or not hours.covers(local)
        assert (minute - (window[0].hour * 60 + window[0].minute)) % every_min == 0
