"""What a text tells somebody to type is understood, in every language."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot.domain.clock_text import parse_days, parse_time_of_day, parse_times
from bot.domain.quiet_hours import parse_quiet
from bot.domain.when import At, read_when
from bot.domain.zones import zone
from bot.texts.catalogue import Catalogue
from bot.usecases.hearing import is_stop

CATALOGUE = Catalogue.load()
CODES = CATALOGUE.codes
NOW_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
BERLIN = zone("Europe/Berlin")


def said(code: str, key: str, **params: object) -> str:
    return CATALOGUE.language(code).say(key, **params)


def examples(text: str) -> list[str]:
    """What stands after "such as" or a colon, up to a bracket: three texts, or two."""
    _, listed = re.split(r":[\u00a0 ]|[Ss]uch as ", text, maxsplit=1)
    return listed.partition(" (")[0].split(", ")


@pytest.mark.parametrize("key", ["cmd.remind.when", "form.hint.when", "cmd.pause.until"])
@pytest.mark.parametrize("code", CODES)
def test_a_time_that_is_given_as_an_example(code: str, key: str) -> None:
    shown = examples(said(code, key))

    read = [read_when(each, language=code, now_at=NOW_AT, zone=BERLIN) for each in shown]

    assert len(read) >= 2
    assert all(isinstance(when, At) for when in read), shown


@pytest.mark.parametrize("key", ["cmd.remind.when", "form.hint.when"])
def test_the_examples_mean_the_same_in_every_language(key: str) -> None:
    def read(code: str) -> list[object]:
        shown = examples(said(code, key))
        return [read_when(each, language=code, now_at=NOW_AT, zone=BERLIN) for each in shown]

    assert [read(code) for code in CODES] == [read("en")] * len(CODES)


DAYS = {
    "en": ("weekdays", "every day", "mon,wed,fri"),
    "de": ("mo-fr", "jeden Tag", "mo,mi,fr"),
    "es": ("entre semana", "todos los días", "lun,mié,vie"),
    "fr": ("en semaine", "tous les jours", "lun,mer,ven"),
}


@pytest.mark.parametrize(
    "key",
    ["cmd.posture.on.days", "cmd.times.days", "form.hint.days", "errors.days.not_understood"],
)
@pytest.mark.parametrize("code", CODES)
def test_days_that_are_given_as_examples(code: str, key: str) -> None:
    text = said(code, key, **({"typed": "x"} if key.startswith("errors.") else {}))

    assert all(words in text for words in DAYS[code])
    assert [parse_days(words) for words in DAYS[code]] == [set(range(5)), set(range(7)), {0, 2, 4}]


@pytest.mark.parametrize("key", ["cmd.times.at", "form.hint.at", "cmd.posture.on.from"])
@pytest.mark.parametrize("code", CODES)
def test_times_of_day_that_are_given_as_examples(code: str, key: str) -> None:
    shown = re.findall(r"\d\d:\d\d(?:, \d\d:\d\d)*", said(code, key))

    assert shown
    assert all(parse_times(each) for each in shown)


@pytest.mark.parametrize("key", ["settings.ask.quiet", "cmd.settings.quiet"])
@pytest.mark.parametrize("code", CODES)
def test_quiet_hours_and_the_word_for_none(code: str, key: str) -> None:
    text = said(code, key)
    hours = re.search(r"\d\d:\d\d-\d\d:\d\d", text)

    assert hours
    assert parse_quiet(hours[0]) is not None
    assert re.search(r"\boff\b", text)
    assert parse_quiet("off") is None


@pytest.mark.parametrize("key", ["settings.ask.zone", "errors.zone.unknown.plain"])
@pytest.mark.parametrize("code", CODES)
def test_cities_that_are_given_as_examples(code: str, key: str) -> None:
    text = said(code, key, **({"zone": "x"} if key.startswith("errors.") else {}))
    cities = re.search(r"(\w+) (?:or|oder|o|ou) ([\w ]+)\.$", text)

    assert cities
    assert all(zone(city) for city in cities.groups())


@pytest.mark.parametrize("key", ["notice.welcome.body", "notice.nobody_reads.body"])
@pytest.mark.parametrize("code", CODES)
def test_the_word_that_stops_everything(code: str, key: str) -> None:
    words = re.findall(r"\b[A-Z]{4,}\b", said(code, key))

    assert len(words) == 1
    assert is_stop(words[0])


@pytest.mark.parametrize("code", CODES)
def test_a_time_as_the_language_writes_it_can_be_typed_back(code: str) -> None:
    language = CATALOGUE.language(code)

    for hour in range(24):
        shown = language.time(datetime(2026, 11, 23, hour, 5, tzinfo=UTC))
        assert parse_time_of_day(shown).hour == hour


@pytest.mark.parametrize("code", CODES)
def test_days_as_the_language_writes_them_can_be_typed_back(code: str) -> None:
    language = CATALOGUE.language(code)

    for bits in range(1, 2**7):
        days = frozenset(day for day in range(7) if bits >> day & 1)
        assert parse_days(language.weekdays(days)) == days
