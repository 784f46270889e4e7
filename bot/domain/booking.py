"""What a message about an appointment has to know, as its schedule keeps it.

Whole in itself: the message of last week still says what it said, whatever became of the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.session import Session, SessionId


class Told(StrEnum):
    """What a client is told of an appointment."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class AppointmentWish:
    """An appointment at ``local_at`` on the wall clock of ``zone``, the clinic's."""

    session_id: SessionId
    sequence: int
    starts_at: datetime
    local_at: datetime
    zone: str
    length_min: int | None = None

    @classmethod
    def of(cls, session: Session) -> AppointmentWish:
        """What a message about a session keeps of it."""
        return cls(
            session.id,
            session.sequence,
            session.starts_at,
            session.local_at,
            session.zone,
            session.length_min,
        )

    def to_wish(self) -> dict[str, object]:
        """As a schedule keeps it."""
        return {
            "session": self.session_id,
            "sequence": self.sequence,
            "starts_at": self.starts_at.isoformat(),
            "local_at": self.local_at.isoformat(),
            "zone": self.zone,
            "length_min": self.length_min,
        }

    @classmethod
    def from_wish(cls, wish: Mapping[str, object]) -> AppointmentWish:
        """Back from what ``to_wish`` made. Raises ValueError for anything else."""
        match wish:
            case {
                "session": int(session),
                "sequence": int(sequence),
                "starts_at": str(starts_at),
                "local_at": str(local_at),
                "zone": str(zone),
                "length_min": int() | None as length,
            }:
                return cls(
                    session_id=SessionId(session),
                    sequence=sequence,
                    starts_at=datetime.fromisoformat(starts_at),
                    local_at=datetime.fromisoformat(local_at),
                    zone=zone,
                    length_min=length,
                )
        raise ValueError("not what an appointment keeps")


def starts_at_of(wish: Mapping[str, object]) -> datetime | None:
    """When the appointment begins that a message is about."""
    at = wish.get("starts_at")
    return datetime.fromisoformat(at) if isinstance(at, str) else None
