"""What each answer of Discord leads to: for the message, for the member, for everybody else."""

from __future__ import annotations

import logging

import pytest

from bot.delivery.messenger import (
    InDoubt,
    Refused,
    RefusedReason,
    RetryAt,
    RetryReason,
    Unreachable,
    UnreachableReason,
)
from bot.delivery.settler import LONGEST_RETRY_S, back_off_s
from bot.domain.occurrence import State
from bot.store import members
from tests.engine.house import House

CLOSED = Unreachable(UnreachableReason.CLOSED)
SERVER_ERROR = RetryAt(0, RetryReason.SERVER)
SECRET = "call the clinic about my knee"


async def test_a_passing_failure_is_tried_again_with_growing_pauses(engine_house: House) -> None:
    mia = await engine_house.reminder()
    engine_house.discord.answer(SERVER_ERROR, times=5)

    await engine_house.travel(minutes=5)

    assert engine_house.seconds_between() == [2, 4, 8, 16, 32]
    assert len({request.key for request in engine_house.discord.requests}) == 1
    assert len(engine_house.inbox(mia)) == 1


async def test_a_pause_that_discord_named_is_kept(engine_house: House) -> None:
    await engine_house.reminder()
    engine_house.discord.answer(RetryAt(90, RetryReason.RATE_LIMITED))

    await engine_house.travel(minutes=5)

    assert engine_house.seconds_between() == [90]


@pytest.mark.parametrize("named_s", [1e12, 1e15])
async def test_a_pause_that_no_calendar_holds_is_a_day_and_stops_nobody_elses_messages(
    engine_house: House, named_s: float
) -> None:
    mia = await engine_house.reminder()
    engine_house.discord.answer(RetryAt(named_s, RetryReason.RATE_LIMITED))
    await engine_house.run_until_quiet()

    ben = await engine_house.reminder()
    await engine_house.travel(days=1)

    assert engine_house.times(ben) == ["23 09:00"]
    assert engine_house.times(mia) == ["24 09:00"]


def test_pauses_grow_up_to_a_quarter_of_an_hour() -> None:
    pauses = [back_off_s(attempts) for attempts in range(100)]

    assert pauses[:4] == [2, 4, 8, 16]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_RETRY_S == 900


async def test_a_failure_that_lasts_beyond_the_messages_age_ends_it(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "posture", "2026-11-23 09:00")
    engine_house.discord.answer(SERVER_ERROR, times=100)

    await engine_house.travel(hours=1)

    assert await engine_house.states() == [State.STALE]


async def test_a_message_held_up_by_a_failure_keeps_nobody_else_waiting(
    engine_house: House,
) -> None:
    mia, ben = await engine_house.reminder(), await engine_house.reminder()
    engine_house.discord.answer(SERVER_ERROR, user=mia.user, times=100)

    await engine_house.run_until_quiet()

    assert await engine_house.states() == [State.QUEUED, State.SENT]
    assert len(engine_house.inbox(ben)) == 1


async def test_an_item_that_was_chosen_stays_through_retries(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "posture", "09:00", "10:00")
    engine_house.discord.answer(SERVER_ERROR, times=3)

    await engine_house.travel(minutes=1)

    (row,) = await engine_house.occurrences()
    assert engine_house.inbox(mia)[0].message.body.startswith(row["item"])
    assert row["attempts"] == 4


@pytest.mark.parametrize("reason", [UnreachableReason.CLOSED, UnreachableReason.NO_SHARED_SERVER])
async def test_a_closed_door_is_knocked_on_once(
    engine_house: House, reason: UnreachableReason
) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "own_reminder", "09:00", "10:00", "11:00")
    await engine_house.once(mia, "follow_up", "2026-11-23 10:30")
    engine_house.discord.answer(Unreachable(reason))

    await engine_house.travel_to("2026-11-23 12:00")

    assert len(engine_house.discord.requests) == 1
    assert await engine_house.states() == [State.UNREACHABLE] * 4
    assert (await engine_house.reasons())[0] == reason.value


