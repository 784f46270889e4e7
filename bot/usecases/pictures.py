"""A picture that goes along with words: if it cannot be drawn, the words come all the same."""

from __future__ import annotations

from collections.abc import Awaitable

from bot.log import get_logger, log_fault

log = get_logger(__name__)


async def drawn(picture: Awaitable[bytes], event: str) -> bytes | None:
    """The picture, as PNG; None where drawing failed, which is logged as ``event``."""
    try:
        return await picture
    except Exception as error:  # noqa: BLE001 - a picture that fails must not cost the words
        log_fault(log, event, error)
        return None
