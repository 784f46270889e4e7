"""What managers may type for their clinic, and how a change is told from no change."""

from __future__ import annotations

import pytest

from bot.domain.clinic_settings import LONGEST, ClinicSettings, Setting, read_setting
from bot.errors import InvalidInput

TEXTS = (Setting.DIRECTIONS, Setting.CONTACT, Setting.EMERGENCY, Setting.CRISIS)


@pytest.mark.parametrize("setting", TEXTS)
def test_a_text_is_kept_without_the_space_around_it(setting: Setting) -> None:
    assert read_setting(setting, "  ring twice ") == "ring twice"


def test_directions_keep_their_lines_and_other_texts_are_one_line() -> None:
    assert read_setting(Setting.DIRECTIONS, "Left,\nthen right") == "Left,\nthen right"
    assert read_setting(Setting.CONTACT, "Left,\nthen right") == "Left, then right"


@pytest.mark.parametrize("typed", ["off", "OFF", " Off ", "", "   "])
@pytest.mark.parametrize("setting", [*TEXTS, Setting.BOOKING_LINK])
def test_off_takes_a_text_out(setting: Setting, typed: str) -> None:
    assert read_setting(setting, typed) is None


@pytest.mark.parametrize("setting", [*TEXTS, Setting.BOOKING_LINK])
def test_a_text_may_be_as_long_as_its_place_and_not_longer(setting: Setting) -> None:
    most = LONGEST[setting]
    start = "https://a.example/" if setting is Setting.BOOKING_LINK else ""
    text = start + "x" * (most - len(start))

    assert read_setting(setting, text) == text
    with pytest.raises(InvalidInput) as refused:
        read_setting(setting, text + "x")
    assert refused.value.params == {"most": most}


@pytest.mark.parametrize(
    "typed", ["https://book.example", "http://book.example/a?b=c#d", "HTTPS://Book.Example"]
)
def test_a_web_address_is_one(typed: str) -> None:
    assert read_setting(Setting.BOOKING_LINK, typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "book.example",
        "javascript:alert(1)",
        "data:text/html,hi",
        "ftp://book.example",
        "https://",
        "https://localhost",
        "https://book .example",
        "https://[::1",
        "call us",
    ],
)
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_setting(Setting.BOOKING_LINK, typed)
    assert refused.value.key == "setup.no_address"


def test_a_zone_is_found_by_its_city_and_has_no_off() -> None:
    assert read_setting(Setting.ZONE, "new york") == "America/New_York"
    with pytest.raises(InvalidInput):
        read_setting(Setting.ZONE, "off")


def test_what_differs_is_named_in_the_order_of_the_options() -> None:
    before = ClinicSettings("Europe/Berlin", emergency="112")
    after = before.changed({"comfort": True, "emergency": None, "zone": "Europe/Paris"})

    assert before.differing(after) == (Setting.ZONE, Setting.EMERGENCY, Setting.COMFORT)
    assert before.differing(before) == ()
    assert after.only(["zone", "emergency"]) == {"zone": "Europe/Paris", "emergency": None}


def test_the_language_of_who_set_it_is_no_setting_of_its_own() -> None:
    before = ClinicSettings("Europe/Berlin")

    assert before.differing(before.changed({"locale": "de"})) == ()


@pytest.mark.parametrize("setting", Setting)
def test_every_option_has_a_value(setting: Setting) -> None:
    assert ClinicSettings("Europe/Berlin").value(setting) in (None, False, "Europe/Berlin")
