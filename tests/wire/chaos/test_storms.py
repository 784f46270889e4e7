"""Discord says no for a while: too many requests, server errors, closed DMs."""

from __future__ import annotations

import pytest

from tests.loopback.client import SEND
from tests.wire.chaos.audit import (
    LEDGER_SLACK,
    MOST_PER_S,
    expect_each_exactly_once,
    expect_no_second_too_full,
    until_all_are_sent,
)
from tests.wire.chaos.bots import TellingBot
from tests.wire.chaos.crowd import Crowd, seed

pytestmark = pytest.mark.wire
PATIENCE_S = 110
STATUSES = ((500, False), (502, True), (503, True))


async def too_many_requests(loopback, share, *, is_global):
    await loopback.fault(
        "rate", route=SEND, probability=share, retry_after_s=0.4, is_global=is_global, seed=7
    )


async def server_errors(loopback, share):
    """Of each kind an equal part; most of them after the message was stored."""
    for number, (status, after) in enumerate(STATUSES):
        what = {"status": status, "after": after, "seed": number}
        await loopback.fault("status", route=SEND, probability=share / len(STATUSES), **what)


@pytest.mark.parametrize(
    ("number", "closed"),
    [
        pytest.param(45, 3, id="short"),
        pytest.param(600, 20, id="long", marks=pytest.mark.chaos),
    ],
)
async def test_a_storm_of_429s_and_server_errors_delays_and_loses_nothing(
    tmp_path, loopback, number, closed
):
    crowd = await Crowd.gather(loopback, number)
    await seed(tmp_path, crowd)
    unwilling, willing = crowd.people[:closed], crowd.people[closed:]
    for person in unwilling:
        await loopback.close_dms(person.user)
    # A 429 that only the ledger's late look would earn is none of the storm.
    await loopback.config(global_per_s=MOST_PER_S + LEDGER_SLACK)
    for is_global in (False, True):
        await too_many_requests(loopback, 0.1, is_global=is_global)
    await server_errors(loopback, 0.1)

    with TellingBot(tmp_path, loopback) as bot:
        await until_all_are_sent(tmp_path, len(willing), timeout_s=PATIENCE_S)
        assert bot.terminate() == 0

    counts = await loopback.counts()
    await expect_no_second_too_full(loopback, bot.departures_s)
    assert counts["status"]["403"] == closed
    # Every 429 was the storm's own: the bot has earned none.
    assert counts["status"]["429"] == counts["faults"]["rate"] > 0
    assert counts["faults"]["status"] > 0
    await expect_each_exactly_once(loopback, tmp_path, willing, unreachable=closed)
