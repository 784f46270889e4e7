"""How a kind of message may be sent: its lane, and what quiet hours, lateness and limits do to it.

Data only. Each kind states its policy in its own module; the engine reads it and knows no kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, IntEnum


class Lane(IntEnum):
    """Who goes first when much is due at once."""

    PERSONAL = 1
    FOLLOW_UP = 2
    CHECK_IN = 3
    PROMPT = 4


class Quiet(Enum):
    """What happens to a message that falls in the member's quiet hours."""

    SENT = "sent all the same"
    SENT_IF_SOON = "sent if it concerns the next 24 hours, else waits"
    WAITS = "goes out when they end"
    NOT_PLANNED = "does not happen"


@dataclass(frozen=True, slots=True)
class Patience:
    """So many messages in a row that nobody answers, over so many of the member's days."""

    messages: int
    days: int


@dataclass(frozen=True, slots=True)
class Policy:
    """One kind's policy.

    ``stale_after`` counts from the time it was to be sent (after quiet hours or a snooze); None
    never goes stale. ``counts`` says whether it takes a place in the member's daily limit,
    ``reserves`` whether the day's places are kept for it beforehand. ``asks_after``: how long it
    goes on unanswered before it asks whether to, and waits for the answer; None: for ever.
    ``stale_at_event``: once what it tells of has begun, it is too late.
    """

    lane: Lane
    quiet: Quiet
    stale_after: timedelta | None
    counts: bool = False
    reserves: bool = False
    asks_after: Patience | None = None
    stale_at_event: bool = False

    def is_stale(
        self, send_after_at: datetime, concerns_at: datetime | None, now_at: datetime
    ) -> bool:
        """Whether it is too late; ``concerns_at`` is when what it tells of takes place."""
        if self.stale_at_event and concerns_at is not None and now_at >= concerns_at:
            return True
        return self.stale_after is not None and now_at - send_after_at > self.stale_after
