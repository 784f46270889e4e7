"""What use cases may ask of the engine, without knowing it."""

from __future__ import annotations

from typing import Protocol

from bot.delivery.messenger import Outcome
from bot.domain.ids import OccurrenceId


class Delivering(Protocol):
    """Delivers what is due."""

    def wake(self) -> None:
        """Look now: something may have become due."""
        ...

    async def deliver_now(self, occurrence_id: OccurrenceId, *, timeout_s: float) -> Outcome | None:
        """Send one occurrence ahead of its turn; None: not within ``timeout_s``."""
        ...
