"""When the engine looks for what is due, and what a wall clock that jumps does to it."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery.pacing import Pace
from bot.domain.occurrence import State
from bot.store import planning
from bot.store.connection import Reads
from tests.engine.conftest import BuildHouse
from tests.engine.house import House
from tests.engine.residents import Resident, at
from tests.fakes import doubled


@pytest.fixture
async def watchful_house(build_house: BuildHouse) -> House:
    """The clock is looked at all the time."""
    return await build_house(pace=Pace(safety_tick_s=0.005))


async def test_a_wake_is_enough_to_send_what_has_become_due(engine_house: House) -> None:
    (mia,) = await engine_house.reminders()

    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.inbox(mia))

    assert engine_house.times(mia) == ["23 09:00"]


async def test_many_wakes_at_once_send_once(engine_house: House) -> None:
    (mia,) = await engine_house.reminders()

    for _ in range(20):
        engine_house.engine.wake()
        await asyncio.sleep(0)
    await engine_house.engine.idle()

    assert len(engine_house.inbox(mia)) == 1


async def test_a_change_of_the_clock_is_seen_within_a_safety_tick(watchful_house: House) -> None:
    mia = await watchful_house.member()
    await watchful_house.once(mia, "own_reminder", "2026-11-23 15:00")
    await watchful_house.run_until_quiet()

    watchful_house.sleep_until("2026-11-23 15:00")

    await watchful_house.until(lambda: watchful_house.inbox(mia))
    assert watchful_house.times(mia) == ["23 15:00"]


async def test_a_wake_during_the_last_look_for_what_comes_next_is_not_lost(
    engine_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = planning.next_wake_at
    wakes: list[Resident] = []

    async def something_becomes_due_meanwhile(reads: Reads) -> object:
        seen = await real(reads)
        if not wakes:
            wakes.extend(await engine_house.reminders())
            engine_house.engine.wake()
        return seen

    monkeypatch.setattr(planning, "next_wake_at", something_becomes_due_meanwhile)
    engine_house.engine.wake()
    await engine_house.engine.idle()

    assert len(engine_house.inbox(wakes[0])) == 1


async def test_nothing_is_sent_before_the_engine_has_started(engine_house: House) -> None:
    await engine_house.engine.stop()
    (mia,) = await engine_house.reminders()

    engine_house.engine.wake()
    await engine_house.engine.idle()
    assert engine_house.inbox(mia) == []

    await engine_house.start()
    await engine_house.engine.idle()
    assert len(engine_house.inbox(mia)) == 1


async def test_a_clock_set_back_an_hour_doubles_nothing(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "own_reminder", "09:00", "10:00")
    await engine_house.run_until_quiet()

    engine_house.clock.move_to(at("2026-11-23 08:00"))
    await engine_house.travel_to("2026-11-23 11:00")

    assert engine_house.times(mia) == ["23 09:00", "23 10:00"]
    assert not doubled(engine_house.discord.messages)


async def test_a_clock_set_back_stops_nothing_that_is_new(watchful_house: House) -> None:
    await watchful_house.reminders()
    await watchful_house.run_until_quiet()

    watchful_house.clock.move_to(at("2026-11-23 08:00"))
    ben = await watchful_house.member()
    await watchful_house.once(ben, "own_reminder", "2026-11-23 08:00")

    await watchful_house.until(lambda: watchful_house.inbox(ben))
    assert watchful_house.times(ben) == ["23 08:00"]


async def test_a_doubt_from_before_the_clock_was_set_back_is_asked_of_history(
    engine_house: House,
) -> None:
    (mia,) = await engine_house.reminders()
    engine_house.discord.lose_answer()
    await engine_house.run_until_quiet()

    # By the wall clock it is two seconds old when it is due again; in truth an hour has passed.
    engine_house.clock.move_to(at("2026-11-23 08:00"))
    await engine_house.run_until_quiet()
    engine_house.discord.forget_nonces()
    await engine_house.travel_to("2026-11-23 10:00")

    assert [request.what for request in engine_house.discord.requests] == ["send", "find"]
    assert len(engine_house.inbox(mia)) == 1
    assert await engine_house.states() == [State.SENT]
