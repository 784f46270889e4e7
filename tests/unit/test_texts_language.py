"""Sentences are filled, never guessed; times, days and lists are written as the language does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.errors import Bug, InvalidInput, NotAllowed
from bot.texts.catalogue import Catalogue
from bot.texts.language import Language


@pytest.fixture(scope="module")
def english() -> Language:
    return Catalogue.load().language("en-US")


def test_a_sentence_is_filled_with_the_names_it_asks_for(english: Language) -> None:
    assert english.say("press.snoozed", time="09:15") == "All right. It comes back at 09:15."


def test_a_missing_key_is_a_bug_and_never_shown_to_a_member(english: Language) -> None:
    with pytest.raises(Bug, match=r"no\.such\.key"):
        english.say("no.such.key")


def test_a_missing_parameter_is_a_bug_that_names_the_key_and_the_parameter(
    english: Language,
) -> None:
    with pytest.raises(Bug, match=r"press\.snoozed needs 'time'"):
        english.say("press.snoozed")


def test_a_parameter_with_braces_in_it_is_shown_and_not_filled_again(english: Language) -> None:
    assert "{zone}" in english.say("settings.changed", name="{zone}", old="x", new="y")


@pytest.mark.parametrize(("number", "said"), [(1, "1 check-in a day"), (8, "8 check-ins a day")])
def test_a_count_takes_the_form_of_its_number(english: Language, number: int, said: str) -> None:
    assert english.count("settings.limit.value", number) == said


def test_counting_with_a_text_that_has_no_plurals_is_a_bug(english: Language) -> None:
    with pytest.raises(Bug, match="plurals"):
        english.count("label.done", 2)


def test_a_refusal_says_what_to_do_and_shows_what_was_typed_as_plain_text(
    english: Language,
) -> None:
    said = english.refusal(InvalidInput("time.not_understood", typed="**@everyone**"))

    assert said.endswith("Type it like 09:00 or 17:30.")
    assert "@everyone" not in said
    assert r"\*\*" in said


def test_a_refusal_without_a_suggestion_asks_for_a_city_instead(english: Language) -> None:
    with_one = english.refusal(InvalidInput("zone.unknown", zone="Belrin", like="Europe/Berlin"))
    without = english.refusal(InvalidInput("zone.unknown", zone="Xyz", like=""))

    assert with_one.endswith("Try one like Europe/Berlin.")
    assert without.endswith("Type a city near you, such as Berlin or New York.")


def test_a_refusal_may_be_named_with_or_without_its_family(english: Language) -> None:
    said = {english.refusal(NotAllowed(key)) for key in ("consent.needed", "errors.consent.needed")}
    assert len(said) == 1


def test_a_refusal_keeps_a_number_a_number(english: Language) -> None:
    said = english.refusal(InvalidInput("limit.out_of_range", lowest=1, highest=24))
    assert "from 1 to 24" in said


def test_a_family_is_every_key_below_a_prefix_and_nothing_beside_it(english: Language) -> None:
    neutral = english.family("delivery.neutral")

    assert len(neutral) >= 4
    assert all(key.startswith("delivery.neutral.") for key in neutral)
    assert list(neutral) == sorted(neutral)
    assert english.family("deliver") == ()


@pytest.mark.parametrize(
    ("local", "said"),
    [(time(9), "09:00"), (time(17, 5), "17:05"), (time(0), "00:00"), (time(23, 59, 59), "23:59")],
)
def test_a_time_has_24_hours_so_that_nine_is_never_the_evening(
    english: Language, local: time, said: str
) -> None:
    assert english.time(local) == said


def test_a_span_is_written_as_it_would_be_typed(english: Language) -> None:
    assert english.span(time(20), time(8)) == "20:00-08:00"


def test_a_day_names_its_weekday_first(english: Language) -> None:
    assert english.day(date(2026, 11, 23)) == "Mon 23 Nov"
    assert english.day(date(2028, 2, 29)) == "Tue 29 Feb"


def test_a_moment_is_a_day_and_a_time_in_the_zone_it_is_given_in(english: Language) -> None:
    assert english.moment(datetime(2026, 11, 23, 9, tzinfo=UTC)) == "Mon 23 Nov, 09:00"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({0, 1, 2, 3, 4}, "Mon-Fri"),
        ({0, 2, 4}, "Mon, Wed, Fri"),
        ({0, 1, 2, 3, 4, 5, 6}, "every day"),
        ({5, 6}, "Sat, Sun"),
        ({0, 1, 2, 5}, "Mon-Wed, Sat"),
        ({6}, "Sun"),
        ({0, 1, 4, 5, 6}, "Mon, Tue, Fri-Sun"),
    ],
)
def test_weekdays_that_follow_each_other_are_drawn_together(
    english: Language, days: set[int], said: str
) -> None:
    assert english.weekdays(frozenset(days)) == said


def test_no_weekday_at_all_cannot_be_named(english: Language) -> None:
    with pytest.raises(Bug):
        english.weekdays(frozenset())


@pytest.mark.parametrize(
    ("parts", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_ends_with_and(english: Language, parts: list[str], said: str) -> None:
    assert english.join(parts) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (-5, "0 seconds"),
        (1, "1 second"),
        (59.9, "59 seconds"),
        (60, "1 minute"),
        (90, "1 minute 30 seconds"),
        (5_400, "1 hour 30 minutes"),
        (3_601, "1 hour"),
        (86_400 + 59, "1 day"),
        (2 * 86_400 + 3 * 3_600 + 59, "2 days 3 hours"),
    ],
)
def test_a_duration_is_told_in_its_largest_unit_and_the_next(
    english: Language, seconds: float, said: str
) -> None:
    assert english.duration(seconds) == said


def test_a_language_shows_its_code_and_nothing_else(english: Language) -> None:
    assert repr(english) == "Language('en')"
