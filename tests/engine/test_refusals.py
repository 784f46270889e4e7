"""A busy database and faults of our own: the engine goes on by itself."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from bot.delivery.messenger import (
    Sent,
)
from bot.domain.occurrence import DueSchedule, State
from bot.store import planning
from bot.store.connection import Reads
from tests.engine.house import House


async def test_a_refused_note_is_made_later_and_the_message_not_sent_again(
    engine_house: House,
) -> None:
    (mia,) = await engine_house.reminders()
    held = engine_house.discord.hold(stores=True)
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.inbox(mia))

    engine_house.store.refusals = 1
    held.set_result(None)
    await engine_house.engine.idle()
    assert await engine_house.states() == [State.SENDING]
    await engine_house.run_until_quiet()

    assert await engine_house.states() == [State.SENT]
    assert len(engine_house.discord.asked("send")) == 1


async def test_what_is_wished_for_now_tells_its_outcome_though_it_could_not_be_noted(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    occurrence = await engine_house.right_now(mia, "notice")
    held = engine_house.discord.hold(stores=True)
    wish = asyncio.create_task(engine_house.engine.deliver_now(occurrence, timeout_s=5))
    await engine_house.until(lambda: engine_house.inbox(mia))

    engine_house.store.refusals = 1
    held.set_result(None)

    assert isinstance(await wish, Sent)
    await engine_house.run_until_quiet()
    assert await engine_house.states() == [State.SENT]


async def test_what_cannot_even_be_claimed_now_comes_later(engine_house: House) -> None:
    mia = await engine_house.member()
    occurrence = await engine_house.right_now(mia, "notice")
    engine_house.store.refusals = 1

    assert await engine_house.engine.deliver_now(occurrence, timeout_s=5) is None

    await engine_house.run_until_quiet()
    assert len(engine_house.inbox(mia)) == 1


async def test_a_channel_that_could_not_be_noted_is_opened_again(engine_house: House) -> None:
    mia = await engine_house.member(channel=False)
    await engine_house.once(mia, "own_reminder", "2026-11-23 09:00")
    held = engine_house.discord.hold(to="open")
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.discord.asked("open"))

    engine_house.store.refusals = 1
    held.set_result(None)
    await engine_house.travel(minutes=5)

    assert len(engine_house.inbox(mia)) == 1
    assert await engine_house.states() == [State.SENT]


@pytest.mark.parametrize("refusals", [1, 2, 3])
async def test_after_a_refusal_the_engine_wakes_by_itself(
    engine_house: House, monkeypatch: pytest.MonkeyPatch, refusals: int
) -> None:
    monkeypatch.setattr("bot.delivery.engine.FAULT_PAUSE_S", 0.005)
    (mia,) = await engine_house.reminders()
    engine_house.store.refusals = refusals

    engine_house.engine.wake()

    await engine_house.until(lambda: engine_house.inbox(mia))
    assert engine_house.store.refusals == 0


async def test_after_a_fault_of_its_own_the_engine_wakes_by_itself_and_says_where_it_was(
    engine_house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.delivery.engine.FAULT_PAUSE_S", 0.005)
    real = planning.due
    faults = iter([ValueError("words of a member"), None])

    async def fails_once(reads: Reads, now_at: datetime, at_most: int) -> list[DueSchedule]:
        fault = next(faults, None)
        if fault is not None:
            raise fault
        return await real(reads, now_at, at_most)

    monkeypatch.setattr(planning, "due", fails_once)
    (mia,) = await engine_house.reminders()
    engine_house.engine.wake()

    await engine_house.until(lambda: engine_house.inbox(mia))
    (told,) = [record for record in caplog.records if record.msg == "engine.fault"]
    assert vars(told)["error"] == "ValueError"
    assert Path(__file__).name in vars(told)["where"]
    assert "words of a member" not in str(vars(told))
