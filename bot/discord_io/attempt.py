"""One attempt at a request, with an end that is a value.

Whoever puts a time limit on a request through discord.py does it with :func:`capped`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

import discord

from bot.delivery.messenger import RetryAt, RetryReason
from bot.discord_io.failures import withheld
from bot.discord_io.outcomes import TROUBLE, UNREADABLE
from bot.log import get_logger

ATTEMPT_TIMEOUT_S: Final = 30.0
OFFLINE_PAUSE_S: Final = 5.0

T = TypeVar("T")

_log = get_logger(__name__)


class Attempting:
    """Makes requests through a client, each within ``attempt_timeout_s`` seconds."""

    def __init__(
        self, client: discord.Client, attempt_timeout_s: float = ATTEMPT_TIMEOUT_S
    ) -> None:
        self._client = client
        self._attempt_timeout_s = attempt_timeout_s

    async def _attempt(
        self, request: Callable[[], Awaitable[T]], outcome_of: Callable[[Exception], T]
    ) -> T | RetryAt:
        if self._client.user is None or self._client.is_closed():
            return RetryAt(OFFLINE_PAUSE_S, RetryReason.OFFLINE)
        try:
            async with capped(self._client, self._attempt_timeout_s):
                return await request()
        except TROUBLE as error:
            return outcome_of(error)
        except UNREADABLE as error:
            _log.warning("answer.unreadable", exc_info=withheld(error))
            return outcome_of(error)
        except RuntimeError as error:
            # aiohttp, when the session is closed under a request.
            if not self._client.is_closed():
                raise
            return outcome_of(error)


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
