"""What members press and type is passed on once; what is none of the bot's business is not."""

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


async def test_what_somebody_types_in_a_dm_is_passed_on(world):
    await world.mia.send_dm("STOP")

    assert world.typed == ["STOP"]


async def test_the_bots_own_reminders_are_not_taken_for_typing(world):
    await world.remind()
    await world.env.settle()

    assert world.typed == []


async def test_what_is_typed_in_a_server_is_nobodys_business(world):
    channel = world.guild.create_text_channel("general")
    mia = world.guild.add_member(world.env.create_user("mia again"))

    await mia.send(channel, f"<@{world.bot.user.id}> STOP")

    assert world.typed == []


async def test_a_fault_over_a_typed_text_is_logged_without_the_text(world, caplog):
    world.fails_with = ZeroDivisionError("my neck hurts")

    with caplog.at_level(logging.WARNING):
        await world.mia.send_dm("my neck hurts")

    assert [type(error) for error in world.env.errors] == [ZeroDivisionError]
    assert "event.failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "neck" not in caplog.text
