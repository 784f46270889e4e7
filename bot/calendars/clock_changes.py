"""When a zone's clocks change: zoneinfo knows, but does not tell."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Offset:
    """From an instant on, clocks are ``from_utc`` ahead of UTC; ``name`` is short, such as CET."""

    from_at: datetime
    from_utc: timedelta
    name: str
    is_summer: bool


def offsets_between(zone: ZoneInfo, from_at: datetime, until_at: datetime) -> list[Offset]:
    """The offset at ``from_at``, and each that clocks change to until ``until_at``, in order."""
    offsets = [_offset(zone, from_at)]
    for day in range((until_at - from_at) // _DAY):
        early_at = from_at + day * _DAY
        before = offsets[-1].from_utc
        if _from_utc(zone, early_at + _DAY) != before:
            offsets.append(_offset(zone, _change_after(zone, early_at, before)))
    return offsets


def _change_after(zone: ZoneInfo, early_at: datetime, before: timedelta) -> datetime:
    wait_s = bisect_left(
        range(_DAY_S), 1, key=lambda s: int(_from_utc(zone, early_at + s * _SECOND) != before)
    )
    return early_at + wait_s * _SECOND


def _offset(zone: ZoneInfo, at: datetime) -> Offset:
    local = at.astimezone(zone)
    return Offset(at, _from_utc(zone, at), local.tzname() or zone.key, bool(local.dst()))


def _from_utc(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None  # noqa: S101 - only for the type checker
    return offset
