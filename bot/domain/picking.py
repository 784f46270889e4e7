"""Which of several texts comes next: varied, even over time, and the same for the same seed.

Keeps no history but the last one: even shares follow from each draw being fair.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b


def pick(ids: Sequence[str], last: str | None, seed: str) -> str:
    """One of ``ids``, never ``last`` unless there is no other.

    ``seed`` decides: use what names the occurrence, so that asking again gives the same answer,
    on any machine and after any restart.

    Raises:
        ValueError: there is nothing to pick from.
    """
    others = [each for each in ids if each != last] or list(ids)
    if not others:
        raise ValueError("nothing to pick from")
    draw = int.from_bytes(blake2b(seed.encode(), digest_size=8).digest())
    return others[draw % len(others)]
