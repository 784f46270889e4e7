"""Tells of every request that Discord counts as invalid, the library's own retries included."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp

_INVALID = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})


def invalid_request_trace(note: Callable[[], None]) -> aiohttp.TraceConfig:
    """A trace for the client's session; ``note`` is called for each invalid request.

    A 429 of a limit that is shared with others does not count.
    """

    async def ended(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        shared = params.response.headers.get("X-RateLimit-Scope") == "shared"
        if params.response.status in _INVALID and not shared:
            note()

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)
    return trace
