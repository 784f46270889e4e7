"""Answers that were lost: nothing is sent twice, and nothing is given up unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.delivery.messenger import (
    InDoubt,
    RetryAt,
    RetryReason,
    Sent,
    Unreachable,
    UnreachableReason,
)
from bot.delivery.settler import LONGEST_RETRY_S
from bot.domain.occurrence import State
from tests.engine.house import House
from tests.engine.residents import at
from tests.fakes import FakeClock, doubled

CLOSED = Unreachable(UnreachableReason.CLOSED)
GONE = RetryAt(0, RetryReason.CHANNEL_GONE)


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


async def test_a_look_up_that_never_works_is_tried_at_most_every_quarter_of_an_hour(
    engine_house: House,
) -> None:
    await engine_house.reminder()
    engine_house.discord.lose_answer(times=5)
    engine_house.discord.answer(RetryAt(5, RetryReason.SERVER), to="find", times=10_000)

    await engine_house.travel(hours=3)

    pauses = engine_house.seconds_between("find")
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_RETRY_S


async def test_a_look_up_in_a_channel_that_is_gone_ends_in_a_new_try(engine_house: House) -> None:
    mia = await engine_house.reminder()
    engine_house.discord.answer(InDoubt("time-out"), times=5)
    engine_house.discord.answer(GONE, to="find", times=10_000)

    await engine_house.travel(hours=2)

    assert len(engine_house.discord.asked("find")) == 1
    assert len(engine_house.inbox(mia)) == 1


async def test_a_look_up_that_hangs_keeps_nobody_else_waiting(engine_house: House) -> None:
    await engine_house.reminder()
    engine_house.discord.lose_answer(times=5)
    held = engine_house.discord.hold(to="find", answer=RetryAt(5, RetryReason.SERVER))
    await engine_house.travel(seconds=59)
    engine_house.clock.advance(seconds=60)
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.discord.asked("find"))

    ben = await engine_house.reminder()
    engine_house.engine.wake()

    await engine_house.until(lambda: engine_house.inbox(ben))
    held.set_result(None)
    await engine_house.engine.idle()


async def test_a_look_up_that_fails_without_reason_keeps_nobody_else_waiting(
    engine_house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.recovery.FAULT_PAUSE_S", 0.0)
    await engine_house.reminder()
    engine_house.discord.lose_answer(times=5)
    engine_house.discord.answer(to="find", raises=RuntimeError("no reason"))
    await engine_house.travel(seconds=59)
    engine_house.clock.advance(seconds=60)

    ben = await engine_house.reminder()
    await engine_house.run_until_quiet()

    assert len(engine_house.inbox(ben)) == 1
    assert "recovery.fault" in caplog.messages
    assert await engine_house.states() == [State.SENT] * 2


async def test_a_channel_forgotten_meanwhile_does_not_hide_what_was_sent_to_it(
    engine_house: House,
) -> None:
    mia = await engine_house.reminder()
    engine_house.discord.lose_answer(times=5)
    await engine_house.travel(seconds=40)
    await engine_house.once(mia, "appointment", "2026-11-23 09:01")
    # One wrong answer, as the channel is still there, while openings are paused.
    engine_house.discord.answer(GONE)
    engine_house.discord.answer(RetryAt(600, RetryReason.OPENING_PAUSED), to="open")
    engine_house.clock.move_to(at("2026-11-23 09:01"))
    await engine_house.run_until_quiet()
    engine_house.discord.forget_nonces()

    await engine_house.travel(minutes=30)

    assert not doubled(engine_house.discord.messages)
    assert await engine_house.states() == [State.SENT] * 2


async def test_a_channel_said_to_be_gone_is_kept_for_the_very_message_in_doubt(
    engine_house: House,
) -> None:
    await engine_house.reminder()
    engine_house.discord.lose_answer()
    engine_house.discord.answer(GONE)
    engine_house.discord.answer(RetryAt(600, RetryReason.OPENING_PAUSED), to="open")
    await engine_house.travel(seconds=10)
    engine_house.discord.forget_nonces()

    await engine_house.travel(minutes=30)

    assert not doubled(engine_house.discord.messages)
    assert await engine_house.states() == [State.SENT]


async def test_a_clock_that_ran_ahead_doubles_nothing_once_it_is_put_right(
    engine_house: House,
) -> None:
    """Two hours ahead, since the machine's hardware clock shows local time."""
    discords = FakeClock(engine_house.clock.now() - timedelta(hours=2))
    engine_house.discord.clock = discords
    mia = await engine_house.reminder()
    engine_house.discord.lose_answer()
    await engine_house.run_until_quiet()
    assert len(engine_house.inbox(mia)) == 1

    await engine_house.pull_the_plug()
    await engine_house.reopen(hours=-2)
    engine_house.discord.forget_nonces()
    for _ in range(3 * 60):
        engine_house.clock.advance(minutes=1)
        discords.advance(minutes=1)
        engine_house.engine.wake()
        await engine_house.engine.idle()

    assert not doubled(engine_house.discord.messages)
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
