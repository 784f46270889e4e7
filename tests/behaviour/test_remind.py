"""/remind: what is understood, what is refused, and how many. It is Thursday, 1 January, 01:00."""

from __future__ import annotations

import pytest

from tests.behaviour.reminders_world import opened, titles

SET = "### Your reminder is set"

pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


async def test_the_answer_shows_the_local_time_with_discords_own_beside_it(clinic):
    mia = await clinic.member(zone="Asia/Tokyo")

    shown = await mia.slash("remind", what="water the plants", when="tomorrow 9:00")

    assert shown.text.splitlines() == [
        SET,
        "> water the plants",
        "Fri 2 Jan, 09:00 (<t:1767312000:f>, <t:1767312000:R>)",
        "-# Times in Asia/Tokyo.",
    ]
    assert shown.buttons == ["Undo", "Edit", "All of them"]
    assert mia.last.ephemeral


async def test_a_repeat_shows_the_next_three_and_what_becomes_of_short_months(mia):
    shown = await mia.slash("remind", what="rent", when="31 January 9:00", repeat="monthly")

    assert [line[:18] for line in shown.text.splitlines() if line.startswith("- ")] == [
        "- Sat 31 Jan, 09:0",
        "- Sat 28 Feb, 09:0",
        "- Tue 31 Mar, 09:0",
    ]
    assert "it comes on the last day" in shown.text


async def test_what_is_not_understood_is_refused_with_three_examples(mia):
    refused = await mia.slash("remind", what="tea", when="when the moon is full")

    assert refused.text == (
        "We can't tell for sure when “when the moon is full” is. Type it like “in 90 minutes”, "
        "“tomorrow at 9:30” or “next Friday at 2 pm”."
    )
    assert mia.last.ephemeral
    assert titles(await mia.slash("reminders")) == []


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("yesterday 9:00", "is over already"),
        ("2026-01-01 00:30", "is over already"),
        ("<t:1000:R>", "is over already"),
        ("in 300 weeks", "more than five years away"),
        ("31 February 2027 9:00", "There is no such day"),
        ("9" * 200, "We can't tell for sure"),
    ],
)
async def test_a_time_that_cannot_be_is_refused_in_words(mia, when, said):
    refused = await mia.slash("remind", what="tea", when=when)

    assert said in refused.text
    assert "in 90 minutes" in refused.text


async def test_a_text_of_nothing_or_too_much_is_refused_and_200_characters_are_taken(mia):
    nothing = await mia.slash("remind", what="   ", when="tomorrow")
    too_much = await mia.slash("remind", what="x" * 201, when="tomorrow")
    enough = await mia.slash("remind", what="x" * 200, when="tomorrow")

    assert nothing.text.startswith("There is nothing to remind you of.")
    assert "200 characters at most" in too_much.text
    assert enough.text.startswith(SET)


async def test_who_has_not_joined_is_told_to_join_first(clinic):
    tom = clinic.person("tom")

    assert "Use /start first." in (await tom.slash("remind", what="tea", when="tomorrow")).text
    assert "Use /start first." in (await tom.slash("reminders")).text


async def test_undo_takes_a_new_reminder_away(clinic, mia):
    shown = await mia.slash("remind", what="tea", when="in 5 min")

    undone = await mia.press("Undo", shown)

    assert undone.text == "Undone. “tea” will not come."
    await clinic.pass_time(hours=1)
    assert len(mia.inbox) == 1


async def set_fifty(someone, when):
    """As many reminders as somebody may have."""
    for number in range(50):
        await someone.slash("remind", what=f"thing {number}", when=when)


async def test_the_fifty_first_is_refused_in_words_and_one_deleted_makes_room(mia):
    await set_fifty(mia, "tomorrow 9:00")

    refused = await mia.slash("remind", what="one more", when="tomorrow 9:00")
    assert refused.text == (
        "You have 50 reminders, and there is no room for more. Delete one you no longer need: use "
        "/reminders."
    )

    await mia.press("Delete", await opened(mia, "thing 0"))
    assert (await mia.slash("remind", what="one more", when="tomorrow")).text.startswith(SET)


async def test_one_that_has_come_takes_no_place(clinic, mia):
    await set_fifty(mia, "in 5 min")
    await clinic.pass_time(minutes=6)

    assert (await mia.slash("remind", what="one more", when="tomorrow")).text.startswith(SET)
