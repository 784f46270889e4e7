"""How DM channels are opened, and what being too fast leads to."""

from __future__ import annotations

import logging

import pytest

from bot.delivery.messenger import (
    RetryAt,
    RetryReason,
    Unreachable,
    UnreachableReason,
)
from bot.domain.occurrence import State
from bot.store import members
from tests.engine.house import House

CLOSED = Unreachable(UnreachableReason.CLOSED)
TOO_FAST = RetryAt(0, RetryReason.OPENING_PAUSED)


async def test_a_new_channel_is_on_record_before_its_first_message_leaves(
    engine_house: House,
) -> None:
    mia = await engine_house.reminder(channel=False)
    held = engine_house.discord.hold()

    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.discord.asked("send"))

    found = await members.get(engine_house.store.reads, mia.id)
    assert found is not None
    assert found.dm_channel_id == engine_house.discord.channel_with(mia.user)
    held.set_result(None)
    await engine_house.engine.idle()


async def test_five_channels_are_opened_at_once_and_then_one_every_two_seconds(
    engine_house: House,
) -> None:
    for _ in range(8):
        await engine_house.reminder(channel=False)

    await engine_house.travel(minutes=1)

    assert engine_house.seconds_between("open") == [0, 0, 0, 0, 2, 2, 2]
    assert await engine_house.states() == [State.SENT] * 8


async def test_opening_too_fast_pauses_all_opening_longer_each_time(engine_house: House) -> None:
    for _ in range(4):
        await engine_house.reminder(channel=False)
    engine_house.discord.answer(TOO_FAST, to="open", times=12)

    await engine_house.travel(minutes=10)

    # Several that were on their way together are refused together, and that is one refusal.
    pauses = [pause for pause in engine_house.seconds_between("open") if pause]
    assert pauses == [60, 120, 240]


async def test_a_pause_in_opening_is_no_shorter_than_discord_asks(engine_house: House) -> None:
    await engine_house.reminder(channel=False)
    engine_house.discord.answer(RetryAt(600, RetryReason.OPENING_PAUSED), to="open", times=2)

    await engine_house.travel(hours=1)

    assert engine_house.seconds_between("open") == [600, 1200]


async def test_a_pause_in_opening_holds_nobody_up_whose_channel_is_open(
    engine_house: House,
) -> None:
    new = await engine_house.reminder(channel=False)
    engine_house.discord.answer(TOO_FAST, to="open")
    await engine_house.run_until_quiet()

    known, other = (
        await engine_house.reminder(),
        await engine_house.reminder(channel=False),
    )
    await engine_house.travel(seconds=30)

    assert len(engine_house.inbox(known)) == 1
    assert engine_house.inbox(new) == engine_house.inbox(other) == []
    assert len(engine_house.discord.asked("open")) == 1


async def test_after_a_pause_channels_are_opened_at_the_usual_pace(engine_house: House) -> None:
    for _ in range(14):
        await engine_house.reminder(channel=False)
    engine_house.discord.answer(TOO_FAST, to="open")

    await engine_house.travel(minutes=5)

    assert engine_house.seconds_between("open")[-4:] == [2, 2, 2, 2]
    assert await engine_house.states() == [State.SENT] * 14


async def test_the_operator_is_told_of_a_pause_in_opening(
    engine_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await engine_house.reminder(channel=False)
    engine_house.discord.answer(TOO_FAST, to="open")

    await engine_house.run_until_quiet()

    (told,) = [record for record in caplog.records if record.msg == "dm.opening_refused"]
    assert (told.levelno, vars(told)["pause_s"]) == (logging.ERROR, 60)


async def test_a_member_whose_channel_cannot_be_opened_is_unreachable(
    engine_house: House,
) -> None:
    await engine_house.reminder(channel=False)
    engine_house.discord.answer(CLOSED, to="open")

    await engine_house.travel(hours=1)

    assert await engine_house.states() == [State.UNREACHABLE]
    assert len(engine_house.discord.requests) == 1
