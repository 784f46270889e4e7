"""The Remover over discord.py: deletes what the bot wrote, and nothing that anybody else did."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import discord

from bot.delivery.messenger import Done, Page, Removal
from bot.discord_io.attempt import Attempting
from bot.discord_io.outcomes import removal_outcome
from bot.domain.ids import ChannelId, MessageId

#: The most that Discord gives at a time.
PAGE: Final = 100
#: What a bot writes. Lines of Discord's own, such as who came into a thread, cannot be deleted.
WRITTEN: Final = frozenset(
    {
        discord.MessageType.default.value,
        discord.MessageType.reply.value,
        discord.MessageType.chat_input_command.value,
        discord.MessageType.context_menu_command.value,
    }
)


class DiscordRemover(Attempting):
    """Looks and deletes, each within ``attempt_timeout_s`` seconds."""

    async def own_messages(self, channel: ChannelId, before: MessageId) -> Page | Removal:
        """One page of what the bot wrote in a channel; done: the channel is gone."""

        async def request() -> Page | Removal:
            found = await self._client.http.logs_from(channel, PAGE, before=before)
            own = [int(each["id"]) for each in found if self._wrote(each)]
            last = MessageId(int(found[-1]["id"])) if len(found) == PAGE else None
            return Page(tuple(map(MessageId, own)), last)

        return await self._attempt(request, removal_outcome)

    async def remove(self, channel: ChannelId, message: MessageId) -> Removal:
        """Delete a message of our own."""
        return await self._done(lambda: self._client.http.delete_message(channel, message))

    async def remove_thread(self, thread: ChannelId) -> Removal:
        """Delete a thread, which takes a right that the bot does not ask servers for."""
        return await self._done(lambda: self._client.http.delete_channel(thread))

    async def archive_thread(self, thread: ChannelId, *, archived: bool) -> Removal:
        """Put a thread into the archive, or take it out: nothing can be deleted in there."""
        return await self._done(lambda: self._client.http.edit_channel(thread, archived=archived))

    async def _done(self, ask: Callable[[], Awaitable[object]]) -> Removal:
        async def request() -> Removal:
            await ask()
            return Done()

        return await self._attempt(request, removal_outcome)

    def _wrote(self, message: discord.types.message.Message) -> bool:
        own = self._client.user is not None and int(message["author"]["id"]) == self._client.user.id
        return own and message["type"] in WRITTEN
