"""Many due at once: how fast they leave, never too fast, and who presses a button does not wait."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from tests.loopback.client import eventually
from tests.wire.chaos.audit import (
    expect_each_exactly_once,
    expect_no_second_too_full,
    sent,
    until_all_are_sent,
)
from tests.wire.chaos.bots import TellingBot
from tests.wire.chaos.crowd import Crowd, seed

pytestmark = pytest.mark.wire
chaos = pytest.mark.chaos

LATENCY_S = 0.1
LEAST_PER_S = 42
A_HANDFUL = 5
ASKED_EVERY_S = 0.2
ANSWERED_WITHIN_S = 0.3
# The bot's start; then all become due together, in front of a bot that is connected.
DUE_IN_S = 3.0
PATIENCE_S = 110


async def ask_now_and_then(loopback, crowd, asked):
    """Somebody else uses a command every 200 ms. Notes the interactions."""
    for turn in range(10**6):
        command = ("help", "posture now")[turn % 2]
        user = crowd.people[turn % len(crowd)].user
        asked.append(
            (await loopback.inject("slash", user, command=command, guild=crowd.guild))["id"]
        )
        await asyncio.sleep(ASKED_EVERY_S)


async def answered_after_s(loopback, asked):
    """How long each had to wait for its answer, the quickest first."""
    answers = [await loopback.answer(interaction) for interaction in asked]
    return sorted(answer["answered_after_s"] for answer in answers)


@pytest.mark.parametrize(
    "number", [pytest.param(120, id="short"), pytest.param(2000, id="long", marks=chaos)]
)
async def test_all_that_is_due_at_once_leaves_at_full_speed_and_commands_are_answered_meanwhile(
    tmp_path, loopback, number
):
    crowd = await Crowd.gather(loopback, number)
    await seed(tmp_path, crowd, heard=True, due_in_s=DUE_IN_S)
    await loopback.config(latency_s=LATENCY_S)
    asked = []
    with TellingBot(tmp_path, loopback) as bot:
        await eventually(loopback.counts, until=lambda counts: counts["identifies"])
        asking = asyncio.create_task(ask_now_and_then(loopback, crowd, asked))
        await until_all_are_sent(tmp_path, number, timeout_s=PATIENCE_S)
        asking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asking
        waits_s = await answered_after_s(loopback, asked)
        assert bot.terminate() == 0

    stored = [message["stored_at"] for message in await sent(loopback)]
    per_s = (len(stored) - 1) / (max(stored) - min(stored))
    counts = await loopback.counts()
    p99_s = waits_s[int(len(waits_s) * 0.99)]
    print(f"{per_s:.1f}/s, {len(asked)} commands answered, p99 {p99_s:.3f} s, {counts['status']}")
    assert per_s >= LEAST_PER_S
    await expect_no_second_too_full(loopback, bot.departures_s)
    assert counts["status"].get("429", 0) <= A_HANDFUL
    assert p99_s <= ANSWERED_WITHIN_S
    await expect_each_exactly_once(loopback, tmp_path, crowd.people)
