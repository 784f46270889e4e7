"""Kill -9 at any moment, again and again: each message is stored once, and none is missing."""

from __future__ import annotations

import asyncio
import os
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
# A kill falls up to so long after a message was stored: before its answer, its mark, the next one.
JITTER_S = 0.3
# Every sixth kill falls into the start instead.
START_S = 0.8


def new_dice():
    """Other ones each time; their seed is printed, and ``CHAOS_SEED`` throws the same again."""
    chosen = int(os.environ.get("CHAOS_SEED") or random.randrange(10**9))
    print(f"CHAOS_SEED={chosen}")
    return random.Random(chosen)


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
    await expect_each_exactly_once(loopback, folder, crowd.people)


@pytest.mark.parametrize(
    ("number", "kills"),
    [pytest.param(45, 4, id="short"), pytest.param(300, 24, id="long", marks=chaos)],
)
async def test_killed_at_random_moments_it_sends_each_message_once(
    tmp_path, loopback, number, kills
):
    dice = new_dice()
    crowd = await Crowd.gather(loopback, number)
    await seed(tmp_path, crowd)
    await answers_get_lost(loopback, dice)

    for n in range(1, kills + 1):
        before = (await loopback.counts())["messages"]
        assert before < number, "nothing is left to be killed in the middle of"
        with RunningBot(tmp_path, loopback) as bot:
            if n % 6 == 0:
                await asyncio.sleep(dice.uniform(0, START_S))
            else:
                await reach(loopback, min(before + dice.randint(1, 5), number))
                await asyncio.sleep(dice.uniform(0, JITTER_S))
            bot.process.kill()
            expect_death(bot)
        await expect_nothing_doubled(loopback)

    await finish(loopback, tmp_path, crowd)


NAMED = ("after plan", "in mid-settle", "after opening", "after claim", "after sending")


async def die_at_each(loopback, folder, points):
    """One life after another, each a little further along."""
    for point in points:
        if point.endswith("doubt"):
            await loopback.fault("lost", route=SEND, count=1)
        with dying_bot(folder, loopback, point) as bot:
            expect_death(bot)
        await expect_nothing_doubled(loopback)


@pytest.mark.parametrize(
    ("points", "number"),
    [pytest.param(NAMED, 30, id="short"), pytest.param(POINTS, 240, id="long", marks=chaos)],
)
async def test_one_life_after_another_ends_at_a_named_point(tmp_path, loopback, points, number):
    dice = new_dice()
    crowd = await Crowd.gather(loopback, number)
    await seed(tmp_path, crowd, unopened=number // 10)
    await answers_get_lost(loopback, dice)

    await die_at_each(loopback, tmp_path, points)

    await finish(loopback, tmp_path, crowd)


@chaos
async def test_history_alone_suffices_when_discord_forgets_every_nonce_at_once(tmp_path, loopback):
    crowd = await Crowd.gather(loopback, 400)
    await seed(tmp_path, crowd, unopened=20)
    # No answer is lost here: within one process it is the nonce that tells.
    await loopback.config(latency_s=LATENCY_S, nonce_window_s=0)

    await die_at_each(loopback, tmp_path, [point for point in POINTS if "doubt" not in point])

    await finish(loopback, tmp_path, crowd)
