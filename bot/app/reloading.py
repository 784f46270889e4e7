"""Reads cards, prompts and plans again while the bot runs, when SIGHUP asks for it.

What is faulty is told in the log and not used, in no part: the bot goes on with what it had. Texts
are read at the start alone.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.content.library import Library
from bot.log import get_logger

log = get_logger(__name__)


def reload(library: Library, folder: Path | None) -> bool:
    """Read the content again; whether it is in use now."""
    mistakes = library.reload(folder)
    for mistake in mistakes:
        log.error(
            "content.mistake",
            extra={"file": mistake.file, "key": mistake.key, "problem": mistake.problem},
        )
    log.info("content.kept" if mistakes else "content.reloaded")
    return not mistakes


@contextmanager
def reload_signal(library: Library, folder: Path | None) -> Iterator[None]:
    """Have SIGHUP reload the content for as long as this lasts."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, reload, library, folder)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
