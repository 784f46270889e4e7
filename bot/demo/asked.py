"""What of the demo somebody wants to see. Apart from it, so that asking loads nothing of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """The story, the page or both, and how. ``port`` 0: any that is free.

    ``others`` are members beside those on the page, for measuring.
    """

    story: bool = True
    page: bool = True
    port: int = 0
    browser: bool = True
    keep: bool = False
    others: int = 0
