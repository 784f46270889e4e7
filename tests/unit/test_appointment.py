"""Reminders of a booked session: a day and two hours before, and never in quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.appointment import Reminder, reminders
from bot.domain.quiet_hours import DEFAULT_QUIET, QuietHours
from bot.domain.zones import zone

BERLIN = zone("Europe/Berlin")
LONG_BEFORE = "2026-01-01 00:00"
DAY, TWO_HOURS = 1440, 120


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def remind(
    starts: str, quiet: QuietHours | None = DEFAULT_QUIET, now: str = LONG_BEFORE
) -> list[tuple[int, str]]:
    return [
        (each.before_min, each.at.astimezone(BERLIN).strftime("%m-%d %H:%M"))
        for each in reminders(berlin(starts), quiet, BERLIN, berlin(now))
    ]


def test_a_session_in_the_afternoon_is_told_of_a_day_and_two_hours_before() -> None:
    assert remind("2026-11-24 15:00") == [(DAY, "11-23 15:00"), (TWO_HOURS, "11-24 13:00")]


def test_before_an_early_session_the_second_reminder_comes_the_evening_before() -> None:
    assert remind("2026-11-24 09:00") == [(DAY, "11-23 09:00"), (TWO_HOURS, "11-23 19:59")]


def test_both_come_earlier_where_both_fall_in_quiet_hours() -> None:
    assert remind("2026-11-24 07:00") == [(DAY, "11-22 19:59"), (TWO_HOURS, "11-23 19:59")]
    assert remind("2026-11-24 22:30") == [(DAY, "11-23 19:59"), (TWO_HOURS, "11-24 19:59")]


@pytest.mark.parametrize(
    ("starts", "second"),
    [
        ("2026-11-24 21:59", "11-24 19:59"),  # two hours before is just not quiet
        ("2026-11-24 22:00", "11-24 19:59"),  # and here they have just begun
        ("2026-11-24 09:59", "11-23 19:59"),  # the last quiet minute
        ("2026-11-24 10:00", "11-24 08:00"),  # they are over
    ],
)
def test_the_start_of_quiet_hours_is_quiet_and_their_end_is_not(starts: str, second: str) -> None:
    assert remind(starts)[1] == (TWO_HOURS, second)


def test_without_quiet_hours_nothing_moves() -> None:
    assert remind("2026-11-24 07:00", None) == [(DAY, "11-23 07:00"), (TWO_HOURS, "11-24 05:00")]


def test_a_moved_reminder_close_to_the_first_is_not_sent_as_well() -> None:
    afternoon_and_night = QuietHours(time(14), time(10))
    # Two hours before is 09:00, which is quiet since 14:00 the day before: three hours after 11:00.
    assert remind("2026-11-24 11:00", afternoon_and_night) == [(DAY, "11-23 11:00")]


@pytest.mark.parametrize(("quiet_from", "number"), [(time(16), 1), (time(16, 1), 2)])
def test_less_than_six_hours_apart_is_close(quiet_from: time, number: int) -> None:
    quiet = QuietHours(quiet_from, time(9, 59))
    # The first at 10:00; the second at 15:59, or at 16:00, which is six hours.
    assert len(remind("2026-11-24 10:00", quiet)) == number


def test_reminders_already_past_are_skipped() -> None:
    assert remind("2026-11-24 15:00", now="2026-11-24 10:00") == [(TWO_HOURS, "11-24 13:00")]
    assert remind("2026-11-24 15:00", now="2026-11-24 13:00") == []


def test_one_whose_evening_is_past_is_skipped_and_does_not_come_at_night() -> None:
    assert remind("2026-11-24 09:00", now="2026-11-23 21:00") == []


def test_a_skipped_reminder_does_not_stand_for_a_later_one() -> None:
    afternoon_and_night = QuietHours(time(14), time(10))
    assert remind("2026-11-24 11:00", afternoon_and_night, now="2026-11-23 12:00") == [
        (TWO_HOURS, "11-23 13:59")
    ]


def test_a_day_before_is_twenty_four_hours_also_when_clocks_change() -> None:
    # The clock says 14:00, as there is an hour less in between; two hours stay two hours.
    assert remind("2026-03-29 15:00") == [(DAY, "03-28 14:00"), (TWO_HOURS, "03-29 13:00")]


def test_quiet_hours_that_begin_in_a_gap_begin_after_it() -> None:
    quiet = QuietHours(time(2, 30), time(6))
    # At 05:30, quiet since the clocks went from 02:00 to 03:00: the last minute before is 01:59.
    assert remind("2026-03-29 07:30", quiet)[1] == (TWO_HOURS, "03-29 01:59")


def test_a_day_whose_only_minute_awake_falls_in_a_gap_is_passed_over() -> None:
    all_but_a_minute = QuietHours(time(2, 31), time(2, 30))
    assert [at for _, at in remind("2026-03-29 12:00", all_but_a_minute)] == ["03-28 02:30"]


def test_in_the_hour_shown_twice_quiet_hours_began_the_first_time() -> None:
    quiet = QuietHours(time(2, 30), time(6))
    starts_at = datetime(
        2026, 10, 25, 3, 45, tzinfo=UTC
    )  # 04:45; two hours before is the second 02:45

    second = reminders(starts_at, quiet, BERLIN, berlin(LONG_BEFORE))[1]

    assert second == Reminder(TWO_HOURS, datetime(2026, 10, 25, 0, 29, tzinfo=UTC))


def test_other_lead_times_come_in_their_order() -> None:
    starts_at = berlin("2026-11-25 15:00")
    found = reminders(starts_at, DEFAULT_QUIET, BERLIN, berlin(LONG_BEFORE), (60, 2880))
    assert [starts_at - each.at for each in found] == [timedelta(days=2), timedelta(hours=1)]
