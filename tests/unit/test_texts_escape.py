"""What somebody typed is shown as they typed it, and does nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.escape import escaped


def as_shown(text: str) -> str:
    """What Discord shows of an escaped text: a backslash hides, an invisible space stays unseen."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text).replace("\u200b", "")


@pytest.mark.parametrize(
    "text",
    ["Call the clinic", "9:30, then 2 pm", "5-10 min", "it's 100 % fine", "a. b. c", "Über Ärzte"],
)
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    assert escaped(text) == text


@pytest.mark.parametrize("mention", ["@everyone", "@here", "<@1>", "<@!123456789012345678>"])
def test_a_mention_is_no_mention_any_more(mention: str) -> None:
    assert not re.search(r"@(everyone|here|[!&]?\d)", escaped(mention))


@pytest.mark.parametrize("tag", ["<#123>", "<@&5>", "<t:1700000000:R>", "<:hi:1>", "</start:1>"])
def test_a_tag_in_angle_brackets_is_shown_as_typed(tag: str) -> None:
    assert escaped(tag).startswith(r"\<")


@pytest.mark.parametrize(
    "text", ["**bold**", "__under__", "*slant*", "~~gone~~", "||spoiler||", "`code`", "```\nx\n```"]
)
def test_every_mark_of_style_has_a_backslash(text: str) -> None:
    assert not re.search(r"(?<!\\)[*_~|`]", escaped(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# big", r"\# big"),
        ("> quote", r"\> quote"),
        ("- item", r"\- item"),
        ("-# small", r"\-# small"),
        ("  ## big", r"  \## big"),
        ("one\n# two", "one\n" + r"\# two"),
        ("1. first", r"1\. first"),
        ("5 > 3 and a - b", "5 > 3 and a - b"),
    ],
)
def test_what_starts_a_line_starts_no_heading_list_or_quote(text: str, said: str) -> None:
    assert escaped(text) == said


def test_a_backslash_cannot_undo_the_escape() -> None:
    assert escaped(r"\*x\*") == r"\\\*x\\\*"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com",
        "[safe](https://example.com)",
        "HTTP://x",
        "discord.gg/abc",
        "Discord.GG/a",
    ],
)
def test_a_link_cannot_be_followed(text: str) -> None:
    said = escaped(text)
    assert "://" not in said
    assert "discord.gg" not in said.lower()
    assert not re.search(r"(?<!\\)\[", said)


def test_marks_that_turn_the_direction_of_text_are_taken_out() -> None:
    assert escaped("abc\u202edef\u2066g\x00\x1b") == "abcdefg"


def test_a_line_break_may_stay_and_a_tab_becomes_a_space() -> None:
    assert escaped("a\r\nb\tc") == "a\nb c"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf"])))
def test_whatever_is_typed_is_shown_again_word_for_word(text: str) -> None:
    assert as_shown(escaped(text)) == text


@given(st.text(alphabet="@<>*_`~|\\[]()#-1. \neherv:/"))
def test_no_mix_of_marks_gets_through(text: str) -> None:
    said = escaped(text)
    pairs_taken_out = said.replace("\\\\", "")
    assert not re.search(r"(?<!\\)[*_~|`<\[]", pairs_taken_out)
    assert not re.search(r"@(?!\u200b)", said)
    assert "://" not in said
    assert not re.search(r"^\s*[#>-]", said, re.MULTILINE)


@given(st.text(max_size=200))
def test_an_escaped_text_is_at_most_twice_as_long_and_one_more_a_line(text: str) -> None:
    assert len(escaped(text)) <= 2 * len(text) + text.count("\n") + 1
