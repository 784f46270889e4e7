"""How a text is written, in which language, and what is too much of it."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest

from bot.domain.when import At, Refusal, examples
from tests.unit.when_said import LANGUAGES, NOW_AT, local, said, wall


@pytest.mark.parametrize("language", LANGUAGES)
def test_english_is_read_beside_every_language(language):
    assert wall("tomorrow at 9:30", language) == "2026-11-24 09:30"
    assert wall("in 2 weeks", language) == "2026-12-07 10:15"


def test_two_languages_in_one_text_are_refused():
    assert said("tomorrow à 9h", "fr") is Refusal.NOT_UNDERSTOOD
    assert said("next Freitag", "de") is Refusal.NOT_UNDERSTOOD


def test_another_language_than_the_members_and_english_is_refused():
    assert said("morgen um 9 Uhr", "fr") is Refusal.NOT_UNDERSTOOD
    assert said("demain", "en") is Refusal.NOT_UNDERSTOOD


def test_what_means_one_thing_in_english_and_another_in_the_members_language_is_refused():
    # In March, or on Tuesday.
    assert wall("9 mar", "en") == "2027-03-09 09:00"
    assert said("9 mar", "fr") is Refusal.NOT_UNDERSTOOD
    # Minutes, or months.
    assert isinstance(said("in 3 m", "en"), At)
    assert said("in 3 m", "de") is Refusal.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "in acht Tagen"), ("fr", "dans huit jours"), ("fr", "dans quinze jours"),
     ("es", "dentro de ocho días"), ("es", "en quince días")],
)  # fmt: skip
def test_a_number_of_days_that_is_said_of_weeks_is_refused_in_words_and_taken_in_digits(
    language, text
):
    number = {"acht": "8", "huit": "8", "ocho": "8", "quinze": "15", "quince": "15"}
    in_digits = " ".join(number.get(word, word) for word in text.split())

    assert said(text, language) is Refusal.NOT_UNDERSTOOD
    assert said(in_digits, language).at > NOW_AT + timedelta(days=7)


@pytest.mark.parametrize("hour", [0, 9, 10, 15, 30, 45, 90])
def test_a_number_alone_may_be_minutes_and_is_refused(hour):
    assert said(str(hour)) is Refusal.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    "text",
    ["tomorrow at 9", "TOMORROW AT 9", "  tomorrow   at 9  ", "tomorrow, 9", "Tomorrow @ 9",
     "ｔｏｍｏｒｒｏｗ ９", "tomorrow at\u00a09"],
)  # fmt: skip
def test_case_blanks_and_wide_letters_make_no_difference(text):
    assert wall(text) == "2026-11-24 09:00"


@pytest.mark.parametrize("text", ["mañana 9", "manana 9", "MAÑANA 9", "man\u0303ana 9"])
def test_accents_make_no_difference_however_they_are_written(text):
    assert unicodedata.normalize("NFC", text).casefold() in {"mañana 9", "manana 9"}
    assert wall(text, "es") == "2026-11-24 09:00"


@pytest.mark.parametrize("apostrophe", "'\u2018\u2019\u02bc`\u00b4")
def test_every_apostrophe_is_one(apostrophe):
    assert wall(f"aujourd{apostrophe}hui à 14h", "fr") == "2026-11-23 14:00"


@pytest.mark.parametrize("rest", [" please", " 10", "?", "!", " / 5", " or so", " \N{CALENDAR}"])
def test_what_is_left_over_is_never_passed_over(rest):
    assert said(f"tomorrow at 9:30{rest}") is Refusal.NOT_UNDERSTOOD


def test_eighty_characters_are_read_and_one_more_is_not():
    assert wall(f"{'tomorrow at':<75}09:30") == "2026-11-24 09:30"
    assert said(f"{'tomorrow at':<76}09:30") is Refusal.NOT_UNDERSTOOD


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("past_ok", [True, False])
def test_the_examples_are_understood_at_any_time_of_day_and_differ(language, past_ok):
    for minutes in range(0, 7 * 1440, 97):
        now_at = NOW_AT + timedelta(minutes=minutes)
        times = {
            said(text, language, now_at=now_at, past_ok=past_ok)
            for text in examples(language, past_ok=past_ok)
        }
        assert len(times) == 3
        assert all(isinstance(when, At) for when in times)
        assert all((when.at < now_at) == past_ok for when in times)


def test_a_moment_without_a_zone_is_our_own_mistake():
    with pytest.raises(ValueError, match="aware"):
        said("tomorrow", now_at=local("2026-11-23 09:15"))


def test_a_language_that_is_not_spoken_here_is_our_own_mistake():
    with pytest.raises(KeyError):
        said("domani", "it")
