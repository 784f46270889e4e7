"""The client by itself on a simulated Discord: one member, and a note of all that it passes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import discord
import simcord

from bot.delivery.messenger import DeliveryKey, Lookup, Outcome
from bot.discord_io.client import UnknotClient
from bot.discord_io.messenger import DiscordMessenger
from bot.domain.ids import ChannelId, OccurrenceId
from bot.domain.message import Action, Look, Message
from bot.errors import UserError
from bot.ui.custom_ids import Press

REMINDER = Message(
    content="You have a reminder.",
    title="Shoulders",
    body="Roll your shoulders back, slowly.",
    footer="Stop when it hurts.",
    actions=(Action("done", "Done", Look.MAIN), Action("stop", "Stop", Look.DANGER)),
)

BROKEN = "en-US: errors.unexpected {}"


def key(occurrence: int = 812, step: int = 1) -> DeliveryKey:
    return DeliveryKey(OccurrenceId(occurrence), step)


KEY = key()


def in_words(error: UserError, locale: str) -> str:
    """The text and its values; one there is no text for breaks."""
    if error.key == "text.missing":
        raise KeyError(error.key)
    return f"{locale}: {error.key} {error.params}"


class World:
    """One clinic, Mia, and a bot that notes what reaches it."""

    def __init__(self) -> None:
        self.presses: list[Press] = []
        # What taking a press does first, and how it ends: a test may set both.
        self.answers_first: Callable[[discord.Interaction[Any]], Awaitable[None]] | None = None
        self.fails_with: Exception | None = None
        self.bot = self.new_bot()

    def new_bot(self) -> UnknotClient:
        bot = UnknotClient(on_area=self.take_press, sentence=in_words)
        bot.on_press = self.take_press
        return bot

    async def take_press(self, interaction: discord.Interaction[Any], press: Press) -> None:
        self.presses.append(press)
        if self.answers_first is not None:
            await self.answers_first(interaction)
        if self.fails_with is not None:
            raise self.fails_with
        if not interaction.response.is_done():
            await interaction.response.send_message("Noted.", ephemeral=True)

    def enter(self, env: simcord.Env) -> None:
        self.env = env
        self.guild = env.create_guild()
        self.mia = self.guild.add_member(env.create_user("mia")).user
        self.dm = self.mia.dm_channel
        self.channel = ChannelId(self.dm.id)
        self.messenger = DiscordMessenger(self.bot)

    async def restart(self) -> None:
        old, self.bot = self.bot, self.new_bot()
        await self.env.restart_bot(self.bot)
        await old.close()
        self.messenger = DiscordMessenger(self.bot)

    async def remind(self, as_key: DeliveryKey = KEY, message: Message = REMINDER) -> Outcome:
        """Send Mia a reminder; the outcome."""
        return await self.messenger.send(self.channel, as_key, message)

    async def find(self, by_key: DeliveryKey = KEY) -> Lookup:
        """Look for a message of the last two minutes."""
        since_at = self.env.now() - timedelta(minutes=2)
        return await self.messenger.find(self.channel, by_key, since_at)

    async def click(self, label: str = "Done") -> Any:
        """Let Mia press a button of the last message; what she is answered."""
        return await self.mia.click(self.dm.last_message, label=label)

    def refuse(self, method: str, status: int, code: int, path: str | None = None) -> None:
        """Let Discord answer so, again and again; of the DM's messages, if nothing else is said."""
        path = path or f"/channels/{self.dm.id}/messages"
        self.env.inject_error(method, path, status=status, code=code, times=None)
