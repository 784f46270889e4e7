"""Rules: days times minutes, and what comes next."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import (
    EveryWeeks,
    MonthDay,
    Occasion,
    OneDate,
    Rule,
    Weekdays,
    at_times,
    latest_occasion,
    next_occasion,
    occasions_between,
    rule_from_json,
    rule_to_json,
    spread,
    upcoming,
    window_minutes,
    without_quiet,
)
from bot.domain.zones import zone
from bot.errors import InvalidInput

BERLIN = zone("Europe/Berlin")
APIA = zone("Pacific/Apia")
EVERY_DAY = Weekdays(frozenset(range(7)))
MONDAYS = Weekdays(frozenset({0}))
WORKDAYS = Weekdays(frozenset(range(5)))
NOON = at_times([time(12)])
DAY = timedelta(days=1)
A_WHILE = timedelta(days=400)


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


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_starts():
    rule = Rule(MONDAYS, window_minutes(60, time(23), time(2)))

    assert slots(rule, BERLIN, "2026-11-22 12:00", 4) == [
        "Mon 23 Nov 23:00",
        "Tue 24 Nov 00:00",
        "Tue 24 Nov 01:00",
        "Mon 30 Nov 23:00",
    ]


def test_a_window_that_began_yesterday_goes_on_after_midnight():
    rule = Rule(MONDAYS, window_minutes(60, time(23), time(2)))

    assert slots(rule, BERLIN, "2026-11-23 23:30", 1) == ["Tue 24 Nov 01:00"]


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


def test_a_day_that_does_not_exist_is_left_out():
    rule = Rule(EVERY_DAY, NOON)

    assert slots(rule, APIA, "2011-12-29 00:00", 3) == [
        "Thu 29 Dec 12:00",
        "Sat 31 Dec 12:00",
        "Sun 01 Jan 12:00",
    ]


def test_a_weekly_rule_on_a_lost_day_waits_for_the_week_after():
    rule = Rule(Weekdays(frozenset({4})), NOON)

    assert slots(rule, APIA, "2011-12-24 12:00", 1) == ["Fri 06 Jan 12:00"]
    assert latest_occasion(rule, APIA, utc("2012-01-01")).local_slot == local("2011-12-23 12:00")


def test_one_date_on_a_lost_day_never_comes():
    rule = Rule(OneDate(date(2011, 12, 30)), NOON)

    assert next_occasion(rule, APIA, utc("2011-12-01")) is None
    assert latest_occasion(rule, APIA, utc("2012-12-01")) is None


def test_a_lost_day_takes_its_own_hours_and_no_others():
    rule = Rule(EVERY_DAY, window_minutes(60, time(22), time(2)))

    assert slots(rule, APIA, "2011-12-30 08:30", 4) == [
        "Thu 29 Dec 23:00",
        "Sat 31 Dec 00:00",
        "Sat 31 Dec 01:00",
        "Sat 31 Dec 22:00",
    ]


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


def test_a_count_takes_its_end_and_leaves_its_start():
    rule = Rule(EVERY_DAY, NOON)
    first_at = utc("2026-11-23 11:00")

    assert occasions_between(rule, BERLIN, first_at, first_at + 3 * DAY, 100) == 3
    assert occasions_between(rule, BERLIN, first_at, first_at, 100) == 0


def test_a_count_stops_at_the_most_it_was_asked_for():
    rule = Rule(EVERY_DAY, NOON)
    start_at = utc("2026-11-23")

    assert occasions_between(rule, BERLIN, start_at, start_at + A_WHILE, 5) == 5
    assert occasions_between(rule, BERLIN, start_at, start_at + A_WHILE, 0) == 0
    assert occasions_between(rule, BERLIN, start_at, start_at + A_WHILE, -1) == 0


def test_a_rule_that_ends_gives_fewer_than_asked_for():
    rule = Rule(OneDate(date(2026, 12, 24)), at_times([time(9), time(12)]))

    assert len(upcoming(rule, BERLIN, utc("2026-11-23"), 5)) == 2
    assert occasions_between(rule, BERLIN, utc("2026-11-23"), utc("2027-11-23"), 5) == 2


def test_none_asked_for_is_none_given():
    assert upcoming(Rule(EVERY_DAY, NOON), BERLIN, utc("2026-11-23"), 0) == ()


def berlin(text):
    return local(text).replace(tzinfo=BERLIN).astimezone(UTC)


def test_a_moved_time_keeps_the_name_of_its_slot():
    rule = Rule(EVERY_DAY, (555, 700), (540, 720))

    found = upcoming(rule, BERLIN, berlin("2026-11-23 09:00"), 3)

    assert [str(one.local_slot)[8:16] for one in found] == ["23 09:00", "23 12:00", "24 09:00"]
    assert [one.at for one in found] == [
        berlin("2026-11-23 09:15"),
        berlin("2026-11-23 11:40"),
        berlin("2026-11-24 09:15"),
    ]


def test_before_the_day_of_the_move_times_fall_where_they_fell():
    tuesday = date(2026, 11, 24)
    once = Rule(EVERY_DAY, (555,), (540,), tuesday)
    again = Rule(EVERY_DAY, (600,), (540,), tuesday, (555,))

    for rule, monday, later in ((once, "09:00", "09:15"), (again, "09:15", "10:00")):
        found = upcoming(rule, BERLIN, berlin("2026-11-23 08:00"), 2)
        assert [one.at for one in found] == [
            berlin(f"2026-11-23 {monday}"),
            berlin(f"2026-11-24 {later}"),
        ]
        assert latest_occasion(rule, BERLIN, berlin("2026-11-24 00:00")) == found[0]


def test_a_moved_time_on_a_skipped_hour_comes_right_after_it():
    rule = Rule(EVERY_DAY, (150,), (90,))

    found = next_occasion(rule, BERLIN, berlin("2026-03-29 00:00"))

    assert found == Occasion(local("2026-03-29 01:30"), berlin("2026-03-29 03:00"))


def test_a_move_that_moves_nothing_is_none():
    plain = Rule(EVERY_DAY, (540,))

    assert Rule(EVERY_DAY, (540,), (540,)) == plain
    assert Rule(EVERY_DAY, (540,), (540,), date(2026, 11, 24)) == plain
    assert Rule(EVERY_DAY, (540,), before=(555,)) == plain
    assert not plain.is_moved
    assert Rule(EVERY_DAY, (555,), (540,)).is_moved


@pytest.mark.parametrize(
    ("minutes", "names", "before"),
    [
        ((540,), (540, 600), ()),
        ((540, 600), (600, 540), ()),
        ((540,), (2880,), ()),
        ((540, 600), (540, 660), (540,)),
        ((0,), (1440,), ()),
        ((0,), (10,), (1440,)),
    ],
)
def test_names_and_earlier_times_have_to_be_as_good_as_minutes(minutes, names, before):
    with pytest.raises(ValueError, match="minute"):
        Rule(EVERY_DAY, minutes, names, date(2026, 11, 24), before)


@pytest.mark.parametrize("days", [set(), {7}, {-1, 0}])
def test_days_that_are_no_weekdays_are_refused(days):
    with pytest.raises(ValueError, match="weekday"):
        Weekdays(frozenset(days))


@pytest.mark.parametrize(
    "minutes", [(), (-1,), (2880,), (5, 5), (6, 5), (0, 1440), (100, 1000, 1540)]
)
def test_minutes_out_of_order_or_range_are_refused(minutes):
    with pytest.raises(ValueError, match="minute"):
        Rule(EVERY_DAY, minutes)


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


def test_times_are_put_in_order_and_doubles_dropped():
    assert at_times([time(18), time(9, 30), time(18)]) == (570, 1080)
    assert at_times([]) == ()


def test_the_end_of_a_window_is_left_out_and_its_start_is_not():
    assert window_minutes(60, time(9), time(12)) == (540, 600, 660)
    assert window_minutes(59, time(9), time(10)) == (540, 599)
    assert window_minutes(90, time(9), time(10)) == (540,)


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


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Rule(WORKDAYS, (540, 600)), '{"minutes":[540,600],"weekdays":[0,1,2,3,4]}'),
        (Rule(OneDate(date(2026, 12, 24)), NOON), '{"date":"2026-12-24","minutes":[720]}'),
        (
            Rule(EveryWeeks(date(2026, 12, 1), 2), NOON),
            '{"first":"2026-12-01","minutes":[720],"weeks":2}',
        ),
        (Rule(MonthDay(31), NOON), '{"minutes":[720],"month_day":31}'),
        (
            Rule(MonthDay(31), NOON, (600,)),
            '{"minutes":[720],"month_day":31,"names":[600]}',
        ),
        (
            Rule(MonthDay(31), NOON, (5,), date(2026, 11, 24), (660,)),
            '{"before":[660],"minutes":[720],"month_day":31,"moved_from":"2026-11-24","names":[5]}',
        ),
    ],
)
def test_the_written_form_stays_as_it_is_because_databases_hold_it(rule, text):
    assert rule_to_json(rule) == text
    assert rule_from_json(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "7",
        "[]",
        "{}",
        '{"minutes":[540]}',
        '{"weekdays":[0]}',
        '{"minutes":540,"weekdays":[0]}',
        '{"minutes":[],"weekdays":[0]}',
        '{"minutes":[540],"weekdays":[]}',
        '{"minutes":[540],"weekdays":[0,0]}',
        '{"minutes":[540],"weekdays":[7]}',
        '{"minutes":[540],"weekdays":["0"]}',
        '{"minutes":[540],"weekdays":[[0]]}',
        '{"minutes":[540],"weekdays":[true]}',
        '{"minutes":[540.0],"weekdays":[0]}',
        '{"minutes":[true],"weekdays":[0]}',
        '{"minutes":[NaN],"weekdays":[0]}',
        '{"minutes":[600,540],"weekdays":[0]}',
        '{"minutes":[540],"weekdays":[0],"date":"2026-12-24"}',
        '{"minutes":[540],"weekdays":[0],"zone":"UTC"}',
        '{"minutes":[540],"minutes":[600],"weekdays":[0]}',
        '{"minutes":[540],"date":"20261224"}',
        '{"minutes":[540],"date":"2026-W01-1"}',
        '{"minutes":[540],"date":"2026-02-30"}',
        '{"minutes":[540],"date":20261224}',
        '{"minutes":[540],"first":"2026-12-01"}',
        '{"minutes":[540],"first":"2026-12-01","weeks":0}',
        '{"minutes":[540],"month_day":"31"}',
        '{"minutes":[540],"month_day":32}',
        '{"minutes":[540],"names":540,"weekdays":[0]}',
        '{"minutes":[540],"names":["540"],"weekdays":[0]}',
        '{"minutes":[540],"names":[540,600],"weekdays":[0]}',
        '{"minutes":[540],"names":[600],"moved_from":"20261124","weekdays":[0]}',
        '{"minutes":[540],"names":[600],"moved_from":7,"weekdays":[0]}',
        '{"minutes":[540],"names":[600],"moved_from":"2026-11-24","before":[7,8],"weekdays":[0]}',
        '{"minutes":[540],"weekdays":[0]',
    ],
)
def test_a_malformed_rule_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        rule_from_json(text)
