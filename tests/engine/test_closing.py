"""A stop in good order, and one that has to cut something off."""

from __future__ import annotations

import asyncio

from bot.delivery.messenger import (
    Refused,
    RefusedReason,
)
from bot.delivery.pacing import Pace
from bot.domain.occurrence import State
from tests.engine.conftest import BuildHouse
from tests.engine.house import House
from tests.fakes import doubled


async def test_a_stop_lets_sends_in_flight_finish_and_notes_them(engine_house: House) -> None:
    residents = await engine_house.reminders(3)
    holds = [engine_house.discord.hold(user=one.user) for one in residents]
    engine_house.engine.wake()
    await engine_house.until(lambda: len(engine_house.discord.asked("send")) == 3)

    stopping = asyncio.create_task(engine_house.engine.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    for held in holds:
        held.set_result(None)
    await stopping

    assert await engine_house.states() == [State.SENT] * 3


async def test_a_stop_gives_back_what_was_claimed_and_not_tried(small_house: House) -> None:
    first, *_ = residents = await small_house.reminders(4)
    held = small_house.discord.hold(user=first.user)
    small_house.engine.wake()
    await small_house.until(lambda: small_house.discord.asked("send"))
    assert await small_house.states() == [State.SENDING] * 4

    stopping = asyncio.create_task(small_house.engine.stop())
    await asyncio.sleep(0)
    held.set_result(None)
    await stopping

    assert await small_house.states() == [State.SENT, *[State.QUEUED] * 3]
    assert [row["attempts"] for row in await small_house.occurrences()] == [1, 0, 0, 0]
    await small_house.reopen(minutes=10)
    await small_house.run_until_quiet()
    assert [len(small_house.inbox(one)) for one in residents] == [1] * 4
    assert small_house.discord.asked("find") == []


async def test_what_a_stop_had_to_cut_off_is_looked_up_at_the_next_start(
    small_house: House,
) -> None:
    first, second = await small_house.reminders(2)
    small_house.discord.hold(user=first.user, stores=True)
    small_house.engine.wake()
    await small_house.until(lambda: small_house.inbox(first))

    await small_house.engine.stop()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert await small_house.states() == [State.SENDING, State.QUEUED]
    await small_house.reopen(minutes=10)
    await small_house.run_until_quiet()

    assert len(small_house.discord.asked("find")) == 1
    assert [len(small_house.inbox(one)) for one in (first, second)] == [1, 1]
    assert await small_house.states() == [State.SENT, State.SENT]


async def test_a_stop_whose_last_notes_are_refused_leaves_them_to_the_next_start(
    small_house: House,
) -> None:
    first, *_ = await small_house.reminders(3)
    held = small_house.discord.hold(user=first.user)
    small_house.engine.wake()
    await small_house.until(lambda: small_house.discord.asked("send"))

    small_house.store.refusals = 100
    stopping = asyncio.create_task(small_house.engine.stop())
    await asyncio.sleep(0)
    held.set_result(None)
    await stopping
    await small_house.reopen(minutes=10)
    await small_house.run_until_quiet()

    assert await small_house.states() == [State.SENT] * 3
    assert not doubled(small_house.discord.messages)


async def test_after_a_stop_neither_a_wake_nor_a_wish_for_now_does_anything(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.engine.stop()
    occurrence = await engine_house.right_now(mia, "notice")

    engine_house.engine.wake()
    outcome = await engine_house.engine.deliver_now(occurrence, timeout_s=1)
    await engine_house.engine.idle()

    assert outcome is None
    assert engine_house.discord.requests == []
    assert await engine_house.states() == [State.QUEUED]


async def test_a_wish_for_now_that_a_stop_cut_off_was_not_sent(small_house: House) -> None:
    mia = await small_house.member()
    occurrence = await small_house.right_now(mia, "notice")
    small_house.discord.hold()
    wish = asyncio.create_task(small_house.engine.deliver_now(occurrence, timeout_s=5))
    await small_house.until(lambda: small_house.discord.asked("send"))

    await small_house.engine.stop()

    assert await wish is None
    await small_house.reopen(minutes=10)
    await small_house.run_until_quiet()
    assert len(small_house.inbox(mia)) == 1


async def test_a_stop_that_may_not_wait_cuts_off_at_once(engine_house: House) -> None:
    (mia,) = await engine_house.reminders()
    engine_house.discord.hold()
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.discord.asked("send"))

    await engine_house.engine.stop(within_s=0)

    assert await engine_house.states() == [State.SENDING]
    await engine_house.reopen(minutes=1)
    await engine_house.run_until_quiet()
    assert len(engine_house.inbox(mia)) == 1


async def test_a_refused_token_stops_all_sending_and_is_told(small_house: House) -> None:
    residents = await small_house.reminders(4)
    small_house.discord.answer(Refused(RefusedReason.TOKEN, 0))
    told: list[str] = []
    small_house.engine.when_token_refused(lambda: told.append("refused"))

    small_house.engine.wake()
    await small_house.engine.idle()
    small_house.engine.wake()
    await small_house.engine.idle()

    assert told == ["refused"]
    assert len(small_house.discord.requests) == 1
    assert await small_house.states() == [State.QUEUED] * 4
    await small_house.reopen(hours=1)
    await small_house.run_until_quiet()
    assert [len(small_house.inbox(one)) for one in residents] == [1] * 4


async def test_no_more_than_the_workers_send_at_the_same_time(engine_house: House) -> None:
    await engine_house.reminders(60)

    await engine_house.run_until_quiet()

    assert engine_house.discord.most_at_once <= Pace().workers
    assert await engine_house.states() == [State.SENT] * 60


async def test_slow_answers_let_no_more_than_the_workers_out(build_house: BuildHouse) -> None:
    house = await build_house(pace=Pace(workers=2, settle_every_s=0.001, stop_within_s=0.05))
    residents = await house.reminders(4)
    holds = [house.discord.hold(user=one.user) for one in residents]
    house.engine.wake()
    await house.until(lambda: len(house.discord.asked("send")) == 2)

    # Several rounds of settling go by while nobody answers.
    waited = asyncio.create_task(house.engine.idle())
    await asyncio.wait({waited}, timeout=0.05)
    assert len(house.discord.asked("send")) == 2

    for held in holds:
        held.set_result(None)
    await waited
    assert await house.states() == [State.SENT] * 4
