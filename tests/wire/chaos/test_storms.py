"""Discord says no for a while: too many requests, server errors, closed DMs."""

from __future__ import annotations

import pytest

from tests.loopback.client import SEND
from tests.wire.chaos.audit import (
    READ_ITS_HISTORY,
    expect_each_exactly_once,
    record,
    requests,
    until_all_are_sent,
)
from tests.wire.chaos.crowd import Crowd, seed
from tests.wire.running_bot import RunningBot

pytestmark = pytest.mark.wire
chaos = pytest.mark.chaos
MOST_PER_S = 50
PATIENCE_S = 200


async def server_errors(loopback, share):
    """One in ten, in equal parts, some after the message was stored."""
    for seed_, (status, after) in enumerate(((500, False), (502, True), (503, True))):
        await loopback.fault(
            "status", status=status, after=after, route=SEND, probability=share / 3, seed=seed_
        )


@pytest.mark.parametrize("is_global", [False, True], ids=["route", "global"])
@pytest.mark.parametrize(
    ("number", "closed"),
    [pytest.param(60, 3, id="short"), pytest.param(600, 20, id="long", marks=chaos)],
)
async def test_a_storm_of_429s_and_server_errors_delays_and_loses_nothing(
    tmp_path, loopback, number, closed, is_global
):
    crowd = await Crowd.gather(loopback, number)
    await seed(tmp_path, crowd)
    *reachable, = crowd.people[closed:]
    for person in crowd.people[:closed]:
        await loopback.close_dms(person.user)
    await loopback.fault(
        "rate", route=SEND, probability=0.2, retry_after_s=0.5, is_global=is_global, seed=7
    )
    await server_errors(loopback, 0.1)

    with RunningBot(tmp_path, loopback) as bot:
        await until_all_are_sent(tmp_path, len(reachable), timeout_s=PATIENCE_S)
        assert bot.terminate() == 0

    counts = await loopback.counts()
    print(counts)
    assert record(tmp_path).states == {"sent": number - closed, "unreachable": closed}
