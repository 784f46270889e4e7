"""A picture that goes along with words: if it cannot be drawn, the words come all the same."""

from __future__ import annotations

from collections.abc import Awaitable
from traceback import extract_tb

from bot.log import get_logger

log = get_logger(__name__)


async def drawn(picture: Awaitable[bytes], event: str) -> bytes | None:
    """The picture, as PNG; None where drawing failed, which is logged as ``event``."""
    try:
        return await picture
    except Exception as error:  # noqa: BLE001 - a picture that fails must not cost the words
        # The place and the kind, and no more: an exception's words may hold scores.
        last = extract_tb(error.__traceback__)[-1]
        place = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        log.error(event, extra={"reason": type(error).__qualname__, "place": place})  # noqa: TRY400
        return None
