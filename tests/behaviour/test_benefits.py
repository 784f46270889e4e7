"""/benefits: the five cards, browsed there and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ui.custom_ids import AreaPress
from tests.behaviour.public import post
from tests.behaviour.world import OPERATOR, build_app

TITLES = [
    "Muscle spasms",
    "Muscle tension",
    "Adhesions",
    "Circulation and hot stones",
    "Pain relief",
]


pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


def title_of(shown):
    return shown.text.splitlines()[0].removeprefix("### ")


async def offered(person, typed):
    return await person.actor.autocomplete(person.clinic.channel, "benefits", "topic", typed)


async def test_without_a_topic_the_first_card_opens_for_anybody(clinic):
    tom = clinic.person("tom")

    shown = await tom.slash("benefits")

    assert title_of(shown) == TITLES[0]
    assert "Card 1 of 5" in shown.text
    assert shown.buttons == ["Previous", "Next", "Talk to the clinic"]
    assert tom.last.ephemeral


async def test_a_card_holds_claim_text_research_try_careful_and_sources_in_this_order(clinic):
    tom = clinic.person("tom")

    text = (await tom.slash("benefits", topic="adhesions")).text

    order = [
        "What the article says", "The article says small injuries",
        "What we say", "Be careful with this claim",
        "How sure is research?", "Very weak.",
        "What studies found", "computer model looked",
        "Try this", "Turn your head slowly",
        "Take care", "Ask a clinician before deep work",
        "Sources", "[11] Chaudhry", "[26]", "[27]",
        "Card 3 of 5",
    ]  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)


async def test_next_goes_through_all_five_and_round_to_the_first(clinic):
    tom = clinic.person("tom")
    shown = await tom.slash("benefits")
    first, seen = shown, []

    for _ in TITLES:
        shown = await tom.press("Next", shown)
        seen.append(title_of(shown))

    assert seen == [*TITLES[1:], TITLES[0]]
    assert shown.id == first.id


async def test_previous_goes_through_all_five_backwards(clinic):
    tom = clinic.person("tom")
    shown, seen = await tom.slash("benefits"), []

    for _ in TITLES:
        shown = await tom.press("Previous", shown)
        seen.append(title_of(shown))

    assert seen == TITLES[::-1]


async def test_a_page_still_turns_a_week_later_and_after_a_restart(clinic, sim_clock):
    tom = clinic.person("tom")
    shown = await tom.slash("benefits")
    await clinic.pass_time(days=7)
    await clinic.app.engine.stop()
    await clinic.restart(build_app(clinic.store, sim_clock))

    assert title_of(await tom.press("Next", shown)) == TITLES[1]


async def test_a_page_that_everybody_sees_turns_for_the_presser_alone(clinic):
    tom = clinic.person("tom")
    weekly = await post(clinic, Open=AreaPress("benefits", "show", ("relief",)))

    shown = await tom.press("Open", weekly)

    assert title_of(shown) == "Pain relief"
    assert shown.id != weekly.id
    assert tom.last.ephemeral


@pytest.mark.parametrize("typed", ["tension", "Muscle tension", " MUSCLE TENSION "])
async def test_a_topic_is_found_by_its_id_or_its_title(clinic, typed):
    tom = clinic.person("tom")

    assert title_of(await tom.slash("benefits", topic=typed)) == "Muscle tension"


@pytest.mark.parametrize("typed", ["elbow", "../relief", "x" * 3000, "<@1>"])
async def test_a_topic_that_there_is_not_is_refused_in_words(clinic, typed):
    tom = clinic.person("tom")

    refused = await tom.slash("benefits", topic=typed)

    assert refused.text == "We don't know that card. Pick one from the list."


@pytest.mark.parametrize("args", [(), ("elbow",), ("elbow", "next")])
async def test_a_button_to_a_card_that_was_taken_out_is_answered_in_words(clinic, args):
    tom = clinic.person("tom")
    old = await post(clinic, Open=AreaPress("benefits", "show", args))

    answered = await tom.press("Open", old)

    assert answered.text.startswith(("We don't know that card.", "That button is from an older"))


async def test_nothing_typed_offers_every_topic(clinic):
    tom = clinic.person("tom")

    assert [choice["name"] for choice in await offered(tom, "")] == TITLES


async def test_typing_part_of_a_title_offers_its_card(clinic):
    tom = clinic.person("tom")

    assert await offered(tom, "STONE") == [
        {"name": "Circulation and hot stones", "value": "circulation"}
    ]


@pytest.mark.parametrize("typed", ["zzz", "\x00", "é" * 100, "%s{0}", "x" * 1000])
async def test_typing_anything_else_offers_nothing_and_fails_nowhere(clinic, typed):
    tom = clinic.person("tom")

    assert await offered(tom, typed) == []


async def test_talk_to_the_clinic_says_how_and_keeps_the_warning_signs_near(clinic):
    tom = clinic.person("tom")

    talk = await tom.press("Talk to the clinic", await tom.slash("benefits"))

    assert "call or write to your clinic" in talk.text
    assert talk.buttons == ["Warning signs"]
    assert tom.last.ephemeral
    assert "Don't have massage" in (await tom.press("Warning signs", talk)).text


class TestWithAContactOfTheOperators:
    @pytest.fixture
    async def app(self, store, sim_clock):
        operator = replace(OPERATOR, contact="Call 020 7946 0000.")
        return build_app(store, sim_clock, operator=operator)

    async def test_talk_to_the_clinic_names_it(self, clinic):
        tom = clinic.person("tom")

        talk = await tom.press("Talk to the clinic", await tom.slash("benefits"))

        assert "Reach the clinic here: Call 020 7946 0000." in talk.text
