"""Ten thousand due at the same minute: each exactly once, lanes in order, the loop never stuck."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from tests.engine.rush import KINDS, crowded_house, serve
from tests.fakes import doubled

NUMBER = 10_000
# Generous, for a slow machine with other work: on two free cores it is a few milliseconds.
LONGEST_STALL_S = 0.5


async def test_ten_thousand_due_at_once_each_get_theirs_once_and_in_order(tmp_path: Path) -> None:
    house = await crowded_house(tmp_path / "unknot.db", NUMBER)

    figures = await serve(house, NUMBER)

    messages = house.discord.messages
    assert len({one.user for one in messages}) == len(messages) == NUMBER
    assert not doubled(messages)
    assert [kind for kind, _ in groupby(house.titles())] == list(reversed(KINDS))
    assert {row["state"] for row in await house.occurrences()} == {"sent"}
    assert len(await house.deliveries()) == NUMBER
    assert figures.longest_stall_s < LONGEST_STALL_S
    await house.close()
