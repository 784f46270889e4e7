"""Cases on a clinic's queue: what waits for a person, and for whom. A case never holds a score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, NewType

from bot.domain.ids import ClinicId, DiscordUserId, MemberId
from bot.domain.policy import Lane
from bot.domain.session import SessionId

CaseId = NewType("CaseId", int)

# The kind that tells the staff's channel of a new case.
ALERT: Final = "alert"
ALERT_LANE: Final = Lane.PERSONAL


class Reason(Enum):
    """Why somebody of the clinic is needed."""

    HURTS = "hurts"
    CONTACT = "contact"
    CALL_ME = "call_me"
    PRESSURE = "pressure"
    WORSE = "worse"
    MOVE = "move"
    CANT_MAKE_IT = "cant_make_it"
    BOOK = "book"
    TOOK_PLACE = "took_place"
    UNANSWERED = "unanswered"
    UNREACHABLE = "unreachable"
    NEVER_AGREED = "never_agreed"


class CaseState(Enum):
    """The life of a case."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Case:
    """One case. ``staff_id`` is who took it or was done with it, ``changed_at`` when.

    ``session_id`` names the session it is about, where it is about one.
    """

    id: CaseId
    clinic_id: ClinicId
    member_id: MemberId
    client: DiscordUserId
    reason: Reason
    state: CaseState
    staff_id: DiscordUserId | None
    created_at: datetime
    changed_at: datetime
    session_id: SessionId | None = None
