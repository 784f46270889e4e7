"""Keeps a client logged in and connected for as long as the process lives.

Restarts after a growing pause, because Discord allows 1,000 IDENTIFYs a day and then resets the
token. Refuses to restart what a restart cannot mend: a bad token (401, 4004) or intents (4014).
Nothing that a test environment runs is in here: this waits on an event.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

import discord

from bot.discord_io.failures import withheld
from bot.discord_io.outcomes import TROUBLE, Meaning, read
from bot.log import get_logger

FIRST_PAUSE_S: Final = 5.0
#: At this pace about 100 IDENTIFYs a day.
LONGEST_PAUSE_S: Final = 900.0
_SOCKET_ERROR: Final = 4000

_log = get_logger(__name__)


class EndReason(Enum):
    """Why the bot stays disconnected."""

    STOPPED = "stopped"
    TOKEN = "token not accepted"
    INTENTS = "intents not accepted"
    GATEWAY = "gateway refused"


#: Close codes after which the library gives up.
#: Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway
_FATAL: Final[Mapping[int, EndReason]] = MappingProxyType(
    {4004: EndReason.TOKEN, 4013: EndReason.INTENTS, 4014: EndReason.INTENTS}
)


@dataclass(frozen=True, slots=True)
class Ended:
    """The end. ``code`` is a status or a gateway close code, 0 when somebody stopped it."""

    reason: EndReason
    code: int = 0


class Supervisor:
    """Runs one client from login to the end. Used once."""

    def __init__(
        self,
        client: discord.Client,
        token: str,
        *,
        first_pause_s: float = FIRST_PAUSE_S,
        longest_pause_s: float = LONGEST_PAUSE_S,
    ) -> None:
        self._client = client
        self._token = token
        self._first_pause_s = first_pause_s
        self._longest_pause_s = longest_pause_s
        self._stopping = asyncio.Event()

    async def run(self) -> Ended:
        """Log in and stay connected until :meth:`stop`, or until Discord refuses for good.

        The client is closed when this returns. Raises: what the client's set-up raises.
        """
        working = asyncio.create_task(self._log_in_and_stay())
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return working.result() if working.done() else Ended(EndReason.STOPPED)
        finally:
            # A close alone would not wake the library from a pause of its own, up to 17 minutes.
            working.cancel()
            stopping.cancel()
            await asyncio.gather(working, stopping, return_exceptions=True)
            await self._client.close()

    def stop(self) -> None:
        """Let :meth:`run` close the client and return, also out of a pause."""
        self._stopping.set()

    async def _log_in_and_stay(self) -> Ended:
        return await self._log_in() or await self._stay_connected()

    async def _log_in(self) -> Ended | None:
        pauses = self._growing()
        while True:
            try:
                await self._client.login(self._token)
            except discord.LoginFailure:
                return Ended(EndReason.TOKEN, HTTPStatus.UNAUTHORIZED)
            except TROUBLE as error:
                if isinstance(error, OSError) and error.filename is not None:
                    # A file that the set-up misses does not come by waiting.
                    raise
                reading = read(error)
                if reading.meaning is Meaning.TOKEN:
                    return Ended(EndReason.TOKEN, reading.code)
                await self._drop_session()
                await _pause("login.failed", next(pauses), reading.what)
            else:
                return None

    async def _stay_connected(self) -> Ended:
        loop = asyncio.get_running_loop()
        pauses = self._growing()
        while not self._client.is_closed():
            began = loop.time()
            try:
                await self._client.connect(reconnect=True)
            except discord.PrivilegedIntentsRequired:
                return Ended(EndReason.INTENTS, 4014)
            except discord.ConnectionClosed as error:
                return Ended(_FATAL.get(error.code, EndReason.GATEWAY), error.code)
            except Exception as error:  # noqa: BLE001 - whatever the library trips over, reconnect
                if loop.time() - began >= self._longest_pause_s:
                    pauses = self._growing()
                _log.warning("gateway.failed", exc_info=withheld(error))
                await self._leave_socket()
                await _pause("gateway.waits", next(pauses), type(error).__name__)
        return Ended(EndReason.STOPPED)

    def _growing(self) -> Iterator[float]:
        pause_s = self._first_pause_s
        while True:
            yield pause_s
            pause_s = min(pause_s * 2, self._longest_pause_s)

    async def _drop_session(self) -> None:
        # A second login makes a session of its own and leaves the first one open.
        await self._client.http.close()
        self._client.http.connector = discord.utils.MISSING

    async def _leave_socket(self) -> None:
        # Left open, it would beat on beside the next one.
        socket = getattr(self._client, "ws", None)
        if socket is not None and socket.open:
            await socket.close(code=_SOCKET_ERROR)


async def _pause(event: str, pause_s: float, why: str) -> None:
    _log.warning(event, extra={"pause_s": pause_s, "why": why})
    await asyncio.sleep(pause_s)
