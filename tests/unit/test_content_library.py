"""Cards and prompts: ours, or a clinic's own in their place, found by id and language."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.content.cards import Card
from bot.content.library import Library, check
from bot.errors import NotFound

PROMPTS = """
[[prompt]]
id = "blink"
text = "Blink a few times."

[[prompt]]
id = "sip"
text = "Stand up for a moment."
caution = "Hold on to the desk."
"""


def write(folder: Path, text: str, name: str = "en/prompts.toml") -> Path:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_five_cards_come_in_the_order_of_the_article() -> None:
    ids = [card.id for card in Library.load().cards("en")]
    assert ids == ["spasms", "tension", "adhesions", "circulation", "relief"]


def test_there_are_eighteen_prompts_each_with_an_id_of_its_own() -> None:
    assert len({prompt.id for prompt in Library.load().prompts("en")}) == 18


@pytest.mark.parametrize("locale", ["en-US", "en", "ja", "tlh"])
def test_a_language_without_cards_reads_the_english_ones(locale: str) -> None:
    assert Library.load().card("relief", locale).title == "Pain relief"


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("de", "Schmerzlinderung"),
        ("es-ES", "Alivio del dolor"),
        ("es-419", "Alivio del dolor"),
        ("fr", "Soulagement de la douleur"),
    ],
)
def test_a_card_comes_in_the_readers_language(locale: str, title: str) -> None:
    assert Library.load().card("relief", locale).title == title


def test_a_clinics_english_prompts_leave_the_other_languages_ours(tmp_path: Path) -> None:
    library = Library.load(write(tmp_path, PROMPTS))

    assert library.prompts("de") == Library.load().prompts("de")
    assert library.prompt("blink", "de") == library.prompt("blink", "en")


def test_a_card_that_is_not_there_is_not_found_rather_than_blank() -> None:
    with pytest.raises(NotFound) as caught:
        Library.load().card("magic", "en")
    assert caught.value.key == "errors.card.unknown"


def test_a_card_lists_the_sources_it_cites_in_the_order_of_mention() -> None:
    card = Library.load().card("spasms", "en")
    assert [source.number for source in card.sources] == ["8", "9", "10"]
    assert str(card.sources[1]) == "[9] PMC9434898"


def test_a_card_counts_everything_it_shows() -> None:
    card = Library.load().card("adhesions", "en")
    lines = [*card.parts, *map(str, card.sources)]
    assert card.length == len("\n".join(lines)) + 1


def test_a_card_cannot_be_changed_once_it_is_loaded() -> None:
    card = Library.load().card("relief", "en")
    with pytest.raises(ValidationError):
        card.title = "Cure"


def test_a_clinics_prompts_stand_in_for_ours_and_our_cards_stay(tmp_path: Path) -> None:
    library = Library.load(write(tmp_path, PROMPTS))

    assert [prompt.id for prompt in library.prompts("en-GB")] == ["blink", "sip"]
    assert library.prompts("en")[1].caution == "Hold on to the desk."
    assert len(library.cards("en")) == 5


def test_a_prompt_without_a_caution_has_an_empty_one(tmp_path: Path) -> None:
    assert Library.load(write(tmp_path, PROMPTS)).prompts("en")[0].caution == ""


def test_a_prompt_is_found_by_its_id() -> None:
    found = Library.load().prompt("chin-glide", "en-GB")
    assert found is not None
    assert found.caution == "Stop if your arms tingle."


def test_a_prompt_that_was_taken_out_since_is_none(tmp_path: Path) -> None:
    assert Library.load(write(tmp_path, PROMPTS)).prompt("chin-glide", "en") is None


def test_a_folder_with_nothing_in_it_leaves_ours(tmp_path: Path) -> None:
    assert check(tmp_path) == []
    assert len(Library.load(tmp_path).cards("en")) == 5


def test_the_shipped_files_are_a_clinics_starting_point_as_they_are(tmp_path: Path) -> None:
    for name in ("benefits.toml", "prompts.toml"):
        text = (files("bot.content") / "en" / name).read_text(encoding="utf-8")
        write(tmp_path, text, f"en/{name}")

    assert check(tmp_path) == []
    assert Library.load(tmp_path).cards("en") == Library.load().cards("en")


def test_a_card_knows_how_its_parts_are_ordered_for_a_reader() -> None:
    card = Library.load().card("tension", "en")
    assert isinstance(card, Card)
    assert card.parts[0] == card.title
    assert card.parts[-1] == card.careful
