"""What members press is passed on once; what they type stands in no log."""

import logging

import discord

from bot.domain.ids import OccurrenceId
from bot.ui.custom_ids import OccurrencePress
from tests.behaviour.client.world import key


async def test_a_press_comes_with_its_occurrence_step_and_action(world):
    await world.remind(key(812, 2))

    result = await world.click("Done")

    assert world.presses == [OccurrencePress(OccurrenceId(812), 2, "done")]
    assert result.response.content == "Noted."


async def test_a_press_on_a_message_from_before_a_restart_arrives_all_the_same(world):
    await world.remind()

    await world.restart()
    await world.click("Stop")

    assert world.presses == [OccurrencePress(OccurrenceId(812), 1, "stop")]


async def test_one_press_is_handed_over_once_however_many_reminders_were_sent(world):
    for number in range(1, 21):
        await world.remind(key(number))

    await world.click()

    assert len(world.presses) == 1


async def test_a_button_with_a_number_that_cannot_be_is_answered_and_goes_nowhere(world):
    view = discord.ui.View(timeout=None)
    forged = "v1:o:9999999999999999999.1:done"
    view.add_item(discord.ui.Button(label="Done", custom_id=forged))
    await world.bot.get_partial_messageable(world.dm.id).send("You have a reminder.", view=view)

    result = await world.click()

    assert world.presses == []
    assert result.response.content == "en-US: button.outdated {}"


async def test_a_fault_over_a_typed_text_is_logged_without_the_text(world, caplog):
    async def repeat(message):
        raise ZeroDivisionError(message.content)

    world.bot.add_listener(repeat, "on_message")

    with caplog.at_level(logging.WARNING):
        await world.mia.send_dm("my neck hurts")

    assert [type(error) for error in world.env.errors] == [ZeroDivisionError]
    assert "event.failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "neck" not in caplog.text
