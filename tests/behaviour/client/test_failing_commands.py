"""What fails in a command, a view or a suggestion is answered, and no log says what was typed."""

import logging

import pytest

from bot.discord_io.client import UnknotClient
from bot.discord_io.failures import LAST_WORDS
from tests.behaviour.client.failing import SECRET, Failing
from tests.behaviour.client.world import BROKEN, in_words
from tests.unit.small_discord import nothing

# Everything here fails on purpose.
pytestmark = pytest.mark.simcord(check_errors=False)


async def add_failing_commands(client):
    await client.add_cog(Failing())
    await client.tree.sync()


@pytest.fixture
async def simcord_bot():
    bot = UnknotClient(
        on_area=nothing,
        sentence=in_words,
        cogs=[add_failing_commands],
    )
    yield bot
    await bot.close()


@pytest.fixture
def mia(simcord_env):
    guild = simcord_env.create_guild()
    guild.create_text_channel("general")
    return guild.add_member(simcord_env.create_user("mia"))


@pytest.fixture
def slash(mia, caplog):
    caplog.set_level(logging.WARNING)
    return mia.user.slash


async def test_a_command_that_fails_in_words_answers_them_to_the_member_alone(slash, caplog):
    result = await slash("limited")

    assert result.ephemeral
    assert result.response.content == "en-US: reminders.full {'most': 50}"
    assert caplog.records == []


async def test_a_command_that_breaks_answers_that_it_did(slash):
    result = await slash("broken", text=SECRET)

    assert result.ephemeral
    assert result.response.content == BROKEN


async def test_the_log_of_a_broken_command_names_command_and_place_and_no_option(slash, caplog):
    await slash("broken", text=SECRET)

    (record,) = caplog.records
    assert record.getMessage() == "command.failed"
    assert record.command == "broken"
    assert "ValueError" in caplog.text
    assert "in broken" in caplog.text
    assert SECRET not in caplog.text


async def test_the_log_shows_what_led_to_it_and_the_words_of_our_own_bugs(slash, caplog):
    await slash("caused", text=SECRET)

    assert "bot.errors.Bug: a row is gone" in caplog.text
    assert "builtins.KeyError" in caplog.text
    assert SECRET not in caplog.text


async def test_what_cannot_be_read_is_answered_in_words(slash, caplog):
    result = await slash("strict", text=SECRET)

    assert result.response.content == f"en-US: when.not_understood {{'typed': '{SECRET}'}}"
    assert caplog.records == []


async def test_a_reader_that_breaks_is_logged_without_what_it_read(slash, caplog):
    result = await slash("strict", text="weird")

    assert result.response.content == BROKEN
    assert "TransformerError" in caplog.text
    assert "weird" not in caplog.text.replace('if value == "weird"', "")


async def test_even_without_a_text_there_is_an_answer(slash, caplog):
    result = await slash("wordless")

    assert result.response.content == LAST_WORDS
    assert [record.getMessage() for record in caplog.records] == ["text.failed"]


async def test_a_button_of_a_view_that_breaks_is_answered(slash, mia, simcord_env, caplog):
    shown = await slash("show", which="dividing")

    result = await mia.user.click(shown.response, label="Divide")

    assert [type(error) for error in simcord_env.errors] == [ZeroDivisionError]
    assert result.ephemeral
    assert result.response.content == BROKEN
    assert [record.getMessage() for record in caplog.records] == ["view.failed"]
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("which", "label", "words"),
    [("checking", "Check", "en-US: not.yours {}"), ("laid out", "Lay out", "en-US: full {}")],
)
async def test_a_check_and_a_button_that_refuse_are_answered(slash, mia, which, label, words):
    shown = await slash("show", which=which)

    result = await mia.user.click(shown.response, label=label)

    assert result.ephemeral
    assert result.response.content == words


async def test_a_modal_that_breaks_is_answered_without_logging_what_was_typed(
    slash, mia, simcord_env, caplog
):
    shown = await slash("show", which="dividing")
    modal = await mia.user.click(shown.response, label="Ask")

    result = await mia.user.submit_modal(modal, {"what": SECRET})

    assert [type(error) for error in simcord_env.errors] == [ZeroDivisionError]
    assert result.response.content == BROKEN
    assert "ZeroDivisionError" in caplog.text
    assert SECRET not in caplog.text


async def test_suggestions_arrive(mia, slash):
    choices = await mia.user.autocomplete("suggest", "text", "neck")

    assert [choice["value"] for choice in choices] == ["neck"]


async def test_suggestions_that_break_are_none_and_the_log_does_not_say_what_was_typed(
    mia, slash, caplog
):
    choices = await mia.user.autocomplete("suggest", "text", SECRET)

    assert choices == []
    assert "autocomplete.failed" in caplog.text
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text


async def test_suggestions_that_fail_in_words_are_none_and_no_fault(mia, slash, caplog):
    choices = await mia.user.autocomplete("suggest", "text", "help")

    assert choices == []
    assert caplog.records == []


async def test_suggestions_for_a_command_that_is_no_more_are_none(mia, slash, simcord_bot):
    simcord_bot.tree.remove_command("suggest")

    assert await mia.user.autocomplete("suggest", "text", "neck") == []


async def test_a_command_that_is_no_more_is_answered(slash, simcord_bot, caplog):
    simcord_bot.tree.remove_command("limited")

    result = await slash("limited")

    assert result.response.content == BROKEN
    assert "CommandNotFound" in caplog.text
