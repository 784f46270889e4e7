"""What is shown to somebody who may be unwell, and to a manager who left a number unset."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.member import Settings
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.zones import zone
from bot.texts.catalogue import Catalogue
from bot.ui.help import FOR_MEMBERS, FOR_NEWCOMERS, help_card
from bot.ui.safety import crisis_text, emergency_text, talk_card, warning_signs_card
from bot.usecases.services import Operator
from tests.unit.views import texts

ENGLISH = Catalogue.load().language("en")
DEFAULTS = Settings(zone("Europe/Berlin"), DEFAULT_QUIET, 8)
# Source: the longest that the configuration takes.
LONGEST = "x" * 500


def operator(**texts: Any) -> Operator:
    return Operator(settings=DEFAULTS, minimum_age=16, **texts)


def test_an_operator_who_set_nothing_has_the_defaults_in_words() -> None:
    assert emergency_text(ENGLISH, operator()) == "your local emergency number"
    assert "crisis line" in crisis_text(ENGLISH, operator())


def test_what_the_operator_set_takes_their_place() -> None:
    house = operator(emergency_text="112", crisis_text="113")

    assert emergency_text(ENGLISH, house) == "112"
    assert crisis_text(ENGLISH, house) == "113"
    assert "services now (112)" in texts(warning_signs_card(ENGLISH, house))


def test_the_notice_holds_all_its_parts_in_order() -> None:
    said = texts(warning_signs_card(ENGLISH, operator()))

    parts = ["Stop and get help", "cannot check symptoms", "emergency services now", "chest pain",
             "See a doctor soon", "weight loss", "until you have been checked"]  # fmt: skip
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_every_card_fits_with_the_longest_texts_an_operator_may_set() -> None:
    house = operator(emergency_text=LONGEST, crisis_text=LONGEST, contact=LONGEST)

    for view in (
        warning_signs_card(ENGLISH, house),
        talk_card(ENGLISH, house),
        help_card(ENGLISH, house, joined=True, manages=True),
    ):
        assert view.content_length() <= 4000


def test_an_operators_text_with_braces_is_shown_as_it_is() -> None:
    house = operator(emergency_text="112 {zone}", contact="{0} %s {contact}")

    assert "112 {zone}" in texts(warning_signs_card(ENGLISH, house))
    assert "{0} %s {contact}" in texts(talk_card(ENGLISH, house))


def test_without_a_contact_the_clinic_is_reached_the_usual_way() -> None:
    assert "the way you usually do" in texts(talk_card(ENGLISH, operator()))
    assert "020 7946" in texts(talk_card(ENGLISH, operator(contact="020 7946 0000")))


@pytest.mark.parametrize("joined", [True, False])
def test_help_fits_and_lists_just_what_its_role_can_do(joined: bool) -> None:
    view = help_card(ENGLISH, operator(), joined=joined, manages=True)

    lines = [line for line in texts(view).splitlines() if line.startswith("**/")]
    assert len(lines) == len(FOR_MEMBERS if joined else FOR_NEWCOMERS)
    assert view.content_length() <= 4000


@pytest.mark.parametrize(
    ("set_texts", "warnings"),
    [
        ({}, ["emergency number", "crisis line"]),
        ({"emergency_text": "112"}, ["crisis line"]),
        ({"crisis_text": "113"}, ["emergency number"]),
        ({"emergency_text": "112", "crisis_text": "113"}, []),
    ],
)
def test_a_manager_is_warned_of_each_text_that_is_unset(
    set_texts: dict[str, str], warnings: list[str]
) -> None:
    house = operator(**set_texts)

    said = texts(help_card(ENGLISH, house, joined=True, manages=True))
    others = texts(help_card(ENGLISH, house, joined=True, manages=False))

    assert [w for w in ("emergency number", "crisis line") if f"No {w} is set" in said] == warnings
    assert ("You manage this server" in said) == bool(warnings)
    assert "⚠️" not in others
