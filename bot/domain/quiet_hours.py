"""The hours in which a member wants no message, by their wall clock.

Decides what is quiet and when that ends. What is done about it (wait, leave out, send all the
same) is each kind's own policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.clock_text import cut, parse_end_time, parse_time_of_day, with_dashes
from bot.domain.local_time import instant_of, local_of
from bot.errors import InvalidInput

_OFF = frozenset({"off", "none", "no", "aus", "keine", "ninguna", "aucune"})
_LONGEST_TYPED = 40


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one wall time, included, until another, excluded; over midnight if it is earlier."""

    local_from: time
    local_until: time

    def __post_init__(self) -> None:
        if self.local_from == self.local_until:
            raise ValueError("quiet hours have to begin and end at different times")
        if any(t.second or t.microsecond or t.tzinfo for t in (self.local_from, self.local_until)):
            raise ValueError("quiet hours are naive whole minutes")

    def covers(self, local: datetime | time) -> bool:
        """Tell whether a wall time lies in quiet hours."""
        clock = local.time() if isinstance(local, datetime) else local
        if self.local_from < self.local_until:
            return self.local_from <= clock < self.local_until
        return clock >= self.local_from or clock < self.local_until

    def ends_at(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """Return when the quiet hours around an instant end, or None if it lies in none.

        That is the first later instant at which the wall clock reaches or jumps past the end and
        is out of quiet hours. A clock set back out of them does not end them: the night goes on.
        """
        local_at = local_of(at, zone)
        if not self.covers(local_at):
            return None
        ends = (
            end_at
            # Four days: a skipped day, or a gap that jumps from one quiet stretch into the next.
            for days in range(4)
            for end_at in self._ends_on(local_at + timedelta(days=days), zone)
        )
        return next(e for e in ends if e > at and not self.covers(local_of(e, zone)))

    def _ends_on(self, local_day: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
        local_end = datetime.combine(local_day.date(), self.local_until)
        first_at = instant_of(local_end, zone)
        if first_at is None:
            return ()
        return first_at, local_end.replace(tzinfo=zone, fold=1).astimezone(UTC)


# Source: judgement (the design's care notes say so): nobody should be woken by a reminder.
DEFAULT_QUIET = QuietHours(time(20), time(8))


def parse_quiet(text: str) -> QuietHours | None:
    """Return the quiet hours that were typed, as ``20:00-08:00`` or ``10pm to 7am``; None for off.

    Raises:
        InvalidInput: ``quiet.not_understood``, also when both ends are the same.

    """
    typed = text.strip()
    if typed.casefold() in _OFF:
        return None
    ends = with_dashes(typed).split("-") if len(typed) <= _LONGEST_TYPED else []
    try:
        typed_from, typed_until = ends
        return QuietHours(parse_time_of_day(typed_from), parse_end_time(typed_until))
    except (ValueError, InvalidInput):
        raise InvalidInput("quiet.not_understood", typed=cut(text)) from None