async def test_once_heard_of_again_a_member_gets_what_is_young_enough(
    engine_house: House,
) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "posture", "2026-11-23 09:00")
    await engine_house.once(mia, "follow_up", "2026-11-23 09:30")
    engine_house.discord.answer(CLOSED)
    await engine_house.travel_to("2026-11-23 10:00")

    await engine_house.hear_of(mia)
    await engine_house.run_until_quiet()

    assert await engine_house.states() == [State.STALE, State.SENT]
    assert engine_house.times(mia) == ["23 10:00"]


async def test_schedules_go_on_after_a_closed_door(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "posture", "09:00")
    engine_house.discord.answer(CLOSED)
    await engine_house.travel_to("2026-11-23 12:00")
    await engine_house.hear_of(mia)

    await engine_house.travel_to("2026-11-25 12:00")

    assert engine_house.times(mia) == ["24 09:00", "25 09:00"]


async def test_a_closed_door_is_nobody_elses(engine_house: House) -> None:
    mia, ben = await engine_house.reminder(), await engine_house.reminder()
    engine_house.discord.answer(CLOSED, user=mia.user)

    await engine_house.run_until_quiet()

    assert (len(engine_house.inbox(mia)), len(engine_house.inbox(ben))) == (0, 1)


async def test_an_account_that_is_gone_ends_its_schedules(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "posture", "09:00", "10:00")
    engine_house.discord.answer(Unreachable(UnreachableReason.UNKNOWN_USER))

    await engine_house.travel_to("2026-11-25 12:00")

    assert len(engine_house.discord.requests) == 1
    assert await engine_house.states() == [State.UNREACHABLE]


async def test_a_channel_that_is_gone_is_opened_anew(engine_house: House) -> None:
    mia = await engine_house.reminder()
    engine_house.discord.lose_channel(mia.user)

    await engine_house.run_until_quiet()

    what = [request.what for request in engine_house.discord.requests]
    assert what == ["send", "open", "send"]
    found = await members.get(engine_house.store.reads, mia.id)
    assert found is not None
    assert found.dm_channel_id == engine_house.inbox(mia)[0].channel


async def test_a_channel_that_is_gone_again_and_again_is_opened_with_pauses(
    engine_house: House,
) -> None:
    await engine_house.reminder()
    engine_house.discord.answer(RetryAt(0, RetryReason.CHANNEL_GONE), times=4)

    await engine_house.travel(minutes=2)

    assert engine_house.seconds_between("open") == [4, 8, 16]
    assert await engine_house.states() == [State.SENT]


@pytest.mark.parametrize("reason", [RefusedReason.BODY, RefusedReason.FORBIDDEN])
async def test_a_refused_message_fails_and_the_log_says_so_without_its_text(
    engine_house: House, caplog: pytest.LogCaptureFixture, reason: RefusedReason
) -> None:
    await engine_house.reminder(text=SECRET)
    engine_house.discord.answer(Refused(reason, 50035))

    await engine_house.travel(hours=1)

    assert await engine_house.states() == [State.FAILED]
    assert await engine_house.reasons() == [f"{reason.value} (50035)"]
    assert len(engine_house.discord.requests) == 1
    (told,) = [record for record in caplog.records if record.msg == "delivery.refused"]
    assert (told.levelno, vars(told)["code"]) == (logging.ERROR, 50035)
    assert not any(SECRET in str(vars(record)) for record in caplog.records)


async def test_a_refused_token_costs_no_message(engine_house: House) -> None:
    mia = await engine_house.reminder()
    engine_house.discord.answer(Refused(RefusedReason.TOKEN, 0))
    engine_house.engine.wake()
    await engine_house.engine.idle()
    assert await engine_house.states() == [State.QUEUED]

    await engine_house.reopen(seconds=5)
    await engine_house.run_until_quiet()

    assert len(engine_house.inbox(mia)) == 1


async def test_every_outcome_is_logged_by_its_name(
    engine_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    answers = [None, SERVER_ERROR, InDoubt("time-out"), CLOSED, Refused(RefusedReason.BODY, 1)]
    for answer in answers:
        mia = await engine_house.reminder()
        if answer is not None:
            engine_house.discord.answer(answer, user=mia.user)

    await engine_house.run_until_quiet()

    told = {record.msg for record in caplog.records if record.msg.startswith("delivery.")}
    assert told == {
        "delivery.sent",
        "delivery.postponed",
        "delivery.in_doubt",
        "delivery.unreachable",
        "delivery.refused",
    }
