"""The wall clock on ordinary days and on the days clocks change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.local_time import instant_of, local_of
from bot.domain.zones import zone


def local(text):
    return datetime.fromisoformat(text)


def utc(text):
    return local(text).replace(tzinfo=UTC)


def test_an_ordinary_wall_time_has_its_instant():
    at = instant_of(local("2026-11-23 09:00"), zone("Europe/Berlin"))

    assert at == utc("2026-11-23 08:00")
    assert at.tzinfo is UTC


def test_an_instant_is_read_off_the_wall_without_a_zone():
    shown = local_of(utc("2026-11-23 08:00"), zone("Asia/Kathmandu"))

    assert shown == local("2026-11-23 13:45")
    assert shown.tzinfo is None


@pytest.mark.parametrize(
    ("name", "skipped", "first_valid"),
    [
        ("Europe/Berlin", "2026-03-29 02:00", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-03-29 02:59:59.999999", "2026-03-29 01:00"),
        ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30"),
        ("Antarctica/Troll", "2026-03-29 01:30", "2026-03-29 01:00"),
        ("Africa/Casablanca", "2026-03-22 02:30", "2026-03-22 02:00"),
        ("Africa/Cairo", "2026-04-24 00:30", "2026-04-23 22:00"),
        ("America/Nuuk", "2026-03-28 23:30", "2026-03-29 01:00"),
        ("Asia/Pyongyang", "2018-05-04 23:45", "2018-05-04 15:00"),
    ],
)
def test_a_time_that_the_clocks_skip_stands_for_the_first_valid_one(name, skipped, first_valid):
    assert instant_of(local(skipped), zone(name)) == utc(first_valid)


@pytest.mark.parametrize(
    ("name", "repeated", "first"),
    [
        ("Europe/Berlin", "2026-10-25 02:00", "2026-10-25 00:00"),
        ("Europe/Berlin", "2026-10-25 02:59", "2026-10-25 00:59"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),
        ("Africa/Casablanca", "2026-02-15 02:30", "2026-02-15 01:30"),
        ("Pacific/Kwajalein", "1969-09-30 12:00", "1969-09-30 01:00"),
    ],
)
def test_a_time_that_is_shown_twice_stands_for_the_first(name, repeated, first):
    assert instant_of(local(repeated), zone(name)) == utc(first)


def test_the_second_pass_of_a_repeated_hour_reads_the_same_on_the_wall():
    berlin = zone("Europe/Berlin")

    first = local_of(utc("2026-10-25 00:30"), berlin)
    second = local_of(utc("2026-10-25 01:30"), berlin)

    assert first == second == local("2026-10-25 02:30")
    assert instant_of(second, berlin) == utc("2026-10-25 00:30")


def test_a_fold_mark_on_a_wall_time_changes_nothing():
    marked = local("2026-10-25 02:30").replace(fold=1)

    assert instant_of(marked, zone("Europe/Berlin")) == utc("2026-10-25 00:30")


@pytest.mark.parametrize(
    ("name", "lost_day"),
    [
        ("Pacific/Apia", "2011-12-30"),
        ("Pacific/Fakaofo", "2011-12-30"),
        ("Pacific/Kiritimati", "1994-12-31"),
        ("Pacific/Kwajalein", "1993-08-21"),
    ],
)
@pytest.mark.parametrize("hour", ["00:00", "12:00", "23:59"])
def test_a_day_that_a_zone_left_out_has_no_instants(name, lost_day, hour):
    assert instant_of(local(f"{lost_day} {hour}"), zone(name)) is None


def test_the_days_beside_a_lost_day_are_whole():
    apia = zone("Pacific/Apia")

    last_minute_at = instant_of(local("2011-12-29 23:59"), apia)
    first_minute_at = instant_of(local("2011-12-31 00:00"), apia)

    assert last_minute_at == utc("2011-12-30 09:59")
    assert first_minute_at == utc("2011-12-30 10:00")


def test_an_instant_without_a_zone_is_refused_rather_than_read_in_the_machines_own():
    with pytest.raises(ValueError, match="aware"):
        local_of(local("2026-11-23 08:00"), zone("UTC"))


def test_a_wall_time_with_a_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        instant_of(utc("2026-11-23 08:00"), zone("UTC"))
