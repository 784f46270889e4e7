"""Draws in a thread of its own, one picture after the other, so that the event loop goes on.

The drawing library is imported there too, for the first picture: a bot that never draws does
without its memory, and none waits for it at the start.
"""

from __future__ import annotations

import asyncio
import functools
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.charts.words import OverviewWords, Words
from bot.domain.overview import Overview
from bot.domain.progress import Progress


class Drawing:
    """The thread. Close it, or what waits in it is still drawn before the process ends.

    ``turn`` is for what has to be counted before it can be drawn: of a hundred who ask at once each
    takes a step of the event loop then, and they don't add up to a long one.
    """

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")

    async def draw_progress(self, progress: Progress, words: Words) -> bytes:
        """The picture of /progress, as PNG."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, _draw_progress, progress, words)

    async def draw_overview(self, overview: Overview, words: OverviewWords) -> bytes:
        """The picture of /clinic overview, as PNG."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, _draw_overview, overview, words)

    def close(self) -> None:
        """Draw nothing more; what is being drawn right now is let go."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def _draw_progress(progress: Progress, words: Words) -> bytes:
    return _library()(progress, words)


def _draw_overview(overview: Overview, words: OverviewWords) -> bytes:
    _library()
    from bot.charts.overview import draw  # noqa: PLC0415 - it imports the drawing library

    return draw(overview, words)


@functools.cache
def _library() -> Callable[[Progress, Words], bytes]:
    """Import what draws.

    A full collection of garbage goes through all there is while everybody waits. The bot and this
    library stay for good, so neither is gone through again. Source: measured, tests/bench/progress.
    """
    gc.freeze()
    from bot.charts.progress import draw  # noqa: PLC0415 - it imports the drawing library

    gc.freeze()
    return draw
