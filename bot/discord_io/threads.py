"""Puts a thread away once it has been read."""

from __future__ import annotations

from typing import Any

import discord

from bot.discord_io.outcomes import TROUBLE, read
from bot.log import get_logger

_log = get_logger(__name__)


async def archive(interaction: discord.Interaction[Any]) -> None:
    """Archive the thread that somebody pressed in. One that stays open does no harm."""
    if not isinstance(interaction.channel, discord.Thread):
        return
    try:
        await interaction.channel.edit(archived=True)
    except TROUBLE as error:
        _log.warning("thread.not_archived", extra={"reason": read(error).what})
