"""Times, days, numbers, lists and lengths as each language writes them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from bot.errors import InvalidInput
from bot.texts.catalogue import Catalogue
from bot.texts.language import Language, own_name_of

CATALOGUE = Catalogue.load()
CODES = ("en", "de", "es", "fr")


def spoken(code: str) -> Language:
    return CATALOGUE.language(code)


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("de", "de"), ("fr", "fr"), ("es-ES", "es"), ("es-419", "es"), ("en-US", "en"),
        ("en-GB", "en"), ("pt-BR", "en"), ("nl", "en"),
    ],
)  # fmt: skip
def test_a_discord_client_is_answered_in_its_language_or_in_english(locale: str, code: str) -> None:
    assert spoken(locale).code == code


def test_each_language_calls_itself_by_its_own_name() -> None:
    assert {code: own_name_of(code) for code in CATALOGUE.codes} == {
        "en": "English", "de": "Deutsch", "es": "Español", "fr": "Français",
    }  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_nine_in_the_evening_is_21_everywhere(code: str) -> None:
    assert spoken(code).time(time(21)) == "21:00"
    assert spoken(code).span(time(20), time(8)) == "20:00-08:00"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "Mon 23 Nov, 09:00"),
        ("de", "Mo., 23. Nov., 09:00"),
        ("es", "lun 23 nov, 09:00"),
        ("fr", "lun. 23 nov., 09:00"),
    ],
)
def test_a_moment_is_written_in_the_languages_own_order(code: str, said: str) -> None:
    assert spoken(code).moment(datetime(2026, 11, 23, 9)) == said  # noqa: DTZ001 - a wall time


@pytest.mark.parametrize(
    ("code", "said"), [("en", "1 Mar"), ("de", "1. März"), ("es", "1 mar"), ("fr", "1 mars")]
)
def test_a_date_has_no_weekday(code: str, said: str) -> None:
    assert spoken(code).date(date(2026, 3, 1)) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", "Mon-Fri"), ("de", "Mo-Fr"), ("es", "lun-vie"), ("fr", "lun.-ven.")],
)
def test_weekdays_have_the_languages_own_names(code: str, said: str) -> None:
    assert spoken(code).weekdays(frozenset(range(5))) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "every day"), ("de", "jeden Tag"), ("es", "todos los días"),
        ("fr", "tous les jours"),
    ],
)  # fmt: skip
def test_all_seven_days_are_a_word(code: str, said: str) -> None:
    assert spoken(code).weekdays(frozenset(range(7))) == said


@pytest.mark.parametrize(
    ("code", "said"), [("en", "4.5"), ("de", "4,5"), ("es", "4,5"), ("fr", "4,5")]
)
def test_half_a_point_has_the_languages_own_mark(code: str, said: str) -> None:
    assert spoken(code).number(4.5) == said
    assert spoken(code).number(4.0) == spoken(code).number(4) == "4"


@pytest.mark.parametrize("code", CODES)
def test_a_float_that_fills_a_sentence_is_written_as_a_number(code: str) -> None:
    language = spoken(code)

    said = language.say("settings.undone", name="x", value=2.5)

    assert language.number(2.5) in said
    assert language.say("settings.undone", name="x", value=2) in said.replace(
        language.number(2.5), "2"
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", "a, b and c"), ("de", "a, b und c"), ("es", "a, b y c"), ("fr", "a, b et c")],
)
def test_a_list_ends_with_the_languages_own_and(code: str, said: str) -> None:
    assert spoken(code).join(["a", "b", "c"]) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "1 hour 30 minutes"), ("de", "1 Stunde 30 Minuten"), ("es", "1 hora 30 minutos"),
        ("fr", "1\u00a0heure 30 minutes"),
    ],
)  # fmt: skip
def test_a_length_of_time_is_told_in_the_languages_units(code: str, said: str) -> None:
    assert spoken(code).duration(5_400) == said


@pytest.mark.parametrize(
    ("code", "none", "one", "several"),
    [
        ("en", "0 check-ins a day", "1 check-in a day", "2 check-ins a day"),
        ("de", "0 Check-ins am Tag", "1 Check-in am Tag", "2 Check-ins am Tag"),
        ("es", "0 avisos al día", "1 aviso al día", "2 avisos al día"),
        ("fr", "0 point par jour", "1 point par jour", "2 points par jour"),
    ],
)
def test_a_count_takes_the_form_that_the_language_has_for_it(
    code: str, none: str, one: str, several: str
) -> None:
    said = [spoken(code).count("settings.limit.value", number) for number in (0, 1, 2)]

    assert said == [none, one, several]


@pytest.mark.parametrize(
    ("code", "quoted"), [("de", "„9 ??“"), ("es", "“9 ??”"), ("fr", "«\u00a09 ??\u00a0»")]
)
def test_a_refusal_comes_in_the_members_language(code: str, quoted: str) -> None:
    said = spoken(code).refusal(InvalidInput("time.not_understood", typed="9 ??"))

    assert quoted in said
    assert "17:30" in said


@pytest.mark.parametrize("code", CODES)
def test_a_family_has_the_same_keys_in_every_language(code: str) -> None:
    assert spoken(code).family("delivery.neutral") == spoken("en").family("delivery.neutral")
