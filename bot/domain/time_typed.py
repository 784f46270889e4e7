"""A time that a member typed, or the words with which it is refused: never a guess."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.clock_text import cut
from bot.domain.when import At, Refusal, examples, read_when
from bot.errors import InvalidInput


def time_typed(
    text: str, *, language: str, now_at: datetime, zone: ZoneInfo, past_ok: bool = False
) -> At:
    """The time that was typed in ``language``.

    Raises InvalidInput for what is not understood, or can't be, with three examples.
    """
    found = read_when(text, language=language, now_at=now_at, zone=zone, past_ok=past_ok)
    if not isinstance(found, Refusal):
        return found
    one, two, three = examples(language, past_ok=past_ok)
    raise InvalidInput(f"when.{found.value}", typed=cut(text), one=one, two=two, three=three)
