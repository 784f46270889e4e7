"""Every English text that reaches a member reads at Flesch-Kincaid grade 8 or below.

The measure is strict on purpose: of two ways to count syllables it believes the higher. A number
counts as a word of one syllable, and what cites a source (a doi, a PMC number) does not count:
nobody reads it aloud. A line of a list is a sentence.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import pyphen  # type: ignore[import-untyped]
import pytest

from bot.content.library import Library
from bot.texts.po import Entry, read_language

HIGHEST_GRADE = 8.0
# Below this a single long word decides: "Notifications" alone would be grade 43.
FEWEST_WORDS = 12

HYPHENS = pyphen.Pyphen(lang="en_US")
SENTENCE_END = re.compile(r"[.!?](?=[\s”*]|$)|\n+")
CITATION = re.compile(r"\[[^\]]*\]|\bdoi \S+|\b\S*[A-Za-z]\d\S*")
WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d+(?:[.,:-]\d+)*")
SILENT_ENDING = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouy]le)$|(?<=[^aeiouytd])ed$|(?<=[^aeiouycsxzgh])es$"
)
PARAMETER = re.compile(r"\{\w+\}")


@cache
def syllables(word: str) -> int:
    plain = word.lower().partition("'")[0].partition("’")[0]
    by_vowels = len(re.findall(r"[aeiouy]+", SILENT_ENDING.sub("", plain)))
    return max(1, by_vowels, len(HYPHENS.positions(plain)) + 1)


def words_of(text: str) -> list[str]:
    return WORD.findall(CITATION.sub(" ", PARAMETER.sub("nine", text)))


def grade(text: str) -> float:
    """Source: Kincaid 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    sentences = [found for part in SENTENCE_END.split(text) if (found := words_of(part))]
    words = [word for sentence in sentences for word in sentence]
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * per_word - 15.59


def english() -> dict[str, Entry]:
    return read_language(files("bot.texts") / "en", "en")[0]


def shown() -> dict[str, str]:
    """Every text by a name to find it again."""
    library = Library.load()
    texts = {
        f"card {card.id}, part {number}": part
        for card in library.cards("en")
        for number, part in enumerate(card.parts, 1)
    }
    texts |= {
        f"card {card.id} with its sources": "\n".join((*card.parts, *map(str, card.sources)))
        for card in library.cards("en")
    }
    texts |= {
        f"prompt {prompt.id}": f"{prompt.text}\n{prompt.caution}"
        for prompt in library.prompts("en")
    }
    for entry in english().values():
        for number, form in enumerate(entry.forms):
            texts[f"{entry.file} {entry.key} {number}"] = form
    return texts


def whole(prefix: str) -> str:
    """The texts of a family as one message, in the order of the file."""
    return "\n".join(
        form for key, entry in english().items() if key.startswith(prefix) for form in entry.forms
    )


MEASURED = {name: text for name, text in shown().items() if len(words_of(text)) >= FEWEST_WORDS}


def test_every_text_reads_at_grade_eight_or_below() -> None:
    grades = {name: grade(text) for name, text in MEASURED.items()}

    assert {name: high for name, high in grades.items() if high > HIGHEST_GRADE} == {}


@pytest.mark.parametrize(
    "prefix",
    ["safety.notice.", "safety.crisis", "safety.disclaimer", "join.offer.", "join.privacy."],
)
def test_a_message_of_several_texts_reads_at_grade_eight_as_a_whole(prefix: str) -> None:
    assert grade(whole(prefix)) <= HIGHEST_GRADE


def test_the_crisis_text_stays_readable_with_its_default_filled_in() -> None:
    texts = english()
    default = texts["safety.crisis.default"].forms[0]
    for key in ("safety.crisis", "safety.crisis.short"):
        assert grade(texts[key].forms[0].format(crisis_text=default)) <= HIGHEST_GRADE


def test_every_card_prompt_and_notice_is_measured_and_not_only_the_easy_ones() -> None:
    names = " ".join(MEASURED)
    assert all(
        f"card {card.id} with its sources" in MEASURED for card in Library.load().cards("en")
    )
    assert "safety.crisis 0" in names
    assert "posture.footer 0" in names
    assert len(MEASURED) > 100


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("pain", 1),
        ("numb", 1),
        ("used", 1),
        ("needed", 2),
        ("massage", 2),
        ("muscle", 2),
        ("easy", 2),
        ("changes", 2),
        ("doctor's", 2),
        ("therapist", 3),
        ("temporary", 4),
        ("emergency", 4),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, number: int) -> None:
    assert syllables(word) == number


def test_the_measure_agrees_with_the_formula_worked_out_by_hand() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 - 15.59
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)


def test_a_text_in_officialese_is_measured_as_too_hard() -> None:
    officialese = (
        "Participation necessitates authorisation of communications regarding therapeutic "
        "interventions administered subsequently."
    )
    assert grade(officialese) > 20


def test_a_citation_neither_lengthens_nor_shortens_a_sentence() -> None:
    plain = "One review found relief of pain."
    assert grade("One review found relief of pain [8, 10].") == grade(plain)
    assert words_of("Moyer 2004, doi 10.1037/0033-2909.130.1.3") == ["Moyer", "2004"]


def test_each_line_of_a_list_is_a_sentence_of_its_own() -> None:
    assert grade("- chest pain\n- fainting fits") < grade("chest pain and fainting fits")
