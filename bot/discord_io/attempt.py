"""One attempt at a request, with an end.

Whoever puts a time limit on a request through discord.py does it with :func:`capped`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord


@asynccontextmanager
async def capped(client: discord.Client, timeout_s: float) -> AsyncIterator[None]:
    """Let what is inside take ``timeout_s`` seconds, and leave the client usable afterwards.

    Raises: TimeoutError.
    """
    try:
        async with asyncio.timeout(timeout_s):
            yield
    except (TimeoutError, asyncio.CancelledError):
        _open_the_gate(client)
        raise


def _open_the_gate(client: discord.Client) -> None:
    # A request that meets the bot-wide limit shuts a gate, sleeps, and opens it. Cancelled while
    # it sleeps, it never does, and every later request waits for ever. Opened too early, the next
    # request is told to wait once more: that is the cheaper mistake.
    # Source: discord.py 2.7.1, http.py, HTTPClient.request.
    gate = getattr(client.http, "_global_over", None)
    if isinstance(gate, asyncio.Event):
        gate.set()
