"""A massage session: booked for a time by the clinic's clock, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from types import MappingProxyType
from typing import Final, NewType

from bot.domain.course import Attended, Course
from bot.domain.ids import ClinicId, MemberId

SessionId = NewType("SessionId", int)

# Source: product.
LOGGED_BACK = timedelta(days=14)


class SessionState(Enum):
    """The life of a session."""

    BOOKED = "booked"
    HELD = "held"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


# Also the ways back, for what was pressed by mistake: a log undone is a session cancelled.
MAY_BECOME: Final[Mapping[SessionState, frozenset[SessionState]]] = MappingProxyType(
    {
        SessionState.BOOKED: frozenset(
            {SessionState.HELD, SessionState.NO_SHOW, SessionState.CANCELLED}
        ),
        SessionState.HELD: frozenset({SessionState.BOOKED, SessionState.CANCELLED}),
        SessionState.NO_SHOW: frozenset({SessionState.BOOKED, SessionState.HELD}),
        SessionState.CANCELLED: frozenset({SessionState.BOOKED}),
    }
)


@dataclass(frozen=True, slots=True)
class Session:
    """One session. ``local_at`` in ``zone`` is what was agreed on; ``starts_at`` follows from it.

    ``sequence`` grows with every change that a calendar has to hear of. ``plan`` names the plan
    that hangs on it.
    """

    id: SessionId
    clinic_id: ClinicId
    member_id: MemberId
    local_at: datetime
    zone: str
    starts_at: datetime
    state: SessionState
    length_min: int | None = None
    sequence: int = 0
    plan: str | None = None
    course: Course | None = None

    @property
    def ends_at(self) -> datetime:
        """When it is over; when it begins, where nobody said how long it takes."""
        return self.starts_at + timedelta(minutes=self.length_min or 0)

    @property
    def attended(self) -> Attended:
        """What the next session of a course needs to know of it."""
        return Attended(self.starts_at, self.course)

    def may_become(self, state: SessionState) -> bool:
        """Whether its life can go on like that."""
        return state in MAY_BECOME[self.state]


def may_be_logged(held_at: datetime, now_at: datetime) -> bool:
    """Whether a session of that time can be logged: it has begun, at most 14 days ago."""
    return timedelta(0) <= now_at - held_at <= LOGGED_BACK
