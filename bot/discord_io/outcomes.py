"""What Discord's errors mean: the only place that reads them.

Decides by Discord's own code, then by the status, never by the exception's class: one class
covers a closed DM and a missing permission. Refuses to guess: a send whose answer was lost is in
doubt.
Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

import aiohttp
import discord

from bot.delivery.messenger import (
    LONGEST_PAUSE_S,
    Done,
    InDoubt,
    Lookup,
    Opening,
    Outcome,
    Refused,
    RefusedReason,
    Removal,
    RetryAt,
    RetryReason,
    Sent,
    Unreachable,
    UnreachableReason,
)

#: Discord names no time for these; the engine lengthens them when they come again.
OPENING_PAUSE_S = 600.0
BLOCKED_PAUSE_S = 600.0
UNREADABLE_PAUSE_S = 600.0
RATE_LIMIT_PAUSE_S = 60.0
SERVER_PAUSE_S = 5.0

#: What a request can end with. ``TimeoutError`` and ``ConnectionResetError`` are OSErrors.
TROUBLE: Final = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
#: What the library stumbles with over an answer that is not Discord's, such as a proxy's page.
UNREADABLE: Final = (LookupError, TypeError, ValueError)


class Meaning(Enum):
    """What went wrong, whatever was asked for."""

    CLOSED = auto()
    NO_SHARED_SERVER = auto()
    UNKNOWN_USER = auto()
    OPENING_PAUSED = auto()
    CHANNEL_GONE = auto()
    MESSAGE_GONE = auto()
    BODY = auto()
    TOKEN = auto()
    FORBIDDEN = auto()
    RATE_LIMITED = auto()
    BLOCKED = auto()
    LOST = auto()


CODES: Final[Mapping[int, Meaning]] = MappingProxyType(
    {
        50007: Meaning.CLOSED,
        50278: Meaning.NO_SHARED_SERVER,
        10013: Meaning.UNKNOWN_USER,
        50033: Meaning.UNKNOWN_USER,
        40003: Meaning.OPENING_PAUSED,
        20026: Meaning.OPENING_PAUSED,
        10003: Meaning.CHANNEL_GONE,
        # On a create: the message that this nonce once made has been deleted since.
        10008: Meaning.MESSAGE_GONE,
        50035: Meaning.BODY,
        50006: Meaning.BODY,
        240000: Meaning.BODY,
        50001: Meaning.FORBIDDEN,
        50013: Meaning.FORBIDDEN,
        # Slow mode, and the write limits of a channel and a server: for the weekly card.
        20016: Meaning.RATE_LIMITED,
        20028: Meaning.RATE_LIMITED,
        20029: Meaning.RATE_LIMITED,
        # Cloudflare in front of Discord refuses this address.
        40333: Meaning.BLOCKED,
        130000: Meaning.LOST,
    }
)

_REACH: Final[Mapping[Meaning, UnreachableReason]] = MappingProxyType(
    {
        Meaning.CLOSED: UnreachableReason.CLOSED,
        Meaning.NO_SHARED_SERVER: UnreachableReason.NO_SHARED_SERVER,
        Meaning.UNKNOWN_USER: UnreachableReason.UNKNOWN_USER,
    }
)
_WAIT: Final[Mapping[Meaning, tuple[float, RetryReason]]] = MappingProxyType(
    {
        Meaning.OPENING_PAUSED: (OPENING_PAUSE_S, RetryReason.OPENING_PAUSED),
        Meaning.CHANNEL_GONE: (0.0, RetryReason.CHANNEL_GONE),
        Meaning.RATE_LIMITED: (RATE_LIMIT_PAUSE_S, RetryReason.RATE_LIMITED),
        Meaning.BLOCKED: (BLOCKED_PAUSE_S, RetryReason.SERVER),
    }
)
_REFUSE: Final[Mapping[Meaning, RefusedReason]] = MappingProxyType(
    {
        Meaning.BODY: RefusedReason.BODY,
        Meaning.TOKEN: RefusedReason.TOKEN,
        Meaning.FORBIDDEN: RefusedReason.FORBIDDEN,
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One error, read. ``retry_after_s`` only when Discord named a time, and a day at most."""

    meaning: Meaning
    code: int
    what: str
    retry_after_s: float | None = None


def read(error: Exception) -> Reading:
    """What ``error`` means. Whatever is no error of Discord's is an answer that was lost."""
    if isinstance(error, discord.RateLimited):
        after_s = min(error.retry_after, LONGEST_PAUSE_S)
        return Reading(Meaning.RATE_LIMITED, HTTPStatus.TOO_MANY_REQUESTS, "rate limited", after_s)
    if isinstance(error, discord.HTTPException):
        meaning = _meaning_of(error.status, error.code)
        what = f"status {error.status}, code {error.code}"
        return Reading(meaning, error.code or error.status, what, _retry_after_s(error))
    what = "time-out" if isinstance(error, TimeoutError) else type(error).__name__
    return Reading(Meaning.LOST, 0, what)


