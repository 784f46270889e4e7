"""One way to ask what a text means, at one moment in Berlin unless told otherwise."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.when import At, read_when
from bot.domain.zones import zone

LANGUAGES = ("en", "es", "de", "fr")
BERLIN = zone("Europe/Berlin")
# A Monday, 10:15 and 42.5 seconds in Berlin.
NOW_AT = datetime(2026, 11, 23, 9, 15, 42, 500_000, tzinfo=UTC)


def said(text, language="en", *, now_at=NOW_AT, zone=BERLIN, past_ok=False):
    return read_when(text, language=language, now_at=now_at, zone=zone, past_ok=past_ok)


def local(text):
    return datetime.fromisoformat(text)


def wall(text, language="en", **rest):
    when = said(text, language, **rest)
    return f"{when.local:%Y-%m-%d %H:%M}" if isinstance(when, At) else when


def at_berlin(text):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)
