"""How long the event loop does nothing else."""

from __future__ import annotations

import asyncio
import time

TICK_S = 0.001


class StallProbe:
    """Asks to be called every millisecond, and notes how late it is called."""

    def __init__(self) -> None:
        self.longest_s = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._expected_s = 0.0

    def __enter__(self) -> StallProbe:
        self._again()
        return self

    def __exit__(self, *error: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        # A loop that is stuck until the very end calls nobody.
        self._note()

    def _again(self) -> None:
        self._expected_s = time.perf_counter() + TICK_S
        self._timer = asyncio.get_running_loop().call_later(TICK_S, self._tick)

    def _tick(self) -> None:
        self._note()
        self._again()

    def _note(self) -> None:
        self.longest_s = max(self.longest_s, time.perf_counter() - self._expected_s)
