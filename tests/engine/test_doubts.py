"""Answers that were lost: nothing is sent twice, and nothing is given up unseen."""

from __future__ import annotations

from datetime import timedelta

from bot.delivery.messenger import (
    InDoubt,
    RetryAt,
    RetryReason,
    Sent,
    Unreachable,
    UnreachableReason,
)
from bot.domain.occurrence import State
from tests.engine.house import House

CLOSED = Unreachable(UnreachableReason.CLOSED)


async def test_a_lost_answer_is_asked_for_with_the_same_nonce(engine_house: House) -> None:
    mia = await engine_house.reminder()
    engine_house.discord.lose_answer()

    await engine_house.travel(minutes=5)

    sends = engine_house.discord.asked("send")
    assert [request.key for request in sends] == [sends[0].key] * 2
    assert len(engine_house.inbox(mia)) == 1
    assert engine_house.discord.asked("find") == []
    assert await engine_house.states() == [State.SENT]


async def test_after_a_minute_of_lost_answers_history_is_asked_instead(
    engine_house: House,
) -> None:
    mia = await engine_house.reminder()
    engine_house.discord.lose_answer(times=100)

    await engine_house.travel(minutes=30)

    sends, finds = engine_house.discord.asked("send"), engine_house.discord.asked("find")
    assert sends[-1].at - sends[0].at < timedelta(seconds=60)
    assert len(finds) == 1
    assert finds[0].at > sends[-1].at
    assert len(engine_house.inbox(mia)) == 1
    assert await engine_house.states() == [State.SENT]


async def test_a_doubt_that_history_does_not_confirm_is_sent_again(engine_house: House) -> None:
    mia = await engine_house.reminder()
    engine_house.discord.answer(InDoubt("time-out"), times=5)

    await engine_house.travel(minutes=5)

    what = [request.what for request in engine_house.discord.requests]
    assert what == ["send"] * 5 + ["find", "send"]
    assert len(engine_house.inbox(mia)) == 1


async def test_a_doubt_outlives_a_certain_failure_after_it(engine_house: House) -> None:
    mia = await engine_house.reminder()
    engine_house.discord.lose_answer()
    engine_house.discord.answer(RetryAt(300, RetryReason.RATE_LIMITED))

    await engine_house.travel(minutes=30)

    what = [request.what for request in engine_house.discord.requests]
    assert what == ["send", "send", "find"]
    assert len(engine_house.inbox(mia)) == 1


async def test_a_look_up_waits_as_long_as_discord_says(engine_house: House) -> None:
    await engine_house.reminder()
    engine_house.discord.lose_answer(times=5)
    engine_house.discord.answer(RetryAt(600, RetryReason.SERVER), to="find", times=2)

    await engine_house.travel(hours=1)

    assert engine_house.seconds_between("find") == [600, 600]
    assert await engine_house.states() == [State.SENT]


async def test_a_look_up_in_a_closed_channel_leads_to_a_new_try(engine_house: House) -> None:
    mia = await engine_house.reminder()
    engine_house.discord.answer(InDoubt("time-out"), times=5)
    engine_house.discord.answer(CLOSED, to="find")
    engine_house.discord.answer(CLOSED)

    await engine_house.travel(minutes=5)

    assert await engine_house.states() == [State.UNREACHABLE]
    assert engine_house.inbox(mia) == []


async def test_a_message_deleted_since_counts_as_sent(engine_house: House) -> None:
    await engine_house.reminder()
    engine_house.discord.answer(Sent(None))

    await engine_house.run_until_quiet()

    assert await engine_house.states() == [State.SENT]
    assert [row["message_id"] for row in await engine_house.deliveries()] == [None]
