"""Quiet hours: what they cover, when they end, how they are typed."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.domain.quiet_hours import DEFAULT_QUIET, QuietHours, parse_quiet
from bot.domain.zones import zone
from bot.errors import InvalidInput

BERLIN = zone("Europe/Berlin")
NIGHT = QuietHours(time(22), time(7))
SIESTA = QuietHours(time(13), time(15))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("21:59", False), ("22:00", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_a_night_covers_its_start_and_not_its_end(clock, quiet):
    assert NIGHT.covers(time.fromisoformat(clock)) is quiet


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("12:59", False), ("13:00", True), ("14:59", True), ("15:00", False), ("00:00", False)],
)
def test_quiet_hours_within_a_day_cover_nothing_else(clock, quiet):
    assert SIESTA.covers(time.fromisoformat(clock)) is quiet


def test_a_date_and_time_is_judged_by_its_time():
    assert NIGHT.covers(datetime.fromisoformat("2026-11-23 23:30"))
    assert not NIGHT.covers(datetime.fromisoformat("2026-11-23 12:30"))


def test_the_default_is_from_eight_to_eight():
    assert QuietHours(time(20), time(8)) == DEFAULT_QUIET


def test_outside_quiet_hours_there_is_no_end():
    assert NIGHT.ends_at(utc("2026-11-23 12:00"), BERLIN) is None


@pytest.mark.parametrize("asked", ["2026-11-23 21:00", "2026-11-23 23:30", "2026-11-24 05:59"])
def test_before_and_after_midnight_the_night_ends_the_same_morning(asked):
    assert NIGHT.ends_at(utc(asked), BERLIN) == utc("2026-11-24 06:00")


def test_the_exact_end_is_no_longer_quiet():
    assert NIGHT.ends_at(utc("2026-11-24 06:00"), BERLIN) is None


def test_a_night_in_which_clocks_go_forward_is_an_hour_shorter():
    end_at = NIGHT.ends_at(utc("2026-03-28 21:00"), BERLIN)

    assert end_at == utc("2026-03-29 05:00")


def test_an_end_that_the_clocks_skip_is_the_moment_they_jump():
    quiet = QuietHours(time(22), time(2, 30))

    assert quiet.ends_at(utc("2026-03-28 23:00"), BERLIN) == utc("2026-03-29 01:00")


def test_an_end_that_is_shown_twice_is_the_first():
    quiet = QuietHours(time(22), time(2, 30))

    assert quiet.ends_at(utc("2026-10-24 22:00"), BERLIN) == utc("2026-10-25 00:30")


def test_the_second_pass_of_a_quiet_hour_is_quiet_until_its_own_end():
    quiet = QuietHours(time(22), time(2, 30))

    assert quiet.ends_at(utc("2026-10-25 00:45"), BERLIN) is None
    assert quiet.ends_at(utc("2026-10-25 01:10"), BERLIN) == utc("2026-10-25 01:30")


def test_a_clock_set_back_out_of_quiet_hours_does_not_end_the_night():
    quiet = QuietHours(time(2, 30), time(8))

    assert quiet.ends_at(utc("2026-10-25 00:40"), BERLIN) == utc("2026-10-25 07:00")


def test_a_night_into_a_day_that_does_not_exist_ends_the_morning_after():
    end_at = NIGHT.ends_at(utc("2011-12-30 09:00"), zone("Pacific/Apia"))

    assert end_at == utc("2011-12-30 17:00")


def test_a_jump_from_one_quiet_stretch_into_the_next_ends_with_the_second():
    nearly_always = QuietHours(time(2, 45), time(2, 30))

    assert nearly_always.ends_at(utc("2026-03-28 12:00"), BERLIN) == utc("2026-03-30 00:30")


@pytest.mark.parametrize(
    ("typed", "local_from", "local_until"),
    [
        ("20:00-08:00", "20:00", "08:00"),
        ("22-7", "22:00", "07:00"),
        ("10pm - 7am", "22:00", "07:00"),
        ("10 PM – 7 AM", "22:00", "07:00"),
        ("22:00—06:30", "22:00", "06:30"),
        ("22h30 to 7h", "22:30", "07:00"),
        ("9 pm until 8 am", "21:00", "08:00"),
        ("  20:00 -08:00 ", "20:00", "08:00"),
        ("13:00-15:00", "13:00", "15:00"),
        ("18:00-24:00", "18:00", "00:00"),
        ("midnight - noon", "00:00", "12:00"),
        ("22 Uhr bis 7 Uhr", "22:00", "07:00"),
        ("von 22:00 bis 07:00", "22:00", "07:00"),
        ("22:00 a 07:00", "22:00", "07:00"),
        ("de las 22 hasta las 7", "22:00", "07:00"),
        ("22h à 7h", "22:00", "07:00"),
        ("de 22h jusqu'à 7h30", "22:00", "07:30"),
    ],
)
def test_quiet_hours_are_read_as_people_type_them(typed, local_from, local_until):
    expected = QuietHours(time.fromisoformat(local_from), time.fromisoformat(local_until))

    assert parse_quiet(typed) == expected


@pytest.mark.parametrize("typed", ["off", " OFF ", "none", "no", "aus", "ninguna", "Aucune"])
def test_off_means_no_quiet_hours(typed):
    assert parse_quiet(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "20:00",
        "20:00-",
        "-08:00",
        "20:00-20:00",
        "00:00-24:00",
        "20-8-9",
        "20:00 08:00",
        "25-7",
        "24:00-08:00",
        "tonight",
        "٢٢-٧",
        "2" * 5000,
        "-" * 5000,
        " " * 5000 + "x",
    ],
)
def test_anything_else_is_refused_with_what_was_typed(typed):
    with pytest.raises(InvalidInput) as caught:
        parse_quiet(typed)

    assert caught.value.key == "quiet.not_understood"
    assert caught.value.params["typed"] == typed.strip()[:40]


@pytest.mark.parametrize(
    ("local_from", "local_until"),
    [
        (time(8), time(8)),
        (time(20, 0, 1), time(8)),
        (time(20), time(8, 0, 0, 1)),
        (time(20, tzinfo=UTC), time(8, tzinfo=UTC)),
    ],
)
def test_ends_that_are_equal_or_no_plain_minutes_are_refused(local_from, local_until):
    with pytest.raises(ValueError, match="quiet hours"):
        QuietHours(local_from, local_until)
