"""The rules that a first time and a choice of repeating come to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.rule import rule_from_json, rule_to_json, upcoming
from bot.domain.when import Repeat, keeps_to_the_last_day, rule_for
from bot.domain.zones import zone


def local(text):
    return datetime.fromisoformat(text)


def days_of(repeat, first, count, zone_name="UTC"):
    """The first few occasions from a first time on, as a planner takes them."""
    local_first = datetime.fromisoformat(first)
    rule = rule_for(Repeat(repeat), local_first)
    before_at = local_first.replace(tzinfo=UTC, hour=0, minute=0)
    return [
        f"{o.local_slot:%m-%d %H:%M}" for o in upcoming(rule, zone(zone_name), before_at, count)
    ]


def test_none_comes_once():
    assert days_of("none", "2026-11-23 09:30", 3) == ["11-23 09:30"]


def test_daily_comes_every_day():
    assert days_of("daily", "2026-12-30 09:30", 3) == ["12-30 09:30", "12-31 09:30", "01-01 09:30"]


def test_weekdays_leave_out_the_weekend():
    assert days_of("weekdays", "2026-11-26 18:00", 3) == [
        "11-26 18:00", "11-27 18:00", "11-30 18:00",
    ]  # fmt: skip


def test_weekdays_that_are_to_begin_on_a_saturday_begin_on_monday():
    assert days_of("weekdays", "2026-11-28 18:00", 2) == ["11-30 18:00", "12-01 18:00"]


def test_weekly_keeps_the_weekday_over_the_year_and_its_leap_day():
    assert days_of("weekly", "2028-02-22 07:00", 3) == ["02-22 07:00", "02-29 07:00", "03-07 07:00"]


def test_weekly_does_not_begin_before_its_first_time():
    rule = rule_for(Repeat.WEEKLY, local("2027-01-05 09:00"))

    first, *_ = upcoming(rule, zone("UTC"), datetime(2026, 11, 23, tzinfo=UTC), 1)

    assert first.local_slot == local("2027-01-05 09:00")


def test_every_2_weeks_counts_from_the_first_time():
    assert days_of("every 2 weeks", "2026-12-21 09:00", 3) == [
        "12-21 09:00", "01-04 09:00", "01-18 09:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "days"),
    [
        ("2027-01-31", ["01-31", "02-28", "03-31", "04-30", "05-31"]),
        ("2028-01-31", ["01-31", "02-29", "03-31", "04-30", "05-31"]),
        ("2027-01-30", ["01-30", "02-28", "03-30", "04-30", "05-30"]),
        ("2027-01-29", ["01-29", "02-28", "03-29", "04-29", "05-29"]),
        ("2027-01-28", ["01-28", "02-28", "03-28", "04-28", "05-28"]),
        ("2028-02-29", ["02-29", "03-29", "04-29", "05-29", "06-29"]),
        ("2026-11-30", ["11-30", "12-30", "01-30", "02-28", "03-30"]),
    ],
)
def test_monthly_falls_on_the_last_day_of_a_month_that_is_too_short(first, days):
    found = days_of("monthly", f"{first} 09:00", 5)

    assert found == [f"{day} 09:00" for day in days]


def test_a_month_that_was_too_short_does_not_pull_the_next_ones_with_it():
    assert days_of("monthly", "2027-01-31 09:00", 14)[-1] == "02-29 09:00"


@pytest.mark.parametrize(
    ("repeat", "day", "told"),
    [("monthly", 28, False), ("monthly", 29, True), ("monthly", 31, True), ("weekly", 31, False),
     ("none", 31, False)],
)  # fmt: skip
def test_the_last_day_of_the_month_is_told_where_it_matters(repeat, day, told):
    rule = rule_for(Repeat(repeat), local(f"2027-01-{day} 09:00"))

    assert keeps_to_the_last_day(rule) is told


def test_a_repeated_time_that_the_clocks_skip_once_keeps_to_itself_afterwards():
    berlin = zone("Europe/Berlin")
    rule = rule_for(Repeat.DAILY, local("2026-03-29 02:30"))

    skipped, after = upcoming(rule, berlin, datetime(2026, 3, 28, 12, tzinfo=UTC), 2)

    assert skipped.at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert after.at == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


def test_seconds_of_the_first_time_are_dropped():
    rule = rule_for(Repeat.DAILY, local("2026-11-23 11:45:42"))

    assert rule.minutes == (11 * 60 + 45,)


@pytest.mark.parametrize("repeat", Repeat)
def test_every_repeat_can_be_kept(repeat):
    rule = rule_for(repeat, local("2028-02-29 23:59"))

    assert rule_from_json(rule_to_json(rule)) == rule


def test_the_values_are_those_of_the_option():
    assert [repeat.value for repeat in Repeat] == [
        "none", "daily", "weekdays", "weekly", "every 2 weeks", "monthly",
    ]  # fmt: skip
