"""Deliveries ahead of their turn, whose outcome somebody waits for."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery.messenger import (
    RetryAt,
    RetryReason,
    Sent,
    Unreachable,
    UnreachableReason,
)
from bot.domain.occurrence import State
from tests.engine.house import House


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
        await engine_house.engine.idle()

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

    outcomes = await asyncio.gather(
        *(engine_house.engine.deliver_now(occurrence, timeout_s=5) for _ in range(3))
    )

    (stored,) = engine_house.inbox(mia)
    assert outcomes == [Sent(stored.id)] * 3


async def test_what_the_engine_had_begun_with_is_waited_for_all_the_same(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    occurrence = await engine_house.right_now(mia, "notice")
    engine_house.discord.answer(Unreachable(UnreachableReason.CLOSED))
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.discord.asked("send"))

    outcome = await engine_house.engine.deliver_now(occurrence, timeout_s=5)

    assert outcome == Unreachable(UnreachableReason.CLOSED)
    assert await engine_house.states() == [State.UNREACHABLE]


async def test_a_stop_keeps_nobody_waiting_for_what_it_cut_off(small_house: House) -> None:
    mia = await small_house.member()
    occurrence = await small_house.right_now(mia, "notice")
    small_house.discord.hold()
    small_house.engine.wake()
    await small_house.until(lambda: small_house.discord.asked("send"))
    wish = asyncio.create_task(small_house.engine.deliver_now(occurrence, timeout_s=60))
    await asyncio.wait({wish}, timeout=0.05)

    async with asyncio.timeout(5):
        await small_house.engine.stop()
        assert await wish is None


async def test_what_was_stopped_on_its_way_out_was_not_sent(engine_house: House) -> None:
    mia = await engine_house.member(channel=False)
    occurrence = await engine_house.right_now(mia, "notice")
    held = engine_house.discord.hold(to="open")
    wish = asyncio.create_task(engine_house.engine.deliver_now(occurrence, timeout_s=5))
    await engine_house.until(lambda: engine_house.discord.asked("open"))

    await engine_house.stop_all(mia)
    held.set_result(None)

    assert await wish is None
    await engine_house.engine.idle()
    assert await engine_house.reasons() == ["stopped"]
