"""What ten thousand messages that are due at the same minute cost the engine.

The database is the real one, encrypted and on disk; Discord answers at once and nothing is paced.
Run ``python -m tests.bench.engine`` for a table.
"""

from __future__ import annotations

import asyncio
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.engine.house import House
from tests.engine.rush import Figures, crowd, serve

NUMBER = 10_000
LONGEST_STALL_S = 0.5


def measure(number: int = NUMBER, rounds: int = 3) -> list[Figures]:
    """The figures of so many rounds, each on a database of its own."""
    return [asyncio.run(_round(number)) for _ in range(rounds)]


async def _round(number: int) -> Figures:
    with TemporaryDirectory() as folder:
        house = await House.build(Path(folder) / "unknot.db")
        await crowd(house, number)
        figures = await serve(house, number)
        assert len(house.discord.messages) == number
        await house.close()
    assert figures.longest_stall_s < LONGEST_STALL_S
    return figures


if __name__ == "__main__":
    rounds = measure()
    print(f"{'due at once':>12} {'µs per due':>12} {'a second':>12} {'longest stall':>14}")
    for each in rounds:
        a_second = each.due / each.whole_s
        stall = f"{each.longest_stall_s * 1e3:.1f} ms"
        print(f"{each.due:12,} {each.per_due_us:12,.0f} {a_second:12,.0f} {stall:>14}")
    median_us = statistics.median(each.per_due_us for each in rounds)
    print(f"{'median':>12} {median_us:12,.0f}")
