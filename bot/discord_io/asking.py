"""Asks Discord's HTTP interface a few single questions, for the command line.

No retries, no pacing and no session that lasts: not for anything that the bot does while it runs.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import discord

TIMEOUT_S = 15.0
_ASKS_AS = f"DiscordBot (https://github.com/Rapptz/discord.py {discord.__version__})"


@dataclass(frozen=True, slots=True)
class Answer:
    """What Discord said. ``status`` 0: nothing, and ``body`` is the reason."""

    status: int
    body: Any
    date_at: datetime | None


Ask = Callable[[str, str, dict[str, str] | None], Awaitable[Answer]]


@asynccontextmanager
async def asking(api_base: str | None, token: str) -> AsyncIterator[Ask]:
    """Something to ask with: method, path, JSON. It never raises for what the network does.

    ``api_base`` includes the version; None is where the library finds Discord.
    """
    base = (api_base or discord.http.Route.BASE).rstrip("/")
    headers = {"Authorization": f"Bot {token}", "User-Agent": _ASKS_AS}
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:

        async def ask(method: str, path: str, body: dict[str, str] | None) -> Answer:
            try:
                async with session.request(method, base + path, json=body) as response:
                    return Answer(response.status, await _json(response), _date_at(response))
            except (aiohttp.ClientError, OSError) as error:
                return Answer(0, type(error).__name__, None)

        yield ask


async def _json(response: aiohttp.ClientResponse) -> Any:  # noqa: ANN401 - whatever there is
    try:
        return json.loads(await response.read())
    except ValueError:
        return {}


def _date_at(response: aiohttp.ClientResponse) -> datetime | None:
    try:
        return parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return None
