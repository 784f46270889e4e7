"""From the wall clock to an instant and back, with one policy for the days clocks change.

A wall time that the clocks skip stands for the first valid instant after it; one that they show
twice stands for the first of the two; one on a day that a zone left out has no instant at all.
So an instant is always the first at which the wall clock has got as far as that time.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


def local_of(at: datetime, zone: ZoneInfo) -> datetime:
    """Return what the wall clock in ``zone`` shows at an instant, without a zone attached.

    Raises:
        ValueError: ``at`` is not aware, and would silently be read in the machine's own zone.

    """
    if at.tzinfo is None:
        raise ValueError("an instant has to be aware")
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def instant_of(local: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the UTC instant of a wall time, or None if its whole day does not exist there.

    Raises:
        ValueError: ``local`` carries a zone of its own.

    """
    if local.tzinfo is not None:
        raise ValueError("a wall time has to be naive")
    before, after = offsets_of(local, zone)
    if before < after:
        return _first_after_gap(local, zone, before, after)
    return (local - before).replace(tzinfo=UTC, fold=0)


def offsets_of(local: datetime, zone: ZoneInfo) -> tuple[timedelta, timedelta]:
    """Return the offsets from UTC before and after a change of clocks at a wall time.

    They are equal on ordinary days; the first is smaller where the time is skipped and larger
    where it is shown twice.
    """
    before = local.replace(tzinfo=zone, fold=0).utcoffset()
    after = local.replace(tzinfo=zone, fold=1).utcoffset()
    assert before is not None and after is not None  # noqa: S101, PT018 - only for the type checker
    return before, after


def _first_after_gap(
    local: datetime, zone: ZoneInfo, before: timedelta, after: timedelta
) -> datetime | None:
    start_at = (local - after).replace(microsecond=0, tzinfo=UTC)
    span_s = int((after - before).total_seconds())
    # zoneinfo keeps its transitions to itself; the clocks change once in this span.
    wait_s = bisect_left(
        range(span_s),
        local,
        key=lambda s: local_of(start_at + timedelta(seconds=s), zone),
    )
    at = start_at + timedelta(seconds=wait_s)
    naive_at = at.replace(tzinfo=None)
    midnight = datetime.combine(local.date(), time.min)
    if naive_at + before <= midnight and midnight + _DAY <= naive_at + after:
        return None
    return at