def send_outcome(error: Exception) -> Outcome:
    """How a send ended that raised ``error``."""
    reading = read(error)
    match reading.meaning:
        case Meaning.MESSAGE_GONE:
            return Sent(None)
        case Meaning.LOST:
            # The library has sent the same body up to five times: any of them may have been stored.
            return InDoubt(reading.what)
        case meaning if meaning in _REFUSE:
            return Refused(_REFUSE[meaning], reading.code)
        case _:
            return _later_or_unreachable(reading)


def opening_outcome(error: Exception) -> Opening:
    """How the opening of a DM channel ended that raised ``error``."""
    reading = read(error)
    match reading.meaning:
        case Meaning.LOST:
            # Opening twice opens one channel, so a lost answer is no doubt.
            return RetryAt(SERVER_PAUSE_S, _server_or_offline(error))
        case Meaning.RATE_LIMITED:
            # The bucket is the bot's, not the member's: every opening has to wait.
            after_s = reading.retry_after_s or RATE_LIMIT_PAUSE_S
            return RetryAt(after_s, RetryReason.OPENING_PAUSED)
        case Meaning.MESSAGE_GONE:
            return Refused(RefusedReason.BODY, reading.code)
        case meaning if meaning in _REFUSE:
            return Refused(_REFUSE[meaning], reading.code)
        case _:
            return _later_or_unreachable(reading)


def lookup_outcome(error: Exception) -> Lookup:
    """How a search of the history ended that raised ``error``: never that nothing was found."""
    reading = read(error)
    match reading.meaning:
        case Meaning.LOST:
            return RetryAt(SERVER_PAUSE_S, _server_or_offline(error))
        case Meaning.MESSAGE_GONE | Meaning.BODY | Meaning.TOKEN | Meaning.FORBIDDEN:
            return RetryAt(UNREADABLE_PAUSE_S, RetryReason.SERVER)
        case _:
            return _later_or_unreachable(reading)


def removal_outcome(error: Exception) -> Removal:
    """How a deletion ended that raised ``error``, or a look at what there is to delete."""
    reading = read(error)
    match reading.meaning:
        case Meaning.CHANNEL_GONE | Meaning.MESSAGE_GONE:
            return Done()
        case Meaning.LOST:
            return RetryAt(SERVER_PAUSE_S, _server_or_offline(error))
        case meaning if meaning in _REFUSE:
            return Refused(_REFUSE[meaning], reading.code)
        case meaning if meaning in _REACH:
            # Not even what is there already may be touched.
            return Refused(RefusedReason.FORBIDDEN, reading.code)
        case _:
            return _later(reading)


def _meaning_of(status: int, code: int) -> Meaning:
    if status == HTTPStatus.UNAUTHORIZED:
        return Meaning.TOKEN
    if code in CODES:
        return CODES[code]
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Meaning.RATE_LIMITED
    if status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Meaning.LOST
    if status == HTTPStatus.FORBIDDEN:
        # With a code we do not know, the request is not permitted; a member is not to blame, and
        # trying again counts towards Discord's ban on invalid requests. Without a code it was
        # something in front of Discord that answered, and that passes.
        return Meaning.FORBIDDEN if code else Meaning.BLOCKED
    return Meaning.BODY


def _later_or_unreachable(reading: Reading) -> RetryAt | Unreachable:
    if reading.meaning in _REACH:
        return Unreachable(_REACH[reading.meaning])
    return _later(reading)


def _later(reading: Reading) -> RetryAt:
    pause_s, reason = _WAIT[reading.meaning]
    if reading.retry_after_s is None:
        return RetryAt(pause_s, reason)
    # A few seconds named for one request do not shorten a pause that is about the whole bot.
    limited = reading.meaning is Meaning.RATE_LIMITED
    return RetryAt(
        reading.retry_after_s if limited else max(pause_s, reading.retry_after_s), reason
    )


def _retry_after_s(error: discord.HTTPException) -> float | None:
    named = error.response.headers.get("Retry-After", "")
    try:
        seconds = float(named)
    except ValueError:
        return None
    return min(seconds, LONGEST_PAUSE_S) if 0 <= seconds < float("inf") else None


def _server_or_offline(error: Exception) -> RetryReason:
    return RetryReason.SERVER if isinstance(error, discord.HTTPException) else RetryReason.OFFLINE
