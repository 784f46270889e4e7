"""A small bot with one of everything, for the loopback's own tests.

It is no part of Unknot: plain discord.py, so that a failure there says something about the server.
"""

from __future__ import annotations

import asyncio

import discord
from discord import app_commands


class Questions(discord.ui.Modal, title="How was it?"):
    tension = discord.ui.Label(
        text="Tension",
        component=discord.ui.Select(
            options=[discord.SelectOption(label=n, value=n) for n in "123"], custom_id="tension"
        ),
    )
    note = discord.ui.Label(
        text="Note", component=discord.ui.TextInput(custom_id="note", required=False)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        said = f"{self.tension.component.values} {self.note.component.value}"
        await interaction.response.send_message(said, ephemeral=True)


class Buttons(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Done", custom_id="v1:o:7.1:done")
    async def done(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.edit_message(content="Well done", view=None)

    @discord.ui.button(label="Tell", custom_id="v1:o:7.1:tell")
    async def tell(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.send_modal(Questions())


class SmallBot(discord.Client):
    """A client that syncs its commands, listens to DMs and resumes."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, dm_messages=True)
        super().__init__(intents=intents, guild_ready_timeout=0.1)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []
        self.came = asyncio.Event()
        self.resumed = asyncio.Event()
        add_commands(self.tree)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once: the library waits five seconds here."""

    async def setup_hook(self) -> None:
        self.add_view(Buttons())
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.append(message.content)

    async def on_ready(self) -> None:
        self.came.set()

    async def on_resumed(self) -> None:
        self.resumed.set()

    async def run_until_ready(self, token: str) -> asyncio.Task[None]:
        """Start in a task and return it once ready. Raises what ended it before."""
        running = asyncio.create_task(self.start(token))
        came = asyncio.create_task(self.came.wait())
        await asyncio.wait({came, running}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        if not came.done():
            came.cancel()
            running.cancel()
            await running
        return running

    def dm(self, user: dict) -> discord.PartialMessageable:
        return self.get_partial_messageable(int(user["dm_channel"]))


def add_commands(tree: app_commands.CommandTree) -> None:
    posture = app_commands.Group(name="posture", description="Posture")

    @posture.command(name="on", description="Begin")
    async def on(interaction: discord.Interaction, every: int, who: discord.User | None) -> None:
        whom = who.display_name if who else "you"
        await interaction.response.send_message(f"Every {every} for {whom}", ephemeral=True)

    @posture.command(name="zone", description="Where")
    async def zone(interaction: discord.Interaction, name: str) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.edit_original_response(content=f"In {name}, {interaction.locale}")
        await interaction.followup.send("And more")

    @zone.autocomplete("name")
    async def names(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        known = ["Europe/Berlin", "Europe/Paris", "Asia/Tokyo"]
        return [app_commands.Choice(name=n, value=n) for n in known if typed in n]

    @tree.command(name="staff", description="Only in a clinic")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def staff(interaction: discord.Interaction) -> None:
        roles = [role.name for role in interaction.user.roles]
        await interaction.response.send_message(f"{roles}")

    @tree.context_menu(name="Log session")
    async def log_session(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(f"Logged {member.display_name}")

    tree.add_command(posture)
