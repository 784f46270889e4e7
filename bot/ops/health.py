"""Answers on this machine alone whether the bot is well, and what it counts: for a monitor.

One answer a connection, by HTTP. Says nothing about members, and listens on loopback only.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.errors import ConfigError, StoreError

HOST = "127.0.0.1"
#: Whoever asks has this long to say what for.
PATIENCE_S = 5.0
_LONGEST_LINE = 1024
_WORDS = "text/plain"
# Source: Prometheus, its text format.
_METRICS = "text/plain; version=0.0.4; charset=utf-8"


@asynccontextmanager
async def health(
    port: int | None, is_well: Callable[[], bool], metrics: Callable[[], Awaitable[bytes]]
) -> AsyncIterator[None]:
    """Answer on ``port`` for as long as this lasts; None: do not.

    ``GET /health`` is answered with 200 or 503, ``GET /metrics`` with what ``metrics`` gives.
    Raises ConfigError where the port cannot be had.
    """
    if port is None:
        yield
        return

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                line = await reader.readline()
                if line.startswith(b"GET /metrics "):
                    answered = _answer("200 OK", _METRICS, await metrics())
                else:
                    answered = _of_health(line, is_well=is_well())
                writer.write(answered)
                await writer.drain()
        except (OSError, ValueError, StoreError):
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


def _of_health(line: bytes, *, is_well: bool) -> bytes:
    if not line.startswith((b"GET /health ", b"HEAD /health ")):
        return _answer("404 Not Found", _WORDS, b"ask for /health or /metrics\n")
    status, words = ("200 OK", b"ok\n") if is_well else ("503 Service Unavailable", b"not well\n")
    answered = _answer(status, _WORDS, words)
    return answered.removesuffix(words) if line.startswith(b"HEAD") else answered


def _answer(status: str, content: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content}\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode("ascii") + body
