"""The bot's pulse: says when it is ready, and as long as the engine gets on, that it is alive.

Fed by what the engine has done and by nothing else: a loop that turns while the engine hangs is no
sign of life. Starts no task; a timer on the loop is enough.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.log import get_logger
from bot.ops.sd_notify import Notifier

log = get_logger(__name__)

UNTIL_READY_S = 0.5
#: Longer than the engine sleeps, an attempt to send takes, and a wait for the disk, together.
STALLED_AFTER_S = 150.0


class Pulse:
    """``quiet_s`` is for how long the engine has done nothing, None before it has begun.

    It begins with the first ``look`` and ends with ``end``.
    """

    def __init__(
        self,
        notifier: Notifier,
        quiet_s: Callable[[], float | None],
        *,
        stalled_after_s: float = STALLED_AFTER_S,
    ) -> None:
        self._notifier = notifier
        self._quiet_s = quiet_s
        self._stalled_after_s = stalled_after_s
        self._timer: asyncio.TimerHandle | None = None
        self._has_ended = False
        self._is_ready = False
        self._is_stalled = False

    @property
    def is_well(self) -> bool:
        """Whether the engine has begun and gets on."""
        quiet_s = self._quiet_s()
        return quiet_s is not None and quiet_s < self._stalled_after_s

    def end(self) -> None:
        """Say once that it stops, and nothing after that."""
        if self._has_ended:
            return
        self._has_ended = True
        if self._timer is not None:
            self._timer.cancel()
        self._notifier.stopping()

    def look(self) -> None:
        """Say how the engine is, and look again later, for as long as a loop runs."""
        if self.is_well:
            self._beat()
        elif self._is_ready and not self._is_stalled:
            self._is_stalled = True
            log.error("engine.stalled", extra={"quiet_s": round(self._quiet_s() or 0)})
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(self._pause_s(), self.look)

    def _beat(self) -> None:
        if not self._is_ready:
            self._is_ready = True
            self._notifier.ready()
        self._is_stalled = False
        if self._notifier.watchdog_s:
            self._notifier.alive()

    def _pause_s(self) -> float:
        if not self._is_ready:
            return UNTIL_READY_S
        # systemd asks for half; a quarter leaves room for a loop that is busy.
        return self._notifier.watchdog_s / 4 or UNTIL_READY_S * 60
