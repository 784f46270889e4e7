"""Rules: days times minutes, and what comes next."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.rule import (
    EveryWeeks,
    MonthDay,
    OneDate,
    Rule,
    Weekdays,
    at_times,
    latest_occasion,
    next_occasion,
    upcoming,
    window_minutes,
)
from bot.domain.zones import zone

BERLIN = zone("Europe/Berlin")
APIA = zone("Pacific/Apia")
EVERY_DAY = Weekdays(frozenset(range(7)))
MONDAYS = Weekdays(frozenset({0}))
WORKDAYS = Weekdays(frozenset(range(5)))
NOON = at_times([time(12)])
DAY = timedelta(days=1)


def local(text):
    return datetime.fromisoformat(text)


def utc(text):
    return local(text).replace(tzinfo=UTC)


def slots(rule, in_zone, after, count):
    found = upcoming(rule, in_zone, utc(after), count)
    return [f"{occasion.local_slot:%a %d %b %H:%M}" for occasion in found]


def test_every_45_minutes_from_nine_to_five_is_the_same_list_every_day():
    rule = Rule(WORKDAYS, window_minutes(45, time(9), time(17)))

    assert slots(rule, BERLIN, "2026-11-27 14:00", 4) == [
        "Fri 27 Nov 15:45",
        "Fri 27 Nov 16:30",
        "Mon 30 Nov 09:00",
        "Mon 30 Nov 09:45",
    ]


def test_the_next_occasion_is_strictly_later():
    rule = Rule(EVERY_DAY, NOON)

    at_noon = next_occasion(rule, BERLIN, utc("2026-11-23 10:59:59.999999"))
    after_noon = next_occasion(rule, BERLIN, utc("2026-11-23 11:00"))

    assert at_noon.at == utc("2026-11-23 11:00")
    assert after_noon.at == utc("2026-11-24 11:00")


@pytest.mark.parametrize(
    ("after", "coming"),
    [
        ("2026-11-22 12:00", ["Mon 23 Nov 23:00", "Tue 24 Nov 00:00", "Tue 24 Nov 01:00"]),
        ("2026-11-23 23:30", ["Tue 24 Nov 01:00", "Mon 30 Nov 23:00", "Tue 01 Dec 00:00"]),
    ],
)
def test_a_window_over_midnight_belongs_to_the_day_on_which_it_starts(after, coming):
    rule = Rule(MONDAYS, window_minutes(60, time(23), time(2)))

    assert slots(rule, BERLIN, after, 3) == coming


def test_times_on_one_skipped_hour_are_one_occasion_with_the_first_ones_name():
    rule = Rule(EVERY_DAY, at_times([time(2), time(2, 30), time(3), time(4)]))

    skipped, following = upcoming(rule, BERLIN, utc("2026-03-28 12:00"), 2)

    assert skipped.local_slot == local("2026-03-29 02:00")
    assert skipped.at == utc("2026-03-29 01:00")
    assert following.local_slot == local("2026-03-29 04:00")


def test_looking_back_names_a_merged_occasion_as_looking_ahead_does():
    rule = Rule(EVERY_DAY, at_times([time(2), time(2, 30), time(3)]))

    found = latest_occasion(rule, BERLIN, utc("2026-03-29 06:00"))

    assert found == next_occasion(rule, BERLIN, utc("2026-03-28 12:00"))


def test_a_repeated_hour_counts_once_and_its_second_pass_is_silent():
    rule = Rule(EVERY_DAY, at_times([time(2), time(2, 30)]))

    found = upcoming(rule, BERLIN, utc("2026-10-24 12:00"), 3)

    assert [occasion.at for occasion in found] == [
        utc("2026-10-25 00:00"),
        utc("2026-10-25 00:30"),
        utc("2026-10-26 01:00"),
    ]


def test_from_within_the_second_pass_the_next_is_tomorrows():
    rule = Rule(EVERY_DAY, at_times([time(2, 30)]))

    second_pass_at = utc("2026-10-25 01:10")

    assert next_occasion(rule, BERLIN, second_pass_at).at == utc("2026-10-26 01:30")
    assert latest_occasion(rule, BERLIN, second_pass_at).at == utc("2026-10-25 00:30")


@pytest.mark.parametrize(
    ("minutes", "after", "coming"),
    [
        (NOON, "2011-12-29 00:00", ["Thu 29 Dec 12:00", "Sat 31 Dec 12:00", "Sun 01 Jan 12:00"]),
        (
            window_minutes(60, time(22), time(2)),
            "2011-12-30 08:30",
            ["Thu 29 Dec 23:00", "Sat 31 Dec 00:00", "Sat 31 Dec 01:00", "Sat 31 Dec 22:00"],
        ),
    ],
)
def test_a_lost_day_takes_its_own_hours_and_no_others(minutes, after, coming):
    assert slots(Rule(EVERY_DAY, minutes), APIA, after, len(coming)) == coming


def test_a_weekly_rule_on_a_lost_day_waits_for_the_week_after():
    rule = Rule(Weekdays(frozenset({4})), NOON)

    assert slots(rule, APIA, "2011-12-24 12:00", 1) == ["Fri 06 Jan 12:00"]
    assert latest_occasion(rule, APIA, utc("2012-01-01")).local_slot == local("2011-12-23 12:00")


def test_one_date_on_a_lost_day_never_comes():
    rule = Rule(OneDate(date(2011, 12, 30)), NOON)

    assert next_occasion(rule, APIA, utc("2011-12-01")) is None
    assert latest_occasion(rule, APIA, utc("2012-12-01")) is None


def test_one_date_far_ahead_is_found_and_then_is_over():
    rule = Rule(OneDate(date(2126, 2, 28)), NOON)

    only = next_occasion(rule, BERLIN, utc("2026-11-23"))

    assert only.at == utc("2126-02-28 11:00")
    assert next_occasion(rule, BERLIN, only.at) is None
    assert latest_occasion(rule, BERLIN, utc("2200-01-01")) == only
    assert latest_occasion(rule, BERLIN, utc("2026-11-23")) is None


def test_every_two_weeks_keeps_its_rhythm_from_the_first_day():
    rule = Rule(EveryWeeks(date(2026, 12, 1), 2), NOON)

    assert slots(rule, BERLIN, "2026-11-23 00:00", 3) == [
        "Tue 01 Dec 12:00",
        "Tue 15 Dec 12:00",
        "Tue 29 Dec 12:00",
    ]
    assert slots(rule, BERLIN, "2026-12-15 11:00", 1) == ["Tue 29 Dec 12:00"]
    assert latest_occasion(rule, BERLIN, utc("2026-11-30")) is None


def test_the_31st_becomes_the_last_day_of_a_shorter_month():
    rule = Rule(MonthDay(31), NOON)

    assert slots(rule, BERLIN, "2028-01-31 12:00", 3) == [
        "Tue 29 Feb 12:00",
        "Fri 31 Mar 12:00",
        "Sun 30 Apr 12:00",
    ]
    assert latest_occasion(rule, BERLIN, utc("2027-03-01")).local_slot == local("2027-02-28 12:00")


def test_looking_back_includes_the_instant_itself():
    rule = Rule(MONDAYS, NOON)

    assert latest_occasion(rule, BERLIN, utc("2026-11-23 11:00")).at == utc("2026-11-23 11:00")
    assert latest_occasion(rule, BERLIN, utc("2026-11-23 10:59")).at == utc("2026-11-16 11:00")


def test_a_rule_that_ends_gives_fewer_than_asked_for():
    rule = Rule(OneDate(date(2026, 12, 24)), at_times([time(9), time(12)]))

    assert len(upcoming(rule, BERLIN, utc("2026-11-23"), 5)) == 2


def test_none_asked_for_is_none_given():
    assert upcoming(Rule(EVERY_DAY, NOON), BERLIN, utc("2026-11-23"), 0) == ()
