"""What plans say: every question and answer has its words, and the day after keeps its warnings."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from bot.domain.plan import ANSWERS, LATER, Ask
from bot.texts.po import read_language

TEXTS = {
    key: " ".join(entry.forms)
    for key, entry in read_language(files("bot.texts") / "en", "en")[0].items()
    if key.startswith("plans.")
}
LABEL_CHARACTERS = 80


@pytest.mark.parametrize("ask", Ask)
def test_every_question_has_a_title_and_words(ask: Ask) -> None:
    assert TEXTS[f"plans.title.{ask.value}"]
    assert TEXTS[f"plans.ask.{ask.value}"]


def test_every_answer_has_a_label_and_no_label_is_left_over() -> None:
    names = {name for answers in ANSWERS.values() for name in answers}
    prefix = "plans.answer."
    assert {key.removeprefix(prefix) for key in TEXTS if key.startswith(prefix)} == names
    assert all(len(TEXTS[prefix + name]) <= LABEL_CHARACTERS for name in names)


def test_the_answer_that_waits_says_how_long() -> None:
    assert f"{LATER.days} days" in TEXTS["plans.answer.later"]


@pytest.mark.parametrize(
    "words",
    [
        "strong, getting worse, or feels new or strange, contact us",
        "Sudden or severe pain",
        "a new headache",
        "weakness or numbness",
        "“Warning signs” now",
        "hot stones",
        "burn or blister",
        "blood thinners",
        "a bruise that spreads",
    ],
)
def test_the_day_after_keeps_each_warning(words: str) -> None:
    assert words in TEXTS["plans.safety"]


def test_soreness_is_neither_promised_nor_called_normal() -> None:
    text = TEXTS["plans.ask.soreness"]
    assert text.startswith("Some people feel a bit sore for a day or two after massage.")
    assert "if it feels comfortable" in text


@pytest.mark.parametrize("key", ["plans.ask.soreness", "plans.safety", "plans.worse.body"])
def test_a_text_about_symptoms_invites_nobody(key: str) -> None:
    assert not re.search(r"\bbook|session|offer|price", TEXTS[key].casefold())


@pytest.mark.parametrize("key", [key for key in TEXTS if not key.startswith("plans.answer.")])
def test_nothing_is_credited_to_the_massage_or_explained_away(key: str) -> None:
    assert not re.search(
        r"toxin|drink water|you improved|cure|heal|normal|works", TEXTS[key].lower()
    )


def test_worse_gets_help_and_no_tip() -> None:
    text = TEXTS["plans.worse.body"]
    assert "“Warning signs”" in text
    assert "“Talk to the clinic”" in text
    assert not re.search(r"\btry\b|stretch|rest\b|breath|heat|move", text.lower())


def test_worth_continuing_leaves_each_answer_equal() -> None:
    assert TEXTS["plans.ask.continue"].endswith("Each answer is fine.")


def test_a_calendar_entry_tells_nothing() -> None:
    assert TEXTS["plans.calendar"] == "Appointment"
