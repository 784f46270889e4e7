"""How a running bot ends: asked once in peace, asked twice at once, or refused by Discord."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

from bot.delivery.engine import Engine
from bot.discord_io.supervise import Ended, EndReason, Supervisor
from bot.log import get_logger

log = get_logger(__name__)

STOPPED = 0
MENDABLE = 2


class End:
    """Brings a bot's engine and connection to their end. Used once."""

    def __init__(self, engine: Engine, supervisor: Supervisor) -> None:
        self._engine = engine
        self._supervisor = supervisor
        self._stopping: asyncio.Task[None] | None = None
        self.refused: Ended | None = None

    def asked(self) -> None:
        """A signal has come."""
        if self._stopping is None:
            log.info("bot.stopping")
            self._stopping = asyncio.create_task(self._stop())
        else:
            # What was being sent is asked about at the next start.
            log.warning("bot.stopping_at_once")
            self._stopping.cancel()
            self._supervisor.stop()

    def token_refused(self) -> None:
        """Discord no longer takes the token."""
        self.refused = Ended(EndReason.TOKEN, HTTPStatus.UNAUTHORIZED)
        self._supervisor.stop()

    async def finish(self) -> None:
        """Whatever ended the connection: let the engine end in peace, unless asked twice."""
        if self._stopping is None:
            self._stopping = asyncio.create_task(self._stop())
        try:
            await self._stopping
        except asyncio.CancelledError:
            await self._engine.stop(within_s=0)

    async def _stop(self) -> None:
        # First the engine, so that what is being sent still arrives; then the connection.
        await self._engine.stop()
        self._supervisor.stop()


@contextmanager
def stop_signals(call: Callable[[], None]) -> Iterator[None]:
    """Have SIGTERM and SIGINT call ``call`` for as long as this lasts."""
    loop = asyncio.get_running_loop()
    asked_to_stop = (signal.SIGTERM, signal.SIGINT)
    for one in asked_to_stop:
        loop.add_signal_handler(one, call)
    try:
        yield
    finally:
        for one in asked_to_stop:
            loop.remove_signal_handler(one)


def exit_code(ended: Ended) -> int:
    """The exit code of an end, which is told in the log."""
    if ended.reason is EndReason.STOPPED:
        log.info("bot.stopped")
        return STOPPED
    log.error("bot.refused", extra={"reason": ended.reason.value, "code": ended.code})
    return MENDABLE
