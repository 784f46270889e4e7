"""A text that Discord would cut or refuse is a mistake, in every language and from every author."""

from __future__ import annotations

import ast

import pytest

from bot.content.mistake import Mistake
from bot.texts.limits import LONGEST, longest
from bot.texts.po import Entries, read_file
from tests.texts.keys import sources, uses_in


def read(key: str, text: str) -> tuple[Entries, list[Mistake]]:
    return read_file(f'msgid "{key}"\nmsgstr "{text}"\n'.encode(), "de/a.po", "de")


@pytest.mark.parametrize("start", LONGEST)
def test_a_text_may_fill_its_place_and_not_a_character_more(start: str) -> None:
    key = f"{start}some_name"
    most = LONGEST[start]

    assert read(key, "x" * most)[1] == []
    (mistake,) = read(key, "x" * (most + 1))[1]
    assert (mistake.key, mistake.problem) == (key, f"is longer than {most} characters")
    assert mistake.remedy.startswith("Shorten it")


def test_every_form_of_a_plural_is_measured() -> None:
    forms = f'msgstr[0] "x"\nmsgstr[1] "{"y" * 81}"\n'
    source = f'msgid "label.a"\nmsgid_plural "label.a"\n{forms}'

    _, (mistake,) = read_file(source.encode(), "de/a.po", "de")

    assert "80 characters" in mistake.problem


@pytest.mark.parametrize(
    ("key", "most"),
    [
        ("cmd.posture.on", 100),
        ("label.stop", 80),
        ("setting.zone", 45),
        ("settings.ask.zone", 100),
        ("settings.title", None),
        ("join.privacy.keeps", None),
    ],
)
def test_the_place_is_known_by_how_the_key_begins(key: str, most: int | None) -> None:
    assert longest(key) == most


def test_a_text_in_no_place_of_fixed_size_may_be_long() -> None:
    assert read("join.offer.sends", "x" * 3_000)[1] == []


# What builds a place of fixed size, and how much Discord takes there.
PLACES = {
    "Action": 80,
    "Button": 80,
    "labelled": 80,
    "SelectOption": 100,
    "Label": 100,
    "Choice": 100,
}


def said_in_a_place(source: str) -> list[tuple[str, int]]:
    """The keys, or starts of keys, said within a call that builds such a place."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        (use.key, PLACES[name])
        for call in calls
        if (name := ast.unparse(call.func).rpartition(".")[2]) in PLACES
        for use in uses_in(ast.unparse(call), "x.py")
    ]


def test_every_text_said_in_a_place_of_fixed_size_has_its_limit() -> None:
    found = {each for source in sources().values() for each in said_in_a_place(source)}

    assert found
    for key, most in found:
        limit = longest(key)
        assert limit is not None, key
        assert limit <= most, key


def test_the_check_sees_a_text_in_a_button_and_not_one_beside_it() -> None:
    source = 'Action("go", say("a.b"), Look.MAIN); say("c.d"); ui.Button(label=say(f"e.{x}"))'
    assert said_in_a_place(source) == [("a.b", 80), ("e.", 80)]
