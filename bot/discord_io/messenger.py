"""The engine's Messenger over discord.py.

Needs a client that has logged in, not one that is connected. Refuses to raise for what Discord or
the network does: every end is a value. Only cancellation, and our own mistakes, come out as errors.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import discord

from bot.delivery.messenger import (
    DeliveryKey,
    Lookup,
    NotFound,
    Opened,
    Opening,
    Outcome,
    Refused,
    RefusedReason,
    RetryAt,
    RetryReason,
    Sent,
)
from bot.discord_io.attempt import Attempting
from bot.discord_io.outcomes import (
    UNREADABLE_PAUSE_S,
    Meaning,
    lookup_outcome,
    opening_outcome,
    read,
    send_outcome,
)
from bot.discord_io.render import render
from bot.domain.ids import ChannelId, DiscordUserId, MessageId
from bot.domain.message import Message
from bot.ui.custom_ids import parse_occurrence

#: A week. Source: Discord, auto_archive_duration.
THREAD_ARCHIVED_AFTER_MIN: Final = 10080
#: Five pages. A member's channel holds a few messages a day.
MOST_MESSAGES_READ: Final = 500
#: No attempt, clock skew included, stores its message later than this after it began.
LONGEST_ATTEMPT: Final = timedelta(hours=1)


class DiscordMessenger(Attempting):
    """Sends, opens and looks up, each within ``attempt_timeout_s`` seconds."""

    async def open_channel(self, user: DiscordUserId) -> Opening:
        """Open, or get, the DM channel with a member. One request, always.

        ``Client.create_dm`` would answer from its cache, also with a channel that is gone.
        """

        async def request() -> Opening:
            channel = await self._client.http.start_private_message(user)
            return Opened(ChannelId(int(channel["id"])))

        return await self._attempt(request, opening_outcome)

    async def make_thread(self, channel: ChannelId, name: str) -> Opening:
        """Make a private thread that nobody but the bot is in."""

        async def request() -> Opening:
            made = await self._client.http.start_thread_without_message(
                channel,
                name=name,
                auto_archive_duration=THREAD_ARCHIVED_AFTER_MIN,
                type=discord.ChannelType.private_thread.value,
                invitable=False,
            )
            return Opened(ChannelId(int(made["id"])))

        return await self._attempt(request, opening_outcome)

    async def enter_thread(self, thread: ChannelId, user: DiscordUserId) -> Opening:
        """Take a thread out of the archive and let one person in, whatever it was before."""

        async def request() -> Opening:
            # Nobody can be let into an archived one.
            await self._client.http.edit_channel(thread, archived=False)
            await self._client.http.add_user_to_thread(thread, user)
            return Opened(thread)

        return await self._attempt(request, opening_outcome)

    async def send(self, channel: ChannelId, key: DeliveryKey, message: Message) -> Outcome:
        """Send once: the same key within a few minutes stores nothing twice.

        Raises: Bug when ``message`` is none that Discord takes.
        """
        arguments = render(message, key)

        async def request() -> Outcome:
            target = self._client.get_partial_messageable(channel)
            # With a nonce, discord.py asks Discord to enforce it.
            sent = await target.send(nonce=key.nonce, **arguments)
            return Sent(MessageId(sent.id))

        return await self._attempt(request, send_outcome)

    async def find(self, channel: ChannelId, key: DeliveryKey, since_at: datetime) -> Lookup:
        """Look in the channel's history for the message that carries ``key``.

        In a server's channel this needs the permission to read its history: without it Discord
        shows an empty one.
        """

        async def request() -> Lookup:
            return await self._search(channel, key, since_at)

        return await self._attempt(request, lookup_outcome)

    async def texts(
        self, channel: ChannelId, user: DiscordUserId, since_at: datetime
    ) -> tuple[str, ...] | RetryAt | Refused:
        """What a member typed into their DM since then, the latest first; of 500 messages at most.

        A channel that is gone, or closed to us, holds nothing.
        """

        async def request() -> tuple[str, ...] | RetryAt | Refused:
            target = self._client.get_partial_messageable(channel)
            found = target.history(limit=MOST_MESSAGES_READ, after=since_at, oldest_first=False)
            return tuple([m.content async for m in found if m.author.id == user])

        return await self._attempt(request, _texts_outcome)

    async def _search(self, channel: ChannelId, key: DeliveryKey, since_at: datetime) -> Lookup:
        target = self._client.get_partial_messageable(channel)
        unread = MOST_MESSAGES_READ
        reached_at = since_at
        async for message in target.history(
            limit=MOST_MESSAGES_READ, after=since_at, oldest_first=True
        ):
            if self._is_own(message) and _carries(message, key):
                return Sent(MessageId(message.id))
            unread -= 1
            reached_at = message.created_at
        if unread or reached_at - since_at > LONGEST_ATTEMPT:
            return NotFound()
        return RetryAt(UNREADABLE_PAUSE_S, RetryReason.SERVER)

    def _is_own(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id


def _texts_outcome(error: Exception) -> tuple[str, ...] | RetryAt | Refused:
    if (reading := read(error)).meaning is Meaning.TOKEN:
        return Refused(RefusedReason.TOKEN, reading.code)
    outcome = lookup_outcome(error)
    gone = isinstance(outcome, RetryAt) and outcome.reason is RetryReason.CHANNEL_GONE
    return outcome if isinstance(outcome, RetryAt) and not gone else ()


def _carries(message: discord.Message, key: DeliveryKey) -> bool:
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    presses = [parse_occurrence(child.custom_id or "") for row in rows for child in row.children]
    return any(
        press is not None and (press.occurrence_id, press.step) == (key.occurrence_id, key.step)
        for press in presses
    )
