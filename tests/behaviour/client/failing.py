"""Commands, views and suggestions that fail, each in a way of its own."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io.guarded import GuardedLayout, GuardedModal, GuardedView, guarded_autocomplete
from bot.errors import Bug, InvalidInput, LimitReached

SECRET = "my left shoulder"


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


SHOWN = {"dividing": Pressing, "checking": Checking, "laid out": Layout}


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
        made = SHOWN[which]()
        await interaction.response.send_message(view=made, ephemeral=True)
