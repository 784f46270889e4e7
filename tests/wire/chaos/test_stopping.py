"""SIGTERM in the middle of a burst: what is on its way arrives, what is not waits, once each."""

from __future__ import annotations

import asyncio
import signal
import time

import pytest

from tests.loopback.client import eventually
from tests.wire.chaos.audit import (
    expect_each_exactly_once,
    record,
    sent,
    until_all_are_sent,
)
from tests.wire.chaos.crowd import Crowd, seed
from tests.wire.running_bot import RunningBot

pytestmark = pytest.mark.wire

NUMBER = 60
ON_THEIR_WAY = 20
STOPS_WITHIN_S = 35
# Longer than a test may take: whoever waited for an answer would be seen waiting.
NEVER_S = 120.0


async def a_burst_under_way(loopback, folder, *, latency_s):
    crowd = await Crowd.gather(loopback, NUMBER)
    await seed(folder, crowd, heard=True)
    await loopback.config(latency_s=latency_s)
    return crowd


async def finish(loopback, folder, crowd):
    with RunningBot(folder, loopback) as bot:
        await until_all_are_sent(folder, len(crowd))
        assert bot.terminate() == 0
    await expect_each_exactly_once(loopback, folder, crowd.people)


async def test_sigterm_lets_what_is_on_its_way_arrive_and_keeps_the_rest(tmp_path, loopback):
    crowd = await a_burst_under_way(loopback, tmp_path, latency_s=0.4)
    with RunningBot(tmp_path, loopback) as bot:
        await eventually(loopback.counts, until=lambda c: c["messages"] >= ON_THEIR_WAY)
        assert bot.terminate(STOPS_WITHIN_S) == 0

    stored = await sent(loopback)
    assert ON_THEIR_WAY <= len(stored) < NUMBER
    # Nothing is in doubt: every answer was waited for and written down.
    assert record(tmp_path).states == {"sent": len(stored), "queued": NUMBER - len(stored)}
    assert "Traceback" not in bot.words

    await loopback.config(latency_s=0)
    await finish(loopback, tmp_path, crowd)
    assert "recovery" not in bot.words


async def test_a_second_sigterm_ends_it_at_once_and_the_next_start_clears_up(tmp_path, loopback):
    crowd = await a_burst_under_way(loopback, tmp_path, latency_s=0)
    with RunningBot(tmp_path, loopback) as bot:
        await eventually(loopback.counts, until=lambda c: c["messages"] >= ON_THEIR_WAY)
        await loopback.config(latency_s=NEVER_S)
        # Until the workers all wait for answers that will not come.
        await asyncio.sleep(0.5)
        bot.process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.5)
        assert bot.process.poll() is None
        asked_again_s = time.monotonic()
        assert bot.terminate(10) in (0, 1)
        assert time.monotonic() - asked_again_s < 3
    assert record(tmp_path).in_doubt > 0
    assert "Traceback" not in bot.words

    await loopback.config(latency_s=0)
    await finish(loopback, tmp_path, crowd)
    assert "recovery.looked_up" in bot.words
