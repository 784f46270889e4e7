"""What changed between the claim and the request is decided on anew, and ends for its true reason.

One worker: the first member's request is held, and the others wait behind it, claimed already.
"""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery.messenger import InDoubt
from bot.domain.occurrence import State
from bot.domain.press import Answer, Verdict, judge
from bot.errors import StoreError
from bot.store import presses, settlements
from tests.engine.house import House
from tests.engine.residents import Resident


async def hold_up(house: House, *behind: Resident, kind: str) -> asyncio.Future[None]:
    """Let everybody be claimed, and the first one's request wait for its answer."""
    first = await house.member()
    for who in (first, *behind):
        await house.once(who, kind, "2026-11-23 21:59")
    house.sleep_until("2026-11-23 21:59")
    held = house.discord.hold(user=first.user)
    house.engine.wake()
    await house.until(lambda: house.discord.asked("send"))
    assert await house.states() == [State.SENDING] * (1 + len(behind))
    return held


@pytest.mark.parametrize("kind", ["posture", "follow_up"])
async def test_a_machine_that_slept_after_the_claim_sends_nothing_in_quiet_hours(
    small_house: House, kind: str
) -> None:
    mia = await small_house.member(quiet="22:00-08:00")
    held = await hold_up(small_house, mia, kind=kind)

    small_house.sleep_until("2026-11-24 03:00")
    held.set_result(None)
    await small_house.run_until_quiet()

    assert small_house.inbox(mia) == []
    small_house.sleep_until("2026-11-24 08:00")
    await small_house.run_until_quiet()
    assert small_house.times(mia) == (["24 08:00"] if kind == "follow_up" else [])


async def test_a_clock_set_back_after_the_claim_sends_nothing_before_its_time(
    small_house: House,
) -> None:
    mia = await small_house.member()
    held = await hold_up(small_house, mia, kind="follow_up")

    small_house.sleep_until("2026-11-23 21:00")
    held.set_result(None)
    await small_house.run_until_quiet()
    assert small_house.inbox(mia) == []

    await small_house.travel_to("2026-11-23 22:00")
    assert small_house.times(mia) == ["23 21:59"]


async def test_a_machine_that_slept_while_a_channel_was_opened_sends_nothing_in_quiet_hours(
    engine_house: House,
) -> None:
    mia = await engine_house.member(quiet="22:00-08:00", channel=False)
    await engine_house.once(mia, "follow_up", "2026-11-23 21:59")
    engine_house.sleep_until("2026-11-23 21:59")
    held = engine_house.discord.hold(to="open")
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.discord.asked("open"))

    engine_house.sleep_until("2026-11-24 03:00")
    held.set_result(None)
    await engine_house.run_until_quiet()

    assert engine_house.inbox(mia) == []
    assert await engine_house.states() == [State.QUEUED]


async def test_what_a_pause_held_back_on_its_way_out_is_on_record_as_paused(
    small_house: House,
) -> None:
    mia = await small_house.member()
    held = await hold_up(small_house, mia, kind="own_reminder")

    await small_house.pause(mia, "2026-11-24 12:00")
    held.set_result(None)
    await small_house.run_until_quiet()

    assert await small_house.reasons() == [None, "paused"]


async def test_what_was_on_its_way_when_the_clinic_let_the_bot_out_waits_for_a_return(
    small_house: House,
) -> None:
    mia, ben = await small_house.member(), await small_house.member()
    held = await hold_up(small_house, mia, ben, kind="own_reminder")

    async with small_house.store.write() as tx:
        await tx.run("UPDATE clinic SET removed_at = 1")
    held.set_result(None)
    await small_house.run_until_quiet()

    assert await small_house.states() == [State.SENT, State.UNREACHABLE, State.UNREACHABLE]


async def test_what_could_not_be_given_back_is_given_back_later(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    mia = await small_house.member(quiet="22:00-08:00")
    held = await hold_up(small_house, mia, kind="follow_up")
    release = settlements.release

    async def refuse_once(*_args: object) -> None:
        monkeypatch.setattr(settlements, "release", release)
        raise StoreError("no room")

    monkeypatch.setattr(settlements, "release", refuse_once)
    small_house.sleep_until("2026-11-24 03:00")
    held.set_result(None)
    await small_house.engine.idle()
    assert await small_house.states() == [State.SENDING, State.SENDING]

    await small_house.travel_to("2026-11-24 08:00")
    assert small_house.times(mia) == ["24 08:00"]


# What may have arrived


@pytest.mark.parametrize(("kind", "quiet"), [("posture", "09:01-12:00"), ("own_reminder", None)])
async def test_what_arrived_unseen_and_is_not_to_be_sent_again_can_still_be_answered(
    engine_house: House, kind: str, quiet: str | None
) -> None:
    """Its answer is lost a second before quiet hours, or a pause; the next try falls into them."""
    mia = await engine_house.member(quiet=quiet)
    await engine_house.once(mia, kind, "2026-11-23 09:00")
    engine_house.sleep_until("2026-11-23 09:00:59")
    engine_house.discord.lose_answer()
    await engine_house.run_until_quiet()
    assert len(engine_house.inbox(mia)) == 1
    if quiet is None:
        await engine_house.pause(mia, "2026-11-23 12:00")

    await engine_house.travel(minutes=10)

    pressed = await presses.find(engine_house.store.reads, await engine_house.last_id())
    assert pressed is not None
    assert pressed.state is State.SENT
    verdict = judge(pressed, Answer(), step=1, by=mia.user, now_at=engine_house.clock.now())
    assert verdict is Verdict.ACCEPTED


async def test_what_did_not_arrive_and_is_not_to_be_sent_again_ends_once_history_was_asked(
    engine_house: House,
) -> None:
    house = engine_house
    mia = await house.member()
    await house.once(mia, "own_reminder", "2026-11-23 09:00")
    house.discord.answer(InDoubt("time-out"))
    await house.run_until_quiet()

    await house.pause(mia, "2026-11-23 12:00")
    await house.travel(minutes=10)

    assert await house.reasons() == ["paused"]
    assert [request.what for request in house.discord.requests] == ["send", "find"]
