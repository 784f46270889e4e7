"""Kill -9 at any moment, again and again: each message is stored once, and none is missing."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.loopback.client import SEND, eventually
from tests.wire.chaos.audit import (
    expect_each_exactly_once,
    expect_nothing_doubled,
    until_all_are_sent,
)
from tests.wire.chaos.bots import dying_bot, expect_death
from tests.wire.chaos.crash_points import POINTS
from tests.wire.chaos.crowd import Crowd, seed
from tests.wire.running_bot import RunningBot

pytestmark = pytest.mark.wire
chaos = pytest.mark.chaos

LATENCY_S = 0.1
LOST_SHARE = 0.1
# A kill falls up to so long after the message it follows: before it is stored, answered or noted.
JITTER_S = 0.4


async def answers_get_lost(loopback, dice):
    await loopback.config(latency_s=LATENCY_S)
    await loopback.fault("lost", route=SEND, probability=LOST_SHARE, seed=dice.randrange(1000))


async def reach(loopback, number):
    """Wait until so many messages are stored."""
    await eventually(loopback.counts, until=lambda c: c["messages"] >= number, timeout_s=60)


async def finish(loopback, folder, crowd):
    """One more start, in peace."""
    with RunningBot(folder, loopback) as bot:
        await until_all_are_sent(folder, len(crowd))
        assert bot.terminate() == 0
    await expect_each_exactly_once(loopback, folder, crowd)


@pytest.mark.parametrize(
    ("number", "kills"),
    [pytest.param(60, 5, id="short"), pytest.param(300, 24, id="long", marks=chaos)],
)
async def test_killed_at_random_moments_it_sends_each_message_once(
    tmp_path, loopback, number, kills
):
    chosen = random.randrange(10**9)
    print(f"seed {chosen}")
    dice = random.Random(chosen)
    crowd = await Crowd.gather(loopback, number)
    await seed(tmp_path, crowd)
    await answers_get_lost(loopback, dice)

    # Spread over all that is sent, so that every kill falls into the sending.
    for stored in sorted(dice.sample(range(number - number // 10), kills)):
        with RunningBot(tmp_path, loopback) as bot:
            await reach(loopback, stored)
            await asyncio.sleep(dice.uniform(0, JITTER_S))
            bot.process.kill()
            expect_death(bot)
        await expect_nothing_doubled(loopback)

    await finish(loopback, tmp_path, crowd)


NAMED = ("after plan", "in mid-settle", "after opening", "after claim", "after sending")


@pytest.mark.parametrize(
    ("points", "number"),
    [pytest.param(NAMED, 30, id="short"), pytest.param(POINTS, 120, id="long", marks=chaos)],
)
async def test_one_life_after_another_ends_at_a_named_point(tmp_path, loopback, points, number):
    chosen = random.randrange(10**9)
    print(f"seed {chosen}")
    dice = random.Random(chosen)
    crowd = await Crowd.gather(loopback, number)
    await seed(tmp_path, crowd, unopened=number // 10)
    await answers_get_lost(loopback, dice)

    for point in points:
        with dying_bot(tmp_path, loopback, point) as bot:
            expect_death(bot)
        await expect_nothing_doubled(loopback)

    await finish(loopback, tmp_path, crowd)
