"""A faulty content file names the file, the key and the mistake, and is never used in part."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.library import Library, check
from bot.errors import ConfigError

CARD = {
    "id": "warmth",
    "title": "Warmth",
    "claim": "Some say so.",
    "text": "It may feel good.",
    "sure": "Weak.",
    "research": "One study says so [1].",
    "try": "Rest a little.",
    "careful": "Not too hot.",
}
SOURCES = '[sources]\n1 = "Somebody 2001"\n'


def card(**changes: str | None) -> str:
    lines = {name: text for name, text in {**CARD, **changes}.items() if text is not None}
    return "\n[[card]]\n" + "\n".join(f'{name} = "{text}"' for name, text in lines.items()) + "\n"


def prompts(*lines: str) -> str:
    fine = '[[prompt]]\nid = "walk"\ntext = "Walk."\n'
    return fine + "\n[[prompt]]\n" + "\n".join(lines) + "\n"


def benefits(folder: Path, text: str) -> Path:
    return write(folder, "en/benefits.toml", text)


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def only(folder: Path) -> tuple[str, str, str]:
    (mistake,) = check(folder)
    assert mistake.remedy.endswith((".", '"'))
    return mistake.file, mistake.key, mistake.problem


def test_a_card_written_by_a_clinic_is_accepted(tmp_path: Path) -> None:
    assert check(benefits(tmp_path, SOURCES + card())) == []


def test_a_slip_in_the_toml_names_its_line(tmp_path: Path) -> None:
    file, _, problem = only(benefits(tmp_path, SOURCES + "\n[[card]]\nid = warmth\n"))
    assert file == "en/benefits.toml"
    assert "line 5" in problem


@pytest.mark.parametrize(
    ("changes", "key", "problem"),
    [
        ({"careful": None}, "card 1 (warmth), careful", "is missing"),
        ({"try": None}, "card 1 (warmth), try", "is missing"),
        ({"carefull": "x"}, "card 1 (warmth), carefull", "is not a key we know"),
        ({"text": ""}, "card 1 (warmth), text", "is empty"),
        ({"text": "   "}, "card 1 (warmth), text", "is empty"),
        ({"title": "x" * 257}, "card 1 (warmth), title", "is longer than 256 characters"),
        ({"text": "x" * 4097}, "card 1 (warmth), text", "is longer than 4,096 characters"),
        ({"id": "Warm stones"}, "card 1 (Warm stones), id", "is not a plain name"),
        ({"research": "See [2]."}, "card (warmth)", "cites [2], which is no source"),
        ({"careful": "Ask [1, 9b]."}, "card (warmth)", "cites [9b], which is no source"),
    ],
)
def test_a_faulty_card_says_which_key_and_what_is_wrong(
    tmp_path: Path, changes: dict[str, str | None], key: str, problem: str
) -> None:
    folder = benefits(tmp_path, SOURCES + card(**changes))
    assert only(folder) == ("en/benefits.toml", key, problem)


def test_a_number_where_a_text_belongs_is_a_mistake(tmp_path: Path) -> None:
    folder = benefits(tmp_path, SOURCES + card(title=None) + "title = 5\n")
    assert only(folder) == ("en/benefits.toml", "card 1 (warmth), title", "is not a text")


def test_an_id_that_two_cards_share_is_a_mistake(tmp_path: Path) -> None:
    folder = benefits(tmp_path, SOURCES + card() + card(title="Warmth again"))
    assert only(folder) == ("en/benefits.toml", "card (warmth)", "is there 2 times")


def test_a_card_too_long_for_one_answer_is_a_mistake_though_each_part_fits(tmp_path: Path) -> None:
    folder = benefits(tmp_path, SOURCES + card(text="x" * 2_000, research="y" * 2_000))
    _, key, problem = only(folder)
    assert key == "card (warmth)"
    assert "with its sources" in problem


def test_a_card_at_the_limit_is_accepted(tmp_path: Path) -> None:
    benefits(tmp_path, SOURCES + card(text="x"))
    spare = 3_600 - Library.load(tmp_path).card("warmth", "en").length

    assert check(benefits(tmp_path, SOURCES + card(text="x" * (spare + 1)))) == []
    assert len(check(benefits(tmp_path, SOURCES + card(text="x" * (spare + 2))))) == 1


def test_a_file_without_any_card_is_a_mistake(tmp_path: Path) -> None:
    assert only(benefits(tmp_path, SOURCES)) == ("en/benefits.toml", "card", "is missing")
    none = "card = []\n" + SOURCES
    assert only(benefits(tmp_path, none)) == ("en/benefits.toml", "card", "has no entry")


@pytest.mark.parametrize(
    ("lines", "key", "problem"),
    [
        (['id = "x"'], "prompt 2 (x), text", "is missing"),
        (['text = "x"'], "prompt 2, id", "is missing"),
        (['id = "x"', 'text = ""'], "prompt 2 (x), text", "is empty"),
        (['id = "x"', f'text = "{"x" * 1001}"'], "prompt 2 (x), text", "is longer than 1,000"),
        (['id = "x"', 'text = "x"', "caution = 1"], "prompt 2 (x), caution", "is not a text"),
        (['id = "x"', 'text = "x"', 'weight = "1"'], "prompt 2 (x), weight", "not a key"),
        (['id = "walk"', 'text = "x"'], "prompt (walk)", "is there 2 times"),
    ],
)
def test_a_faulty_prompt_says_which_key_and_what_is_wrong(
    tmp_path: Path, lines: list[str], key: str, problem: str
) -> None:
    found = only(write(tmp_path, "en/prompts.toml", prompts(*lines)))
    assert found[:2] == ("en/prompts.toml", key)
    assert problem in found[2]


def test_one_prompt_alone_is_too_few_as_none_comes_twice_in_a_row(tmp_path: Path) -> None:
    one = '[[prompt]]\nid = "walk"\ntext = "Walk."\n'
    _, key, problem = only(write(tmp_path, "en/prompts.toml", one))
    assert (key, problem) == ("prompt", "has too few entries: 2 are needed")


def test_a_list_where_a_table_belongs_is_told_in_plain_words(tmp_path: Path) -> None:
    _, key, problem = only(write(tmp_path, "en/prompts.toml", 'prompt = "walk"\n'))
    assert key == "prompt"
    assert problem.startswith("cannot be used")


def test_a_file_in_another_encoding_is_a_mistake_and_not_a_crash(tmp_path: Path) -> None:
    write(tmp_path, "en/prompts.toml", "")
    (tmp_path / "en" / "prompts.toml").write_bytes("# é".encode("latin-1"))
    assert only(tmp_path)[2] == "is not UTF-8 text"


@pytest.mark.parametrize("name", ["en/prompt.toml", "english/prompts.toml"])
def test_a_file_that_nothing_would_read_is_a_mistake(tmp_path: Path, name: str) -> None:
    assert only(write(tmp_path, name, "")) == (name, "", "is read by nothing")


def test_a_folder_that_is_not_there_is_a_mistake_and_not_our_content(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is not a folder"):
        Library.load(tmp_path / "gone")


def test_every_mistake_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    benefits(tmp_path, SOURCES + card(text="", title=""))
    write(tmp_path, "en/prompts.toml", prompts('id = "x"'))

    assert [mistake.key for mistake in check(tmp_path)] == [
        "card 1 (warmth), title",
        "card 1 (warmth), text",
        "prompt 2 (x), text",
    ]


def test_loading_refuses_a_faulty_folder_and_names_the_place(tmp_path: Path) -> None:
    benefits(tmp_path, SOURCES + card(title="", text=""))

    with pytest.raises(ConfigError) as caught:
        Library.load(tmp_path)

    assert caught.value.key == "en/benefits.toml: card 1 (warmth), title"
    assert caught.value.problem == "is empty"
    assert "1 more" in caught.value.remedy
