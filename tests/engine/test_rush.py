"""Ten thousand due at the same minute: each exactly once, lanes in order, the loop never stuck."""

from __future__ import annotations

from itertools import groupby

from tests.engine.house import House
from tests.engine.rush import KINDS, crowd, serve
from tests.fakes import doubled

NUMBER = 10_000
# Generous, for a slow machine with other work: on two free cores it is a few milliseconds.
LONGEST_STALL_S = 0.5


async def test_ten_thousand_due_at_once_each_get_theirs_once_and_in_order(
    engine_house: House,
) -> None:
    await crowd(engine_house, NUMBER)

    figures = await serve(engine_house, NUMBER)

    messages = engine_house.discord.messages
    assert len({one.user for one in messages}) == len(messages) == NUMBER
    assert not doubled(messages)
    assert [kind for kind, _ in groupby(engine_house.titles())] == list(reversed(KINDS))
    assert {row["state"] for row in await engine_house.occurrences()} == {"sent"}
    assert len(await engine_house.deliveries()) == NUMBER
    assert figures.longest_stall_s < LONGEST_STALL_S
