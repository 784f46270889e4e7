"""The process dies at any point, and another begins on its database: nothing lost or doubled.

One member's DM channel is known, the other's has to be opened first: every step of a delivery lies
between the first commit and the last.
"""

from __future__ import annotations

import pytest

from bot.clock import MOST_WRONG
from bot.delivery.messenger import RetryAt, RetryReason
from bot.domain.occurrence import State
from tests.engine.house import House
from tests.engine.mortal import (
    AFTER_COMMIT,
    AFTER_FIND,
    AFTER_OPEN,
    AFTER_SEND,
    BEFORE_COMMIT,
    BEFORE_SEND,
)
from tests.engine.residents import Resident, at
from tests.fakes import doubled

# Plan, claim, note the opened channel, claim (nothing more), settle.
COMMITS = range(1, 6)
POINTS = [
    *((point, nth) for point in (BEFORE_COMMIT, AFTER_COMMIT) for nth in COMMITS),
    *((point, nth) for point in (BEFORE_SEND, AFTER_SEND) for nth in (1, 2)),
    (AFTER_OPEN, 1),
]
IDS = [f"{point} {nth}" for point, nth in POINTS]


async def two_reminders(house: House) -> tuple[Resident, Resident]:
    """One due at 10:00 for each of two members."""
    known, new = await house.member(), await house.member(channel=False)
    for resident in (known, new):
        await house.once(resident, "own_reminder", "2026-11-23 10:00")
    return known, new


async def crash(house: House, point: str, nth: int = 1) -> None:
    house.clock.move_to(at("2026-11-23 10:00"))
    house.fuse.arm(point, nth)
    await house.run_until_quiet()
    assert house.fuse.blown, "the point was never reached"


async def expect_each_exactly_once(house: House, *residents: Resident) -> None:
    for resident in residents:
        assert len(house.inbox(resident)) == 1
    assert not doubled(house.discord.messages)
    assert await house.states() == [State.SENT] * len(residents)
    on_record = [row["message_id"] for row in await house.deliveries()]
    assert sorted(on_record) == sorted(one.id for one in house.discord.messages)


@pytest.mark.parametrize(("point", "nth"), POINTS, ids=IDS)
@pytest.mark.parametrize(
    "away", [{"seconds": 5}, {"hours": 1}], ids=["at once", "beyond the nonce's memory"]
)
async def test_a_crash_loses_nothing_and_doubles_nothing(
    engine_house: House, point: str, nth: int, away: dict[str, float]
) -> None:
    residents = await two_reminders(engine_house)

    await crash(engine_house, point, nth)
    await engine_house.reopen(**away)
    await engine_house.travel(minutes=30)

    await expect_each_exactly_once(engine_house, *residents)


@pytest.mark.parametrize("second", POINTS, ids=IDS)
async def test_a_crash_during_the_recovery_from_a_crash_changes_nothing(
    engine_house: House, second: tuple[str, int]
) -> None:
    residents = await two_reminders(engine_house)

    await crash(engine_house, AFTER_SEND)
    await engine_house.reopen(minutes=10)
    engine_house.fuse.arm(*second)
    await engine_house.run_until_quiet()
    await engine_house.reopen(minutes=10)
    await engine_house.travel(minutes=30)

    await expect_each_exactly_once(engine_house, *residents)


async def test_what_was_stored_before_the_crash_is_found_and_not_sent_again(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 10:00")

    await crash(engine_house, AFTER_SEND)
    await engine_house.reopen(hours=1)
    await engine_house.run_until_quiet()

    assert [request.what for request in engine_house.discord.requests] == ["send", "find"]
    await expect_each_exactly_once(engine_house, mia)


async def test_a_dm_is_read_as_far_back_as_a_clock_may_have_been_wrong(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 10:00")

    await crash(engine_house, AFTER_SEND)
    await engine_house.reopen(hours=1)
    await engine_house.run_until_quiet()

    sent, looked = engine_house.discord.requests
    assert looked.since_at is not None
    assert sent.at - looked.since_at == MOST_WRONG
    assert looked.key == sent.key


async def test_what_was_not_stored_is_looked_for_and_then_sent_with_the_same_nonce(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 10:00")

    await crash(engine_house, BEFORE_SEND)
    await engine_house.reopen(hours=1)
    await engine_house.run_until_quiet()

    looked, sent = engine_house.discord.requests
    assert (looked.what, sent.what) == ("find", "send")
    assert looked.key == sent.key
    await expect_each_exactly_once(engine_house, mia)


async def test_without_a_known_channel_there_is_no_history_to_read(engine_house: House) -> None:
    new = await engine_house.member(channel=False)
    await engine_house.once(new, "own_reminder", "2026-11-23 10:00")

    await crash(engine_house, AFTER_OPEN)
    await engine_house.reopen(hours=1)
    await engine_house.run_until_quiet()

    assert engine_house.discord.asked("find") == []
    await expect_each_exactly_once(engine_house, new)


@pytest.mark.parametrize("point", [BEFORE_SEND, AFTER_SEND])
async def test_while_history_cannot_be_read_nothing_is_sent(
    engine_house: House, point: str
) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 10:00")
    await crash(engine_house, point)
    sends_before = len(engine_house.discord.asked("send"))

    engine_house.discord.answer(RetryAt(600, RetryReason.SERVER), to="find", times=2)
    await engine_house.reopen(hours=1)
    await engine_house.travel(minutes=19)

    assert len(engine_house.discord.asked("find")) == 2
    assert len(engine_house.discord.asked("send")) == sends_before
    await engine_house.travel(minutes=2)
    await expect_each_exactly_once(engine_house, mia)


async def test_a_crash_right_after_a_look_up_looks_again(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 10:00")

    await crash(engine_house, AFTER_SEND)
    await engine_house.reopen(hours=1)
    engine_house.fuse.arm(AFTER_FIND)
    await engine_house.run_until_quiet()
    await engine_house.reopen()
    await engine_house.run_until_quiet()

    assert len(engine_house.discord.asked("find")) == 2
    await expect_each_exactly_once(engine_house, mia)


async def test_many_left_in_mid_air_are_all_cleared_up(engine_house: House) -> None:
    residents = [await engine_house.member() for _ in range(50)]
    for resident in residents:
        await engine_house.once(resident, "own_reminder", "2026-11-23 10:00")

    await crash(engine_house, AFTER_SEND, 30)
    await engine_house.reopen(hours=1)
    await engine_house.travel(minutes=1)

    await expect_each_exactly_once(engine_house, *residents)


async def test_a_clock_that_stood_still_while_the_power_was_off_doubles_nothing(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 10:00")
    await crash(engine_house, AFTER_SEND)

    # Hours went by, but the machine has no battery and begins where its clock was last saved.
    engine_house.discord.forget_nonces()
    await engine_house.reopen(minutes=-20)
    await engine_house.travel(hours=1)

    assert [request.what for request in engine_house.discord.requests] == ["send", "find"]
    await expect_each_exactly_once(engine_house, mia)


async def test_what_went_stale_while_it_was_in_doubt_is_looked_for_before_it_is_given_up(
    engine_house: House,
) -> None:
    mia, ben = await engine_house.member(), await engine_house.member()
    await engine_house.once(mia, "posture", "2026-11-23 10:00")
    await engine_house.once(ben, "posture", "2026-11-23 10:00")

    await crash(engine_house, BEFORE_SEND, 2)
    await engine_house.reopen(hours=1)
    await engine_house.run_until_quiet()

    assert sorted(state.value for state in await engine_house.states()) == ["sent", "stale"]
    assert len(engine_house.discord.messages) == 1
