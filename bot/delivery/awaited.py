"""Outcomes that somebody waits for, whichever part of the engine comes to know them."""

from __future__ import annotations

import asyncio

from bot.delivery.messenger import Outcome
from bot.delivery.sender import Overtaken, Result, Withdrawn
from bot.domain.ids import OccurrenceId


class Awaited:
    """Who waits for what becomes of an occurrence. Nobody has to: what is told is told once."""

    def __init__(self) -> None:
        self._outcomes: dict[OccurrenceId, asyncio.Future[Outcome | None]] = {}

    def outcome_of(self, occurrence_id: OccurrenceId) -> asyncio.Future[Outcome | None]:
        """What becomes of it next; None when it does not leave now."""
        if occurrence_id not in self._outcomes:
            self._outcomes[occurrence_id] = asyncio.get_running_loop().create_future()
        return self._outcomes[occurrence_id]

    def tell(self, occurrence_id: OccurrenceId, result: Result | None) -> None:
        """Tell all who wait for it; None: it does not leave now."""
        waiting = self._outcomes.pop(occurrence_id, None)
        if waiting is None:
            return
        if result is None or isinstance(result.outcome, Withdrawn | Overtaken):
            waiting.set_result(None)
        else:
            waiting.set_result(result.outcome)

    def let_go(self) -> None:
        """Nobody will come to know any more."""
        for occurrence_id in list(self._outcomes):
            self.tell(occurrence_id, None)
