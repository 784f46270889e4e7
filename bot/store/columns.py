"""How values stand in the database's columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """An aware instant as whole milliseconds since 1970, rounded down."""
    return (at - _EPOCH) // _MILLISECOND


def from_ms(ms: int) -> datetime:
    """Back from milliseconds to an aware UTC instant."""
    return _EPOCH + timedelta(milliseconds=ms)


def maybe_ms(at: datetime | None) -> int | None:
    """``to_ms``, and None for None."""
    return None if at is None else to_ms(at)


def maybe_at(ms: int | None) -> datetime | None:
    """``from_ms``, and None for None."""
    return None if ms is None else from_ms(ms)


def to_slot(local_slot: datetime) -> str:
    """A wall-clock minute as YYYY-MM-DDTHH:MM, which sorts as it reads."""
    return local_slot.isoformat(timespec="minutes")


def from_slot(text: str) -> datetime:
    """Back to a naive wall-clock minute."""
    return datetime.fromisoformat(text)
