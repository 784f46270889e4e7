"""The commands as Discord is told them in every language: translated, and within its limits."""

from __future__ import annotations

from bot.discord_io.translator import LOCALES
from tests.contract.payload import Payload, parts

# Source: Discord: a command's characters, names, descriptions and choices together, of each the
# longest localisation; one description; one choice's name.
MOST_CHARACTERS = 8000
LONGEST_DESCRIPTION = 100
LONGEST_CHOICE = 100
SLASH = 1
SPOKEN = {locale.value for locale in LOCALES}


def described(synced: list[Payload]) -> list[Payload]:
    return [p for c in synced if c.get("type", SLASH) == SLASH for p in parts(c)]


def choices(synced: list[Payload]) -> list[Payload]:
    return [c for part in described(synced) for c in part.get("choices") or []]


def longest(part: Payload, field: str) -> int:
    """Characters of a field in the language in which it is longest."""
    localised = part.get(f"{field}_localizations") or {}
    return max(len(text) for text in (part.get(field) or "", *localised.values()))


def characters(command: Payload) -> int:
    """As Discord counts them."""
    offered = command.get("choices") or []
    return (
        longest(command, "name")
        + longest(command, "description")
        + sum(longest(choice, "name") + len(str(choice["value"])) for choice in offered)
        + sum(characters(option) for option in command.get("options", []))
    )


async def test_every_description_is_translated_into_every_language(synced: list[Payload]) -> None:
    for part in described(synced):
        there = part["description_localizations"] or {}
        assert set(there) == SPOKEN, part["name"]
        assert part["description"] not in there.values(), part["name"]


async def test_both_kinds_of_spanish_say_the_same(synced: list[Payload]) -> None:
    for part in described(synced):
        there = part["description_localizations"]
        assert there["es-ES"] == there["es-419"]


async def test_no_name_of_a_command_or_option_is_translated(synced: list[Payload]) -> None:
    for command in synced:
        for part in parts(command):
            assert not part.get("name_localizations"), part["name"]


async def test_a_choice_in_words_is_translated_and_a_number_is_not(synced: list[Payload]) -> None:
    names = {choice["name"]: choice.get("name_localizations") or {} for choice in choices(synced)}

    for name, localised in names.items():
        assert set(localised) == (set() if own_name(name) else SPOKEN), name


def own_name(choice: str) -> bool:
    """A number, or a language, which is called by its own name everywhere."""
    return choice.isdigit() or choice in {"English", "Español", "Deutsch", "Français"}


async def test_every_description_and_choice_fits_in_its_longest_language(
    synced: list[Payload],
) -> None:
    for part in described(synced):
        assert 1 <= longest(part, "description") <= LONGEST_DESCRIPTION, part["name"]
    for choice in choices(synced):
        assert 1 <= longest(choice, "name") <= LONGEST_CHOICE, choice["name"]


async def test_every_command_is_within_discords_characters_in_its_longest_language(
    synced: list[Payload],
) -> None:
    for command in synced:
        assert characters(command) <= MOST_CHARACTERS, command["name"]


def test_the_longest_localisation_is_what_counts() -> None:
    choice = {"name": "abc", "name_localizations": {"de": "abcdef"}, "value": 45}
    option = {
        "name": "ab",
        "description": "abc",
        "description_localizations": {"de": "abcd", "fr": "a"},
        "choices": [choice],
    }
    command = {"name": "a", "description": "ab", "options": [option]}

    assert characters(command) == (1 + 2) + (2 + 4) + (6 + 2)


def test_a_command_too_long_in_one_language_only_is_found() -> None:
    options = [
        {"name": "a" * 32, "description": "b", "description_localizations": {"de": "c" * 100}}
        for _ in range(70)
    ]

    assert characters({"name": "x", "description": "y", "options": options}) > MOST_CHARACTERS
