"""Zone names as people type them."""

from __future__ import annotations

import importlib.metadata
import time
import zoneinfo

import pytest

from bot.domain.zones import matching_zones, tzdata_version, zone
from bot.errors import InvalidInput

NOT_ON_OFFER = {"EST", "MST", "Factory"}
HOSTILE = (
    "../../etc/passwd",
    "/etc/localtime",
    "Europe/../Europe/Berlin",
    "Europe/Berlin\0",
    "\0",
    "%s%n{0}",
    "'; DROP TABLE member; --",
    "x" * 100,
    "é" * 6000,
    "\ufdfa" * 64,
    "/" * 64,
    ".*",
    "🦴" * 30,
)


def refusal(typed):
    with pytest.raises(InvalidInput) as caught:
        zone(typed)
    assert caught.value.key == "zone.unknown"
    return caught.value.params


def test_only_the_packaged_zone_data_counts():
    assert zoneinfo.TZPATH == ()
    assert tzdata_version() == importlib.metadata.version("tzdata")


def test_every_name_in_the_package_but_a_few_is_a_zone():
    misleading = NOT_ON_OFFER | {
        name for name in zoneinfo.available_timezones() if name.startswith(("Etc/GMT", "GMT"))
    }
    for name in zoneinfo.available_timezones() - misleading:
        assert zone(name).key == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("  europe/berlin ", "Europe/Berlin"),
        ("EUROPE / BERLIN", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("america/argentina/buenos aires", "America/Argentina/Buenos_Aires"),
        ("america/port au prince", "America/Port-au-Prince"),
        ("utc", "UTC"),
        ("gmt", "GMT"),
        ("us/pacific", "US/Pacific"),
        ("Europe/Kiev", "Europe/Kiev"),
    ],
)
def test_a_full_name_is_taken_in_any_case_and_spacing(typed, name):
    assert zone(typed).key == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("berlin", "Europe/Berlin"),
        ("Berlín", "Europe/Berlin"),
        ("São Paulo", "America/Sao_Paulo"),
        ("new   york", "America/New_York"),
        ("istanbul", "Europe/Istanbul"),
        ("calcutta", "Asia/Calcutta"),
        ("honolulu", "Pacific/Honolulu"),
    ],
)
def test_a_city_alone_is_enough_when_only_one_has_the_name(typed, name):
    assert zone(typed).key == name


def test_a_name_that_two_places_share_is_refused_with_both():
    assert refusal("samoa")["like"] == "Pacific/Apia, Pacific/Pago_Pago, Pacific/Samoa"


@pytest.mark.parametrize("typed", ["east", "south", "general", "petersburg", "pacific"])
def test_a_word_too_vague_for_a_city_is_refused(typed):
    assert refusal(typed)["zone"] == typed


@pytest.mark.parametrize(
    ("typed", "like"),
    [
        ("EST", "America/New_York, America/Panama"),
        ("MST", "America/Denver, America/Phoenix"),
        ("bst", "Europe/London"),
        ("GMT+2", ""),
        ("Etc/GMT-2", ""),
        ("Factory", ""),
    ],
)
def test_a_short_name_that_means_something_else_is_refused(typed, like):
    assert refusal(typed)["like"] == like


def test_a_slip_of_the_finger_gets_the_name_that_was_meant():
    assert refusal("Berln")["like"] == "Europe/Berlin"
    assert refusal("Europe/Lodnon")["like"] == "Europe/London"


def test_a_country_gets_its_zones_the_biggest_first():
    assert (
        refusal("united states")["like"] == "America/Chicago, America/Denver, America/Los_Angeles"
    )
    assert matching_zones("germany") == ["Europe/Berlin", "Europe/Busingen"]


def test_a_refusal_quotes_forty_characters_and_suggests_three_zones_at_most():
    params = refusal("america" + "a" * 60)

    assert len(params["zone"]) == 40
    assert len(refusal("america/")["like"].split(", ")) == 3


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_names_are_refused_quickly_and_offer_nothing(typed):
    started = time.process_time()

    refusal(typed)

    assert matching_zones(typed) == []
    assert time.process_time() - started < 0.25


def test_nothing_typed_offers_zones_across_the_world():
    offered = matching_zones("")

    assert len(offered) == 25
    assert {name.split("/")[0] for name in offered} >= {"America", "Europe", "Africa", "Asia"}
    assert all(zone(name).key == name for name in offered)


def test_the_start_of_a_city_comes_before_a_match_inside_a_name():
    offered = matching_zones("ber")

    assert offered == ["Europe/Berlin", "Atlantic/Bermuda", "Australia/Canberra"]


def test_current_names_come_before_the_old_ones():
    offered = matching_zones("buenos")

    assert offered == ["America/Argentina/Buenos_Aires", "America/Buenos_Aires"]


def test_what_is_offered_can_be_chosen():
    for typed in ("a", "an", "new", "est", "/", "in", "us", "g"):
        for name in matching_zones(typed):
            assert zone(name).key == name


@pytest.mark.parametrize(("limit", "offered"), [(3, 3), (1000, 25), (0, 0), (-1, 0)])
def test_a_limit_holds_and_never_passes_what_discord_shows(limit, offered):
    assert len(matching_zones("a", limit)) == offered
    assert len(matching_zones("", limit)) == offered
