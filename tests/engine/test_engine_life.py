"""The engine's own life: starting, waking, stopping, and going on after what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery.engine import Pace
from bot.delivery.messenger import (
    Refused,
    RefusedReason,
    RetryAt,
    RetryReason,
    Sent,
    Unreachable,
    UnreachableReason,
)
from bot.domain.occurrence import State
from bot.store import planning
from bot.store.connection import Reads
from tests.engine.house import House
from tests.engine.residents import Resident, at
from tests.fakes import doubled


@pytest.fixture
async def small_house(tmp_path: Path) -> AsyncIterator[House]:
    """One worker, and a stop that waits a moment only."""
    pace = Pace(workers=1, stop_within_s=0.05)
    house = await House.build(tmp_path / "unknot.db", pace=pace)
    try:
        yield house
    finally:
        await house.close()


@pytest.fixture
async def watchful_house(tmp_path: Path) -> AsyncIterator[House]:
    """The clock is looked at all the time."""
    house = await House.build(tmp_path / "unknot.db", pace=Pace(safety_tick_s=0.005))
    try:
        yield house
    finally:
        await house.close()


async def reminders(house: House, number: int = 1) -> list[Resident]:
    """So many members with one reminder each, due now."""
    residents = [await house.member() for _ in range(number)]
    for resident in residents:
        await house.once(resident, "own_reminder", "2026-11-23 09:00")
    return residents


# Waking


async def test_a_wake_is_enough_to_send_what_has_become_due(engine_house: House) -> None:
    (mia,) = await reminders(engine_house)

    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.inbox(mia))

    assert engine_house.times(mia) == ["23 09:00"]


async def test_many_wakes_at_once_send_once(engine_house: House) -> None:
    (mia,) = await reminders(engine_house)

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
            wakes.extend(await reminders(engine_house))
            engine_house.engine.wake()
        return seen

    monkeypatch.setattr(planning, "next_wake_at", something_becomes_due_meanwhile)
    engine_house.engine.wake()
    await engine_house.engine.idle()

    assert len(engine_house.inbox(wakes[0])) == 1


async def test_nothing_is_sent_before_the_engine_has_started(tmp_path: Path) -> None:
    house = await House.build(tmp_path / "unknot.db")
    await house.engine.stop()
    (mia,) = await reminders(house)

    house.engine.wake()
    await house.engine.idle()
    assert house.inbox(mia) == []

    await house.start()
    await house.engine.idle()
    assert len(house.inbox(mia)) == 1
    await house.close()


# The wall clock


async def test_a_clock_set_back_an_hour_doubles_nothing(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "own_reminder", "09:00", "10:00")
    await engine_house.run_until_quiet()

    engine_house.clock.move_to(at("2026-11-23 08:00"))
    await engine_house.travel_to("2026-11-23 11:00")

    assert engine_house.times(mia) == ["23 09:00", "23 10:00"]
    assert not doubled(engine_house.discord.messages)


async def test_a_clock_set_back_stops_nothing_that_is_new(watchful_house: House) -> None:
    await reminders(watchful_house)
    await watchful_house.run_until_quiet()

    watchful_house.clock.move_to(at("2026-11-23 08:00"))
    ben = await watchful_house.member()
    await watchful_house.once(ben, "own_reminder", "2026-11-23 08:00")

    await watchful_house.until(lambda: watchful_house.inbox(ben))
    assert watchful_house.times(ben) == ["23 08:00"]


async def test_a_doubt_from_before_the_clock_was_set_back_is_asked_of_history(
    engine_house: House,
) -> None:
    (mia,) = await reminders(engine_house)
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


# Stopping


async def test_a_stop_lets_sends_in_flight_finish_and_notes_them(engine_house: House) -> None:
    residents = await reminders(engine_house, 3)
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
    first, *_ = residents = await reminders(small_house, 4)
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
    first, second = await reminders(small_house, 2)
    small_house.discord.hold(user=first.user, stores=True)
    small_house.engine.wake()
    await small_house.until(lambda: small_house.inbox(first))

    await small_house.engine.stop()
    assert await small_house.states() == [State.SENDING, State.QUEUED]
    await small_house.reopen(minutes=10)
    await small_house.run_until_quiet()

    assert len(small_house.discord.asked("find")) == 1
    assert [len(small_house.inbox(one)) for one in (first, second)] == [1, 1]
    assert await small_house.states() == [State.SENT, State.SENT]


async def test_a_stop_whose_last_notes_are_refused_leaves_them_to_the_next_start(
    small_house: House,
) -> None:
    first, *_ = await reminders(small_house, 3)
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
    (mia,) = await reminders(engine_house)
    engine_house.discord.hold()
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.discord.asked("send"))

    await engine_house.engine.stop(within_s=0)

    assert await engine_house.states() == [State.SENDING]
    await engine_house.reopen(minutes=1)
    await engine_house.run_until_quiet()
    assert len(engine_house.inbox(mia)) == 1


async def test_a_refused_token_stops_all_sending_and_is_told(small_house: House) -> None:
    residents = await reminders(small_house, 4)
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
    await reminders(engine_house, 60)

    await engine_house.run_until_quiet()

    assert engine_house.discord.most_at_once <= Pace().workers
    assert await engine_house.states() == [State.SENT] * 60


async def test_slow_answers_let_no_more_than_the_workers_out(tmp_path: Path) -> None:
    pace = Pace(workers=2, settle_every_s=0.001, stop_within_s=0.05)
    house = await House.build(tmp_path / "unknot.db", pace=pace)
    residents = await reminders(house, 4)
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
    await house.close()


# Now, ahead of its turn


async def test_what_is_wished_for_now_is_sent_and_its_outcome_told(engine_house: House) -> None:
    mia = await engine_house.member()
    occurrence = await engine_house.right_now(mia, "notice")

    outcome = await engine_house.engine.deliver_now(occurrence, timeout_s=5)

    assert outcome == Sent(engine_house.inbox(mia)[0].id)
    assert await engine_house.states() == [State.SENT]


@pytest.mark.parametrize(
    "outcome",
    [Unreachable(UnreachableReason.CLOSED), RetryAt(60, RetryReason.RATE_LIMITED)],
)
async def test_what_is_wished_for_now_and_fails_tells_how(
    engine_house: House, outcome: Unreachable | RetryAt
) -> None:
    mia = await engine_house.member()
    engine_house.discord.answer(outcome)
    occurrence = await engine_house.right_now(mia, "notice")

    assert await engine_house.engine.deliver_now(occurrence, timeout_s=5) == outcome


async def test_a_member_who_has_to_wait_for_the_opening_of_channels_is_told_how_long(
    engine_house: House,
) -> None:
    outcomes = []
    for _ in range(7):
        member = await engine_house.member(channel=False)
        occurrence = await engine_house.right_now(member, "notice")
        outcomes.append(await engine_house.engine.deliver_now(occurrence, timeout_s=5))

    assert outcomes[5:] == [
        RetryAt(2, RetryReason.OPENING_PAUSED),
        RetryAt(4, RetryReason.OPENING_PAUSED),
    ]


async def test_after_its_time_is_up_the_engine_goes_on_and_sends_once(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    occurrence = await engine_house.right_now(mia, "notice")
    held = engine_house.discord.hold(stores=True)

    assert await engine_house.engine.deliver_now(occurrence, timeout_s=0.01) is None
    engine_house.engine.wake()
    held.set_result(None)
    await engine_house.run_until_quiet()

    assert len(engine_house.inbox(mia)) == 1
    assert await engine_house.states() == [State.SENT]


async def test_what_may_not_leave_now_is_not_sent_ahead_either(engine_house: House) -> None:
    mia = await engine_house.member(quiet="08:00-12:00")
    occurrence = await engine_house.right_now(mia, "notice")

    assert await engine_house.engine.deliver_now(occurrence, timeout_s=5) is None

    await engine_house.travel_to("2026-11-23 12:00")
    assert engine_house.times(mia) == ["23 12:00"]


async def test_what_is_wished_for_twice_is_sent_once(engine_house: House) -> None:
    mia = await engine_house.member()
    occurrence = await engine_house.right_now(mia, "notice")

    engine_house.engine.wake()
    outcomes = await asyncio.gather(
        *(engine_house.engine.deliver_now(occurrence, timeout_s=5) for _ in range(3))
    )
    await engine_house.engine.idle()

    assert len(engine_house.inbox(mia)) == 1
    assert sum(outcome is not None for outcome in outcomes) <= 1


async def test_what_was_stopped_on_its_way_out_was_not_sent(engine_house: House) -> None:
    mia = await engine_house.member(channel=False)
    occurrence = await engine_house.right_now(mia, "notice")
    held = engine_house.discord.hold(to="open")
    wish = asyncio.create_task(engine_house.engine.deliver_now(occurrence, timeout_s=5))
    await engine_house.until(lambda: engine_house.discord.asked("open"))

    await engine_house.stop_all(mia)
    held.set_result(None)

    assert await wish is None
    assert await engine_house.reasons() == ["stopped"]


# A database that is busy


async def test_a_refused_note_is_made_later_and_the_message_not_sent_again(
    engine_house: House,
) -> None:
    (mia,) = await reminders(engine_house)
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
    (mia,) = await reminders(engine_house)
    engine_house.store.refusals = refusals

    engine_house.engine.wake()

    await engine_house.until(lambda: engine_house.inbox(mia))
    assert engine_house.store.refusals == 0


async def test_after_a_fault_of_its_own_the_engine_wakes_by_itself_and_says_where_it_was(
    engine_house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.delivery.engine.FAULT_PAUSE_S", 0.005)
    real = planning.next_wake_at
    faults = iter([ValueError("words of a member"), None])

    async def fails_once(reads: Reads) -> object:
        fault = next(faults, None)
        if fault is not None:
            raise fault
        return await real(reads)

    monkeypatch.setattr(planning, "next_wake_at", fails_once)
    engine_house.engine.wake()
    await engine_house.engine.idle()
    (mia,) = await reminders(engine_house)

    await engine_house.until(lambda: engine_house.inbox(mia))
    (told,) = [record for record in caplog.records if record.msg == "engine.fault"]
    assert vars(told)["error"] == "ValueError"
    assert "test_engine_life.py" in vars(told)["where"]
    assert "words of a member" not in str(vars(told))
