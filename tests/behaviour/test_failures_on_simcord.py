import logging

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.discord_io.failures import LAST_WORDS
from bot.discord_io.guarded import GuardedLayout, GuardedModal, GuardedView, guarded_autocomplete
from bot.errors import Bug, InvalidInput, LimitReached

# Everything here fails on purpose.
pytestmark = pytest.mark.simcord(check_errors=False)

SECRET = "my left shoulder"


def in_words(error, locale):
    if error.key == "text.missing":
        raise KeyError(error.key)
    return f"{locale}: {error.key}"


class Strict(app_commands.Transformer):
    async def transform(self, interaction, value):
        if value == "weird":
            raise ValueError(value)
        raise InvalidInput("when.not_understood", typed=value)


class Asking(GuardedModal, title="Ask"):
    what = discord.ui.Label(text="What", component=discord.ui.TextInput(custom_id="what"))

    async def on_submit(self, interaction):
        raise ZeroDivisionError(self.what.component.value)


class Pressing(GuardedView):
    @discord.ui.button(label="Divide")
    async def divide(self, interaction, button):
        raise ZeroDivisionError(SECRET)

    @discord.ui.button(label="Ask")
    async def ask(self, interaction, button):
        await interaction.response.send_modal(Asking())


class Checking(GuardedView):
    async def interaction_check(self, interaction):
        raise LimitReached("not.yours")

    @discord.ui.button(label="Check")
    async def check(self, interaction, button):
        raise AssertionError("the check lets nobody through")


class Row(discord.ui.ActionRow):
    @discord.ui.button(label="Lay out")
    async def lay_out(self, interaction, button):
        raise LimitReached("full")


class Layout(GuardedLayout):
    row = Row()


class Failing(commands.Cog):
    @app_commands.command(description="Fails in words")
    async def limited(self, interaction: discord.Interaction):
        raise LimitReached("reminders.full", most=50)

    @app_commands.command(description="Fails")
    async def broken(self, interaction: discord.Interaction, text: str):
        raise ValueError(text)

    @app_commands.command(description="Fails for a reason")
    async def caused(self, interaction: discord.Interaction, text: str):
        try:
            {}[text]
        except KeyError as error:
            raise Bug("a row is gone") from error

    @app_commands.command(description="Takes what it cannot read")
    async def strict(
        self, interaction: discord.Interaction, text: app_commands.Transform[str, Strict]
    ):
        raise AssertionError("not reached")

    @app_commands.command(description="Has no text")
    async def wordless(self, interaction: discord.Interaction):
        raise LimitReached("text.missing")

    @app_commands.command(description="Suggests")
    async def suggest(self, interaction: discord.Interaction, text: str):
        raise AssertionError("only its suggestions are asked for")

    @suggest.autocomplete("text")
    @guarded_autocomplete
    async def suggestions(self, interaction: discord.Interaction, typed: str):
        if typed == "help":
            raise LimitReached("full")
        if typed == SECRET:
            raise ValueError(typed)
        return [app_commands.Choice(name=typed, value=typed)]

    @app_commands.command(description="Shows a view")
    async def show(self, interaction: discord.Interaction, which: str):
        made = {"one": Pressing, "two": Checking, "three": Layout}[which]()
        await interaction.response.send_message(view=made, ephemeral=True)


async def nothing(*_):
    """Nothing is pressed or typed here."""


async def add_failing_commands(client):
    await client.add_cog(Failing())
    await client.tree.sync()


@pytest.fixture
async def simcord_bot():
    bot = UnknotClient(
        on_press=nothing,
        on_area=nothing,
        on_dm_text=nothing,
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
    assert result.response.content == "en-US: reminders.full"
    assert caplog.records == []


async def test_a_command_that_breaks_answers_that_it_did(slash):
    result = await slash("broken", text=SECRET)

    assert result.ephemeral
    assert result.response.content == "en-US: errors.unexpected"


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

    assert result.response.content == "en-US: when.not_understood"
    assert caplog.records == []


async def test_a_reader_that_breaks_is_logged_without_what_it_read(slash, caplog):
    result = await slash("strict", text="weird")

    assert result.response.content == "en-US: errors.unexpected"
    assert "TransformerError" in caplog.text
    assert "weird" not in caplog.text.replace('if value == "weird"', "")


async def test_even_without_a_text_there_is_an_answer(slash, caplog):
    result = await slash("wordless")

    assert result.response.content == LAST_WORDS
    assert [record.getMessage() for record in caplog.records] == ["text.failed"]


async def test_a_button_of_a_view_that_breaks_is_answered(slash, mia, simcord_env, caplog):
    shown = await slash("show", which="one")

    result = await mia.user.click(shown.response, label="Divide")

    assert [type(error) for error in simcord_env.errors] == [ZeroDivisionError]
    assert result.ephemeral
    assert result.response.content == "en-US: errors.unexpected"
    assert [record.getMessage() for record in caplog.records] == ["view.failed"]
    assert SECRET not in caplog.text


async def test_a_modal_that_breaks_is_answered_without_logging_what_was_typed(
    slash, mia, simcord_env, caplog
):
    shown = await slash("show", which="one")
    modal = await mia.user.click(shown.response, label="Ask")

    result = await mia.user.submit_modal(modal, {"what": SECRET})

    assert [type(error) for error in simcord_env.errors] == [ZeroDivisionError]
    assert result.response.content == "en-US: errors.unexpected"
    assert "ZeroDivisionError" in caplog.text
    assert SECRET not in caplog.text


async def test_a_check_that_refuses_is_answered(slash, mia, simcord_env):
    shown = await slash("show", which="two")

    result = await mia.user.click(shown.response, label="Check")

    assert [type(error) for error in simcord_env.errors] == [LimitReached]
    assert result.response.content == "en-US: not.yours"


async def test_a_button_of_a_layout_that_breaks_is_answered(slash, mia, simcord_env):
    shown = await slash("show", which="three")

    result = await mia.user.click(shown.response, label="Lay out")

    assert [type(error) for error in simcord_env.errors] == [LimitReached]
    assert result.response.content == "en-US: full"


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

    assert result.response.content == "en-US: errors.unexpected"
    assert "CommandNotFound" in caplog.text


async def test_cogs_are_set_up_once_each_and_go_on_where_one_failed():
    done = []

    async def first(client):
        done.append("first")

    async def second(client):
        done.append("second")
        if done.count("second") == 1:
            raise ConnectionResetError

    bot = UnknotClient(
        on_press=nothing,
        on_area=nothing,
        on_dm_text=nothing,
        sentence=in_words,
        cogs=[first, second],
    )

    with pytest.raises(ConnectionResetError):
        await bot.setup_hook()
    await bot.setup_hook()
    await bot.setup_hook()

    assert done == ["first", "second", "second"]
