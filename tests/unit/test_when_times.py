"""Lengths, hours and midnight, and the days when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.local_time import local_of
from bot.domain.when import At, Refusal
from bot.domain.zones import zone
from tests.unit.when_said import BERLIN, NOW_AT, at_berlin, local, said, wall


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "in 90 min"), ("es", "en 90 min"), ("de", "in 90 Min."), ("fr", "dans 90 min")],
)
def test_a_length_in_hours_and_minutes_is_exact_to_the_second_and_keeps_its_instant(language, text):
    when = said(text, language)

    assert when == At(
        local("2026-11-23 11:45:42.500000"), NOW_AT + timedelta(minutes=90), absolute=True
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "in 1 day"), ("es", "en 1 día"), ("de", "in 1 Tag"), ("fr", "dans 1 jour")],
)
def test_a_length_in_days_is_a_wall_time_on_a_whole_minute(language, text):
    when = said(text, language)

    assert when == At(
        local("2026-11-24 10:15"), datetime(2026, 11, 24, 9, 15, tzinfo=UTC), absolute=False
    )


def test_a_timestamp_keeps_its_instant_and_a_named_time_the_wall_time():
    assert said("<t:1795500000:R>").absolute is True
    assert said("tomorrow at 9").absolute is False


def test_instants_are_in_utc_whatever_zone_now_was_told_in():
    now_at = NOW_AT.astimezone(zone("Asia/Kathmandu"))

    assert said("in 1 h", now_at=now_at).at.tzinfo is UTC
    assert said("tomorrow", now_at=now_at).at.tzinfo is UTC


def test_a_time_that_the_clocks_skip_stays_the_one_asked_for_and_comes_when_they_have_changed():
    when = said("tomorrow at 02:30", now_at=at_berlin("2026-03-28 12:00"))

    assert when.local == local("2026-03-29 02:30")
    assert when.at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert local_of(when.at, BERLIN) == local("2026-03-29 03:00")


def test_a_time_that_the_clocks_show_twice_comes_the_first_time():
    when = said("tomorrow at 02:30", now_at=at_berlin("2026-10-24 12:00"))

    assert when.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_shown_twice_whose_first_showing_has_passed_means_tomorrow():
    second_0215_at = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)

    assert wall("at 02:30", now_at=second_0215_at) == "2026-10-26 02:30"


def test_this_very_minute_is_past_and_the_next_is_not():
    assert wall("10:15") == "2026-11-24 10:15"
    assert wall("10:16") == "2026-11-23 10:16"
    assert said("today 10:15") is Refusal.IN_THE_PAST


@pytest.mark.parametrize("hour", range(1, 7))
def test_an_early_hour_without_a_sign_of_the_half_of_the_day_is_refused(hour):
    assert said(f"tomorrow at {hour}") is Refusal.NOT_UNDERSTOOD
    assert said(f"tomorrow at {hour}:30") is Refusal.NOT_UNDERSTOOD
    assert said(f"morgen um {hour} Uhr", "de") is Refusal.NOT_UNDERSTOOD
    assert said(f"demain à {hour}h", "fr") is Refusal.NOT_UNDERSTOOD
    assert said(f"mañana a las {hour}", "es") is Refusal.NOT_UNDERSTOOD


@pytest.mark.parametrize("hour", range(1, 7))
def test_an_early_hour_is_plain_with_a_zero_with_am_or_pm_or_with_a_part_of_the_day(hour):
    night, afternoon = f"2026-11-24 {hour:02}:00", f"2026-11-24 {hour + 12}:00"

    assert wall(f"tomorrow at {hour:02}:00") == night
    assert wall(f"tomorrow at {hour} am") == night
    assert wall(f"tomorrow at {hour} pm") == afternoon
    assert wall(f"morgen um {hour} Uhr nachmittags", "de") == afternoon
    assert wall(f"demain à {hour}h du matin", "fr") == night
    assert wall(f"mañana a las {hour} de la tarde", "es") == afternoon


def test_of_two_times_today_the_one_that_is_past_was_not_meant():
    afternoon_at = at_berlin("2026-11-23 16:00")

    assert wall("today at 3") == "2026-11-23 15:00"
    assert said("today at 3", now_at=afternoon_at) is Refusal.IN_THE_PAST
    assert said("today at 3", now_at=afternoon_at, past_ok=True) is Refusal.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("text", "local"),
    [("12 pm", "12:00"), ("12:30 pm", "12:30"), ("12:30 am", "00:30"), ("11 pm", "23:00")],
)
def test_the_twelfth_hour_comes_before_the_first(text, local):
    assert wall(f"tomorrow {text}") == f"2026-11-24 {local}"


@pytest.mark.parametrize("text", ["0 am", "13 pm", "13:30 pm", "24 pm", "9:60", "24:00"])
def test_a_time_that_no_clock_shows_is_refused(text):
    assert said(f"tomorrow at {text}") is Refusal.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "friday at midnight"), ("en", "friday 12 am"), ("es", "el viernes a medianoche"),
     ("de", "Freitag um Mitternacht"), ("fr", "vendredi à minuit")],
)  # fmt: skip
def test_midnight_of_another_day_may_be_its_start_or_its_end_and_is_refused(language, text):
    assert said(text, language) is Refusal.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "tonight at midnight"), ("es", "hoy a medianoche"), ("de", "heute um Mitternacht"),
     ("fr", "ce soir à minuit"), ("en", "midnight"), ("en", "today 12am")],
)  # fmt: skip
def test_midnight_of_today_is_the_one_to_come(language, text):
    assert wall(text, language) == "2026-11-24 00:00"


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "tonight at 12"), ("es", "esta noche a las 12"), ("es", "a las 12 de la noche"),
     ("de", "heute Abend um 12"), ("fr", "ce soir à 12h")],
)  # fmt: skip
def test_twelve_at_night_ends_the_day(language, text):
    assert wall(text, language) == "2026-11-24 00:00"


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "12 noon"), ("es", "a las 12 del mediodía"), ("de", "12 Uhr mittags"),
     ("de", "mittags um 12")],
)  # fmt: skip
def test_twelve_at_noon_is_noon(language, text):
    assert wall(text, language) == "2026-11-23 12:00"


@pytest.mark.parametrize(
    ("language", "text", "time"),
    [("es", "mañana a la una del mediodía", "13:00"), ("de", "morgen abends um 8", "20:00"),
     ("de", "morgen um acht Uhr dreißig", "08:30"), ("fr", "demain à huit heures trente", "08:30"),
     ("fr", "demain à 8 heures 30", "08:30")],
)  # fmt: skip
def test_a_time_may_be_said_in_words(language, text, time):
    assert wall(text, language) == f"2026-11-24 {time}"


@pytest.mark.parametrize("language", ["es", "fr"])
@pytest.mark.parametrize("text", ["24h", "25h", "48h"])
def test_where_h_is_how_a_time_is_written_hours_that_pass_need_their_word(language, text):
    assert said(text, language) is Refusal.NOT_UNDERSTOOD
    assert said(text, "en") is not Refusal.NOT_UNDERSTOOD


def test_the_start_of_a_day_can_be_named_in_digits():
    assert wall("friday 00:00") == "2026-11-27 00:00"
