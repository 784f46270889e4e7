"""Consent: to what, in which version, when and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.domain.ids import ClinicId

# Raised whenever the text that members agree to changes its meaning.
CONSENT_VERSION = 1

MESSAGES = "messages"
INVITATIONS = "invitations"
SHARING = "sharing"


class Place(Enum):
    """Where a member gave or took back a consent."""

    SERVER = "server"
    PANEL = "panel"
    DM = "dm"


class MembershipState(Enum):
    """How a member stands with a clinic."""

    AGREED = "agreed"
    STOPPED = "stopped"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Consent:
    """One line of the ledger."""

    clinic_id: ClinicId
    kind: str
    place: Place
    noted_at: datetime
    given: bool
    version: int = CONSENT_VERSION
