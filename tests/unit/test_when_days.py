"""Dates and weekdays, how far ahead a time may lie, and how far back for staff."""

from __future__ import annotations

import pytest

from bot.domain.when import At, Refusal
from tests.unit.when_said import at_berlin, said, wall


@pytest.mark.parametrize(
    ("month", "day", "answer"),
    [(11, 24, "2026-11-24 09:00"), (11, 22, "2027-11-22 09:00"), (1, 3, "2027-01-03 09:00"),
     (11, 23, Refusal.IN_THE_PAST), (2, 29, Refusal.NO_SUCH_DAY)],
)  # fmt: skip
def test_a_date_without_a_year_is_the_next_one(month, day, answer):
    assert wall(f"{day}/{month}", "fr") == answer
    assert wall(f"{day}/{month}", "es") == answer
    assert wall(f"{day}.{month}.", "de") == answer


def test_a_weekday_that_does_not_fit_its_date_is_told_as_such():
    assert wall("Friday, 27 November") == "2026-11-27 09:00"
    assert said("Thursday, 27 November") is Refusal.NO_SUCH_DAY
    assert wall("Thursday, 27 November 2027") is Refusal.NO_SUCH_DAY
    assert wall("Saturday, 27 November 2027") == "2027-11-27 09:00"


@pytest.mark.parametrize(
    ("text", "answer"),
    [("in 1 month", "2027-02-28"), ("in 13 months", "2028-02-29"), ("in 2 months", "2027-03-31"),
     ("in 1 year", "2028-01-31"), ("in 1 year 6 months", "2028-07-31")],
)  # fmt: skip
def test_months_from_the_31st_end_on_the_last_day_of_a_shorter_one(text, answer):
    assert wall(text, now_at=at_berlin("2027-01-31 08:00")) == f"{answer} 08:00"


def test_five_years_are_not_too_far_and_a_day_more_is():
    assert wall("in 5 years") == "2031-11-23 10:15"
    assert said("2031-11-25") is Refusal.TOO_FAR
    assert said("in 61 months") is Refusal.TOO_FAR


@pytest.mark.parametrize(
    "text",
    ["in 999999 years", "in 999999 months", "in 999999 weeks", "in 999999 days",
     "in 999999 hours", "<t:9999999999999>", "9999-12-31", "31 december 9999"],
)  # fmt: skip
def test_no_number_is_so_large_that_it_breaks_anything(text):
    assert said(text) is Refusal.TOO_FAR


@pytest.mark.parametrize(
    "text",
    ["999999 years ago", "999999 days ago", "999999 hours ago", "<t:-9999999999999>", "0001-01-01",
     "0000-01-01", "1 january 0000"],
)  # fmt: skip
@pytest.mark.parametrize("past_ok", [True, False])
def test_no_number_reaches_back_too_far(text, past_ok):
    assert said(text, past_ok=past_ok) is Refusal.IN_THE_PAST


def test_staff_may_go_back_fourteen_days_by_the_calendar():
    assert wall("14 days ago", past_ok=True) == "2026-11-09 10:15"
    assert wall("2026-11-09 00:00", past_ok=True) == "2026-11-09 00:00"
    assert said("15 days ago", past_ok=True) is Refusal.IN_THE_PAST
    assert said("2026-11-08 23:59", past_ok=True) is Refusal.IN_THE_PAST


def test_for_staff_a_time_already_past_means_today():
    assert wall("9:00", past_ok=True) == "2026-11-23 09:00"
    assert wall("9:00") == "2026-11-24 09:00"


@pytest.mark.parametrize("text", ["yesterday", "last friday", "20 november", "last night"])
def test_a_past_day_needs_its_time(text):
    assert said(text, past_ok=True) is Refusal.NOT_UNDERSTOOD
    assert isinstance(said(f"{text} at 8:00 pm", past_ok=True), At)


@pytest.mark.parametrize("text", ["friday at 10", "this friday at 10", "90 min", "3 days"])
def test_for_staff_what_may_be_past_or_to_come_is_refused(text):
    assert said(text, past_ok=True) is Refusal.NOT_UNDERSTOOD
    assert isinstance(said(text), At)


def test_for_staff_a_date_early_in_january_may_be_last_years():
    new_year_at = at_berlin("2027-01-03 17:00")

    assert wall("28 december 10:00", now_at=new_year_at, past_ok=True) == "2026-12-28 10:00"
    assert wall("28 december 10:00", now_at=new_year_at) == "2027-12-28 10:00"
    assert wall("5 december 10:00", now_at=new_year_at, past_ok=True) == "2027-12-05 10:00"


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "friday 11"), ("es", "viernes 11"), ("de", "Fr 11"), ("fr", "vendredi 11")],
)
def test_a_number_beside_a_weekday_is_no_time_while_it_is_also_its_date(language, text):
    in_december_at = at_berlin("2026-12-12 08:00")

    assert said(text, language) is Refusal.NOT_UNDERSTOOD
    assert wall(text, language, now_at=in_december_at) == "2026-12-18 11:00"
    assert wall(f"{text}:00", language) == "2026-11-27 11:00"
