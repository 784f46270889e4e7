"""The benefit cards as they are shown: complete, within Discord's limits, and browsable."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.content.cards import CARD_CHARACTERS, Card, Source
from bot.content.library import Library
from bot.errors import NotFound
from bot.texts.catalogue import Catalogue
from bot.ui.benefits import benefit_card, card_named, matching_cards
from bot.ui.custom_ids import parse_area
from tests.unit.views import buttons, texts

ENGLISH = Catalogue.load().language("en")
SHIPPED = Library.load().cards("en")


def a_card(card_id: str, **parts: Any) -> Card:
    whole = {
        "title": card_id.title(),
        "claim": "c",
        "text": "t",
        "sure": "s",
        "research": "r",
        "try_": "y",
        "careful": "a",
        "sources": (),
        **parts,
    }
    return Card(id=card_id, **whole)


def ways(view: discord.ui.LayoutView) -> dict[str, str]:
    """Labels of buttons and their ids."""
    return {button.label or "": button.custom_id or "" for button in buttons(view)}


def target(custom_id: str) -> str:
    press = parse_area(custom_id)
    assert press is not None
    return press.args[0]


@pytest.mark.parametrize("shown", SHIPPED, ids=[card.id for card in SHIPPED])
def test_every_shipped_card_shows_all_its_parts_and_fits(shown: Card) -> None:
    view = benefit_card(ENGLISH, SHIPPED, shown)

    said = texts(view)
    assert all(part in said for part in shown.parts)
    assert all(str(source) in said for source in shown.sources)
    assert view.content_length() <= 4000
    assert view.total_children_count <= 40


def test_the_longest_card_that_a_clinic_may_write_fits() -> None:
    sources = tuple(Source(number=str(n), line="x") for n in range(1, 120))
    bare = a_card("long", title="T" * 256, sources=sources)
    longest = a_card(
        "long", title="T" * 256, sources=sources, text="t" * (CARD_CHARACTERS - bare.length + 1)
    )
    assert longest.length == CARD_CHARACTERS

    many = [a_card(f"card-{n}") for n in range(998)]

    assert benefit_card(ENGLISH, [*many, longest], longest).content_length() <= 4000


def test_a_card_without_sources_has_no_heading_for_them() -> None:
    alone = a_card("alone")

    assert "Sources" not in texts(benefit_card(ENGLISH, [alone], alone))


def test_the_ways_lead_to_the_neighbours_and_round_at_both_ends() -> None:
    ids = [card.id for card in SHIPPED]

    for place, shown in enumerate(SHIPPED):
        found = ways(benefit_card(ENGLISH, SHIPPED, shown))
        assert target(found["Previous"]) == ids[place - 1]
        assert target(found["Next"]) == ids[(place + 1) % len(ids)]


def test_with_two_cards_both_ways_lead_to_the_other_by_ids_of_their_own() -> None:
    one, other = a_card("one"), a_card("other")

    found = ways(benefit_card(ENGLISH, [one, other], one))

    assert target(found["Previous"]) == target(found["Next"]) == "other"
    assert found["Previous"] != found["Next"]


def test_a_single_card_has_nowhere_to_go_but_to_the_clinic() -> None:
    alone = a_card("alone")

    assert list(ways(benefit_card(ENGLISH, [alone], alone))) == ["Talk to the clinic"]


def test_the_longest_id_still_fits_a_button() -> None:
    one, other = a_card("a" * 40), a_card("b" * 40)

    assert target(ways(benefit_card(ENGLISH, [one, other], one))["Next"]) == "b" * 40


@pytest.mark.parametrize("typed", ["circulation", "CIRCULATION", " circulation and hot stones "])
def test_a_card_is_named_by_its_id_or_title_in_any_case(typed: str) -> None:
    assert card_named(SHIPPED, typed).id == "circulation"


@pytest.mark.parametrize("typed", ["", " ", "circ", "nothing"])
def test_part_of_a_name_names_no_card(typed: str) -> None:
    with pytest.raises(NotFound):
        card_named(SHIPPED, typed)


def test_typing_offers_the_cards_whose_title_holds_it_25_at_most() -> None:
    many = [a_card(f"card-{n}") for n in range(40)]

    assert [card.id for card in matching_cards(SHIPPED, "MUSCLE")] == ["spasms", "tension"]
    assert len(matching_cards(many, "")) == 25
