"""What comes of a text: a time or a refusal; and the moment that it is measured from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.domain.local_time import local_of

# Judgement: five years, with as many leap days as they can have.
FURTHEST = timedelta(days=5 * 365 + 2)
# Source: product, how far back staff may log a session; whole days of the wall clock.
_FURTHEST_BACK = timedelta(days=14)


class Refusal(Enum):
    """Why there is no time."""

    NOT_UNDERSTOOD = "not_understood"
    IN_THE_PAST = "in_the_past"
    TOO_FAR = "too_far"
    NO_SUCH_DAY = "no_such_day"


@dataclass(frozen=True, slots=True)
class At:
    """What was asked for: a wall time, and the instant it stands for.

    The clocks may skip the wall time; what they show then is ``local_of(at, zone)``. An absolute
    one ("in 90 min", a timestamp) keeps its instant if the zone changes, others the wall time.
    """

    local: datetime
    at: datetime
    absolute: bool


When = At | Refusal


@dataclass(frozen=True, slots=True)
class Said:
    """The moment, the wall clock and the zone in which something was said."""

    now_at: datetime
    local_now: datetime
    zone: ZoneInfo
    past_ok: bool

    @classmethod
    def at(cls, now_at: datetime, zone: ZoneInfo, *, past_ok: bool) -> Said:
        """Read the wall clock. Raises ValueError if ``now_at`` is not aware."""
        return cls(now_at, local_of(now_at, zone), zone, past_ok)

    @property
    def local_first_day(self) -> date:
        """The furthest day back that is allowed, which is today unless the past is."""
        return self.local_now.date() - (_FURTHEST_BACK if self.past_ok else timedelta())

    def checked(self, found: At) -> When:
        """The same, if it lies where it may."""
        if found.at - self.now_at > FURTHEST:
            return Refusal.TOO_FAR
        reaches = self.past_ok and found.local.date() >= self.local_first_day
        return found if found.at > self.now_at or reaches else Refusal.IN_THE_PAST
