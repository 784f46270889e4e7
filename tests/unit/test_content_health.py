"""What the shipped content says about bodies: every hedge there, nothing left out put back in."""

from __future__ import annotations

import re

import pytest

from bot.content.cards import Card
from bot.content.library import Library

LIBRARY = Library.load()
CARDS = {card.id: card for card in LIBRARY.cards("en")}
PROMPTS = {prompt.id: prompt for prompt in LIBRARY.prompts("en")}


def read(card: Card) -> str:
    return "\n".join(card.parts)


def everything() -> str:
    prompts = [f"{prompt.text} {prompt.caution}" for prompt in PROMPTS.values()]
    return "\n".join([*map(read, CARDS.values()), *prompts]).lower()


@pytest.mark.parametrize(
    ("card_id", "hedge"),
    [
        ("spasms", "for a short time"),
        ("spasms", "Results for pain itself are mixed"),
        ("spasms", "another on muscle pain found none"),
        ("spasms", "Nobody is sure why it helps"),
        ("spasms", "firm but bearable"),
        ("spasms", "Tell your therapist straight away if it hurts"),
        ("spasms", "Never press the front or side of the throat"),
        ("tension", "for a while, though that does not always mean less pain that day"),
        ("tension", "The posture part is weaker"),
        ("tension", "No single posture has been proven to cause or prevent neck pain"),
        ("tension", "not to judge how you sit"),
        ("tension", "its authors urge caution"),
        ("tension", "breathe as usual"),
        ("adhesions", "Be careful with this claim"),
        ("adhesions", "no good proof that massage breaks up adhesions"),
        ("adhesions", "perhaps because"),
        ("adhesions", "not in the neck"),
        ("adhesions", "Harder is not better"),
        ("adhesions", "Ask a clinician before deep work"),
        ("circulation", "did not send more blood to the muscle"),
        ("circulation", "no proof that hot stones speed healing"),
        ("circulation", "not stones"),
        ("circulation", "15 minutes at most"),
        ("circulation", "Tell us first"),
        ("relief", "half-hour massages did not"),
        ("relief", "against a waiting list"),
        ("relief", "probably does little more than a pretend massage"),
        ("relief", "probably little to no difference from sham"),
        ("relief", "Some people feel better, some do not"),
        ("relief", "gone by 26 weeks"),
        ("relief", "low or very low quality"),
    ],
)
def test_a_card_keeps_its_hedge(card_id: str, hedge: str) -> None:
    assert hedge in read(CARDS[card_id]).replace("\n", " ")


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_tells_the_articles_claim_as_the_articles(card: Card) -> None:
    assert card.claim.startswith("The article says")
    assert "The article says" not in card.text


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_cites_what_it_says_about_research(card: Card) -> None:
    assert re.search(r"\[\d+[a-z]?", card.research)
    assert card.sources


@pytest.mark.parametrize(
    ("prompt_id", "caution"),
    [
        ("roll-shoulders", "sore"),
        ("shoulder-blades", "surgery"),
        ("chin-glide", "tingle"),
        ("look-sideways", "force"),
        ("ear-to-shoulder", "Don't pull"),
        ("unclench", "dentist or doctor"),
        ("look-far", "urgent care"),
        ("raise-screen", "varifocal"),
        ("open-hands", "gently"),
        ("slow-breaths", "light-headed"),
        ("walk", "seated"),
        ("open-arms", "dislocated"),
    ],
)
def test_a_prompt_keeps_its_caution(prompt_id: str, caution: str) -> None:
    assert caution in PROMPTS[prompt_id].caution


@pytest.mark.parametrize(
    "movement",
    [
        r"neck circle", r"circle (your|the) (neck|head)", r"roll (your|the) (neck|head)",
        r"(head|neck) (far |all the way )?back\b", r"tip (your|the) head", r"crack",
        r"(press|push|pull) (your|the) head", r"hand on (your|the) head", r"hang (your|the) head",
    ],
)  # fmt: skip
def test_a_movement_left_out_on_purpose_stays_out(movement: str) -> None:
    assert not re.search(movement, everything())


@pytest.mark.parametrize(
    "claim",
    ["sit correctly", "sit up straight", "toxin", "drink water", "cure", "blood flow resumes",
     "repairs injuries", "breaks down adhesions", "guarantee", "you should book", "60 minutes a"],
)  # fmt: skip
def test_what_research_does_not_support_is_said_nowhere(claim: str) -> None:
    assert claim not in everything()


@pytest.mark.parametrize("prompt_id", PROMPTS)
def test_a_prompt_is_short_enough_to_read_at_a_glance(prompt_id: str) -> None:
    assert len(PROMPTS[prompt_id].text) <= 90
