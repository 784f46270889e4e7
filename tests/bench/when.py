"""How long it takes to read a time, and how long the worst of 80 characters takes.

Run ``python -m tests.bench.when`` for a table.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from time import perf_counter

from bot.domain.when import examples, read_when
from bot.domain.zones import zone
from tests.unit.when_table import BLOCKS

LANGUAGES = ("en", "es", "de", "fr")
NOW_AT = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
# Each repeats what a grammar has to look at in several ways.
HOSTILE = tuple(
    (piece * 80)[:80]
    for piece in (
        "9", "9 ", "9.", "9:", "9,", "9/", "9-", "9h", "9 am ", "1 h ", "1h1m1s", "in ", "in 1 ",
        "a ", "an ", "a las ", "the ", "on the ", "am ", "um ", "um 9 am ", "mar ", "9 mar ",
        "9 de ", "1 hour and ", "and a half ", "y media ", "half past ", "halb ", "morgen ",
        "mañana ", "mañana por la ", "après-", "l'", "'", "-", ".", ",", " ", "<t:", "<t:1",
        "1. 1. ", "9.11.", "27/11/", "2026-11-", "der ", "ä", "a\u0301", "\ufdfa", "ﬃ", "½",
    )
)  # fmt: skip


def documented() -> tuple[tuple[str, str], ...]:
    """What the table of expressions and the examples hold, each with its language."""
    table = ((text, block.language) for block in BLOCKS for text in block.answers)
    return (*table, *((text, language) for language in LANGUAGES for text in examples(language)))


def jumbles(number: int) -> tuple[tuple[str, str], ...]:
    """Up to 80 characters of known words in any order, the same each time."""
    chance = random.Random(7)
    words = sorted({word for text, _ in documented() for word in text.split()})
    texts = (" ".join(chance.choices(words, k=20))[:80] for _ in range(number))
    return tuple((text, chance.choice(LANGUAGES)) for text in texts)


def taken_us(text: str, language: str) -> float:
    """The fastest of five readings, in µs; what is slower is the machine's doing."""
    in_zone = zone("Europe/Berlin")

    def once() -> float:
        started = perf_counter()
        read_when(text, language=language, now_at=NOW_AT, zone=in_zone)
        return perf_counter() - started

    return min(once() for _ in range(5)) * 1e6


def measure(texts: Iterable[tuple[str, str]]) -> tuple[float, float, str]:
    """The median, the worst and its text."""
    each: list[tuple[float, str]] = [(taken_us(text, language), text) for text, language in texts]
    worst_us, worst = max(each)
    return statistics.median(us for us, _ in each), worst_us, worst


KINDS: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
    "documented": documented,
    "made to be slow": lambda: [(text, each) for text in HOSTILE for each in LANGUAGES],
    "jumbled words": lambda: jumbles(3000),
}


if __name__ == "__main__":
    for label, texts in KINDS.items():
        median_us, worst_us, worst = measure(texts())
        print(f"{label:16} median {median_us:7.0f} µs  worst {worst_us:7.0f} µs  {worst!r}")
