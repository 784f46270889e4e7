"""What the bot may do in a channel that somebody chose for it, and who else can read there."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.errors import InvalidInput
from bot.texts.language import Language

# Reading back is how a message whose answer got lost is found again, and not sent twice.
POSTS = ("view_channel", "send_messages", "embed_links", "read_message_history")
THREADS = (*POSTS, "create_private_threads", "send_messages_in_threads")

Channel = discord.abc.GuildChannel


def require(language: Language, channel: Channel, needed: Sequence[str]) -> None:
    """Raises InvalidInput that names the permissions which the bot lacks in a channel."""
    allowed = channel.permissions_for(channel.guild.me)
    lacking = [name for name in needed if not getattr(allowed, name)]
    if lacking:
        named = language.join([language.say(f"permission.{name}") for name in lacking])
        raise InvalidInput("channel.missing", channel=channel.name, permissions=named)


def everybody_reads(channel: Channel) -> bool:
    """Whether everybody in the server can read a channel."""
    return channel.permissions_for(channel.guild.default_role).view_channel
