"""What a log may know of an exception nobody expected: its kind and its place, never its words.

Its words may be a member's: an exception often quotes the value it could not use.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

_FRAMES = 4


def log_fault(log: logging.Logger, event: str, error: Exception, **ids: int) -> None:
    """Log ``event`` as an error, with its class and the innermost lines of code that led to it."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    where = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    log.error(event, extra={"error": type(error).__name__, "where": where, **ids})
