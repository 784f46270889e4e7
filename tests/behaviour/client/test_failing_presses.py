"""A press that ends in an error is answered in words, whatever was answered before."""

import logging

import pytest

from bot.errors import Conflict
from tests.behaviour.client.world import BROKEN, REMINDER


@pytest.fixture
async def reminded(world, caplog):
    """Mia has a reminder, and what goes wrong is heard."""
    await world.remind()
    with caplog.at_level(logging.WARNING):
        yield world


async def test_a_mistake_that_a_member_can_mend_is_answered_in_words_and_not_logged(
    reminded, caplog
):
    reminded.fails_with = Conflict("delivery.answered_before", at="10:00")

    result = await reminded.click()

    assert result.ephemeral
    assert result.response.content == "en-US: delivery.answered_before {'at': '10:00'}"
    assert caplog.records == []


async def test_a_fault_behind_a_press_is_answered_and_logged(reminded, caplog):
    reminded.fails_with = ZeroDivisionError("tension 7")

    result = await reminded.click("Done")

    assert result.ephemeral
    assert result.response.content == BROKEN
    (record,) = caplog.records
    assert record.getMessage() == "press.failed"
    assert "ZeroDivisionError" in caplog.text
    assert "in take_press" in caplog.text
    assert "tension 7" not in caplog.text
    assert "done" not in caplog.text.lower()


async def test_a_fault_after_the_first_answer_is_told_beside_it(reminded):
    async def answer(interaction):
        await interaction.response.send_message("Working on it.", ephemeral=True)

    reminded.answers_first, reminded.fails_with = answer, ZeroDivisionError()

    result = await reminded.click()

    assert result.response.content == "Working on it."
    assert [each.content for each in result.followups] == [BROKEN]
    assert all(each.ephemeral for each in result.followups)


async def test_a_fault_while_the_bot_thinks_ends_the_thinking(reminded):
    async def think(interaction):
        await interaction.response.defer(ephemeral=True, thinking=True)

    reminded.answers_first, reminded.fails_with = think, ZeroDivisionError()

    result = await reminded.click()

    assert result.response.content == BROKEN
    assert result.followups == []


async def test_a_fault_after_a_silent_deferral_leaves_the_reminder_as_it_is(reminded):
    async def defer(interaction):
        await interaction.response.defer()

    reminded.answers_first, reminded.fails_with = defer, ZeroDivisionError()

    result = await reminded.click()

    assert [each.content for each in result.followups] == [BROKEN]
    left = reminded.dm.last_message
    assert left.content == REMINDER.content
    assert [button.label for button in left.components[0].children] == ["Done", "Stop"]


async def test_an_answer_that_cannot_be_given_is_logged_and_ends_there(reminded, caplog):
    reminded.fails_with = Conflict("delivery.answered_before")
    reminded.refuse("POST", 404, 10062, "/interactions/*")

    await reminded.click()

    assert [record.getMessage() for record in caplog.records] == ["answer.failed"]


async def test_an_answer_that_discord_already_had_is_followed_up(reminded):
    reminded.fails_with = Conflict("delivery.answered_before")
    reminded.env.inject_error("POST", "/interactions/*", status=400, code=40060)

    result = await reminded.click()

    assert [each.content for each in result.followups] == ["en-US: delivery.answered_before {}"]
