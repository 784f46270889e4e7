"""What is shown to somebody who may be unwell, and to a manager who left a number unset."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.ids import DiscordGuildId
from bot.domain.member import Settings
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.zones import zone
from bot.kinds import KINDS
from bot.texts.catalogue import Catalogue
from bot.ui.help import FOR_MEMBERS, FOR_NEWCOMERS, FOR_STAFF, help_card
from bot.ui.safety import (
    contact_noted_card,
    crisis_block,
    crisis_text,
    emergency_text,
    talk_card,
    warning_signs_card,
    which_clinic_card,
)
from bot.usecases.contact import ContactNoted
from bot.usecases.services import Operator
from tests.unit.views import buttons, texts

ENGLISH = Catalogue.load().language("en")
DEFAULTS = Settings(zone("Europe/Berlin"), DEFAULT_QUIET, 8)
# Source: the longest that the configuration takes.
LONGEST = "x" * 500
MANY = [(DiscordGuildId(number), "x" * 100) for number in range(1, 40)]


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
        contact_noted_card(ENGLISH, house, ContactNoted(is_new=True, in_crisis=True)),
        which_clinic_card(ENGLISH, house, MANY, in_crisis=True),
        help_card(ENGLISH, house, KINDS, joined=True, works=True, manages=True),
    ):
        assert view.content_length() <= 4000


def test_an_operators_text_with_braces_is_shown_as_it_is() -> None:
    house = operator(emergency_text="112 {zone}", contact="{0} %s {contact}")

    assert "112 {zone}" in texts(warning_signs_card(ENGLISH, house))
    assert "{0} %s {contact}" in texts(talk_card(ENGLISH, house))


def test_without_a_contact_the_clinic_is_reached_the_usual_way() -> None:
    assert "the way you usually do" in texts(talk_card(ENGLISH, operator()))
    assert "020 7946" in texts(talk_card(ENGLISH, operator(contact="020 7946 0000")))


@pytest.mark.parametrize("works", [True, False])
@pytest.mark.parametrize("joined", [True, False])
def test_help_fits_and_lists_just_what_its_role_can_do(joined: bool, works: bool) -> None:
    view = help_card(ENGLISH, operator(), KINDS, joined=joined, works=works, manages=False)

    lines = [line for line in texts(view).splitlines() if line.startswith("**/")]
    for_members = ("posture", "tension", *FOR_MEMBERS) if joined else FOR_NEWCOMERS
    assert len(lines) == len(for_members) + (len(FOR_STAFF) if works else 0)
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

    said = texts(help_card(ENGLISH, house, KINDS, joined=True, works=False, manages=True))
    others = texts(help_card(ENGLISH, house, KINDS, joined=True, works=False, manages=False))

    assert [w for w in ("emergency number", "crisis line") if f"No {w} is set" in said] == warnings
    assert "/clinic setup" in said
    assert "⚠️" not in others
    assert "/clinic setup" not in others


# Asking for contact


def test_the_crisis_contact_stands_in_both_forms_of_the_crisis_text() -> None:
    house = operator(crisis_text="116 123")

    for again in (False, True):
        assert "116 123" in crisis_block(ENGLISH, house, again=again)
    whole, short = (crisis_block(ENGLISH, house, again=again) for again in (False, True))
    assert len(short) < len(whole) / 2


@pytest.mark.parametrize("is_new", [True, False])
def test_who_asked_for_contact_reads_what_the_clinic_sees_and_where_help_is(is_new: bool) -> None:
    view = contact_noted_card(ENGLISH, operator(), ContactNoted(is_new, in_crisis=False))

    assert "you would like to be contacted, and nothing else" in texts(view)
    assert "If it can't wait" in texts(view)
    assert "hard" not in texts(view)
    assert [button.label for button in buttons(view)] == ["Warning signs"]


def test_a_number_to_call_is_shown_only_where_there_is_one() -> None:
    noted = ContactNoted(is_new=True, in_crisis=False)

    assert "Reach the clinic" not in texts(contact_noted_card(ENGLISH, operator(), noted))
    said = texts(contact_noted_card(ENGLISH, operator(contact="020 7946"), noted))
    assert "Reach the clinic here: 020 7946" in said


def test_after_a_crisis_its_contact_comes_first_in_both_answers() -> None:
    house = operator(crisis_text="116 123")
    noted = contact_noted_card(ENGLISH, house, ContactNoted(is_new=True, in_crisis=True))
    which = which_clinic_card(ENGLISH, house, MANY[:2], in_crisis=True)

    for view in (noted, which):
        assert "116 123" in texts(view).splitlines()[0]
