"""What the bot asks a server for, and nothing more: as the invitation asks, and doctor checks."""

from __future__ import annotations

from types import MappingProxyType
from urllib.parse import urlencode

#: Discord's name for it, as people read it in a server's settings -> its bit.
#: Source: https://discord.com/developers/docs/topics/permissions
NEEDED = MappingProxyType(
    {
        "View Channels": 1 << 10,
        "Send Messages": 1 << 11,
        "Embed Links": 1 << 14,
        "Read Message History": 1 << 16,
    }
)
#: For members whom no DM reaches, and who asked for a thread instead.
FOR_THREADS = MappingProxyType(
    {"Create Private Threads": 1 << 36, "Send Messages in Threads": 1 << 38}
)
ADMINISTRATOR = 1 << 3


def lacking(permissions: int, needed: MappingProxyType[str, int]) -> list[str]:
    """The names of what is needed and not there. An administrator lacks nothing."""
    if permissions & ADMINISTRATOR:
        return []
    return [name for name, bit in needed.items() if not permissions & bit]


def invitation(application_id: str) -> str:
    """The link by which somebody who manages a server adds the bot to it."""
    asked = {
        "client_id": application_id,
        "scope": "bot applications.commands",
        "permissions": sum(NEEDED.values()) + sum(FOR_THREADS.values()),
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"
