"""Answers on this machine alone whether the bot is well: for a monitor that asks by HTTP.

One answer a connection, of two words. Says nothing about members, and listens on loopback only.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.errors import ConfigError

HOST = "127.0.0.1"
#: Whoever asks has this long to say what for.
PATIENCE_S = 5.0
_LONGEST_LINE = 1024


@asynccontextmanager
async def health(port: int | None, is_well: Callable[[], bool]) -> AsyncIterator[None]:
    """Answer ``GET /health`` on ``port`` with 200 or 503 for as long as this lasts; None: do not.

    Raises ConfigError where the port cannot be had.
    """
    if port is None:
        yield
        return

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                line = await reader.readline()
                writer.write(_answer(line, is_well=is_well()))
                await writer.drain()
        except (OSError, ValueError):
            pass
        finally:
            writer.close()

    try:
        server = await asyncio.start_server(answer, HOST, port, limit=_LONGEST_LINE)
    except OSError as error:
        raise ConfigError(
            "health.port",
            f"port {port} cannot be used ({error.strerror})",
            "Name one that is free, or take the line out.",
        ) from None
    async with server:
        yield


def _answer(line: bytes, *, is_well: bool) -> bytes:
    if not line.startswith((b"GET /health ", b"HEAD /health ")):
        status, words = "404 Not Found", "ask for /health"
    elif is_well:
        status, words = "200 OK", "ok"
    else:
        status, words = "503 Service Unavailable", "not well"
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(words) + 1}\r\n"
    body = "" if line.startswith(b"HEAD") else f"{words}\n"
    return f"{head}Connection: close\r\n\r\n{body}".encode("ascii")
