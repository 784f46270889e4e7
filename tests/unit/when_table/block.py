"""What is typed at one moment, and what it has to mean."""

from __future__ import annotations

from typing import NamedTuple

REFUSED = "not understood"
PAST = "in the past"
TOO_FAR = "too far"
NO_SUCH_DAY = "no such day"


class Block(NamedTuple):
    """Texts and their answers, said at one moment of a wall clock in one zone and language.

    An answer is the wall time asked for, or why it is refused; one that ends in Z is the instant,
    for days when clocks change.
    """

    language: str
    zone: str
    local_now: str
    answers: dict[str, str]
    past_ok: bool = False
