"""What each answer of Discord leads to: for the message, for the member, and for everybody else."""

from __future__ import annotations

import logging
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.delivery.messenger import (
    InDoubt,
    Refused,
    RefusedReason,
    RetryAt,
    RetryReason,
    Sent,
    Unreachable,
    UnreachableReason,
)
from bot.delivery.settler import LONGEST_RETRY_S, back_off_s
from bot.domain.occurrence import State
from bot.store import members
from tests.engine.house import House
from tests.engine.residents import Resident

CLOSED = Unreachable(UnreachableReason.CLOSED)
SERVER_ERROR = RetryAt(0, RetryReason.SERVER)
TOO_FAST = RetryAt(0, RetryReason.OPENING_PAUSED)
SECRET = "call the clinic about my knee"


def seconds_between(house: House, what: str = "send") -> list[float]:
    """How long it took from each request to the next."""
    moments = [request.at for request in house.discord.requests if request.what == what]
    return [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]


async def reminder_for(house: House, **member: bool) -> Resident:
    """A member with one reminder, due now."""
    resident = await house.member(**member)  # type: ignore[arg-type]
    await house.once(resident, "own_reminder", "2026-11-23 09:00", text=SECRET)
    return resident


# Passing failures


async def test_a_passing_failure_is_tried_again_with_growing_pauses(engine_house: House) -> None:
    mia = await reminder_for(engine_house)
    engine_house.discord.answer(SERVER_ERROR, times=5)

    await engine_house.travel(minutes=5)

    assert seconds_between(engine_house) == [2, 4, 8, 16, 32]
    assert len({request.key for request in engine_house.discord.requests}) == 1
    assert len(engine_house.inbox(mia)) == 1


async def test_a_pause_that_discord_named_is_kept(engine_house: House) -> None:
    await reminder_for(engine_house)
    engine_house.discord.answer(RetryAt(90, RetryReason.RATE_LIMITED))

    await engine_house.travel(minutes=5)

    assert seconds_between(engine_house) == [90]


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
    mia, ben = await reminder_for(engine_house), await reminder_for(engine_house)
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


# Doubts


async def test_a_lost_answer_is_asked_for_with_the_same_nonce(engine_house: House) -> None:
    mia = await reminder_for(engine_house)
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
    mia = await reminder_for(engine_house)
    engine_house.discord.lose_answer(times=100)

    await engine_house.travel(minutes=30)

    sends, finds = engine_house.discord.asked("send"), engine_house.discord.asked("find")
    assert sends[-1].at - sends[0].at < timedelta(seconds=60)
    assert len(finds) == 1
    assert finds[0].at > sends[-1].at
    assert len(engine_house.inbox(mia)) == 1
    assert await engine_house.states() == [State.SENT]


async def test_a_doubt_that_history_does_not_confirm_is_sent_again(engine_house: House) -> None:
    mia = await reminder_for(engine_house)
    engine_house.discord.answer(InDoubt("time-out"), times=5)

    await engine_house.travel(minutes=5)

    what = [request.what for request in engine_house.discord.requests]
    assert what == ["send"] * 5 + ["find", "send"]
    assert len(engine_house.inbox(mia)) == 1


async def test_a_doubt_outlives_a_certain_failure_after_it(engine_house: House) -> None:
    mia = await reminder_for(engine_house)
    engine_house.discord.lose_answer()
    engine_house.discord.answer(RetryAt(300, RetryReason.RATE_LIMITED))

    await engine_house.travel(minutes=30)

    what = [request.what for request in engine_house.discord.requests]
    assert what == ["send", "send", "find"]
    assert len(engine_house.inbox(mia)) == 1


async def test_a_look_up_waits_as_long_as_discord_says(engine_house: House) -> None:
    await reminder_for(engine_house)
    engine_house.discord.lose_answer(times=5)
    engine_house.discord.answer(RetryAt(600, RetryReason.SERVER), to="find", times=2)

    await engine_house.travel(hours=1)

    assert seconds_between(engine_house, "find") == [600, 600]
    assert await engine_house.states() == [State.SENT]


async def test_a_look_up_in_a_closed_channel_leads_to_a_new_try(engine_house: House) -> None:
    mia = await reminder_for(engine_house)
    engine_house.discord.answer(InDoubt("time-out"), times=5)
    engine_house.discord.answer(CLOSED, to="find")
    engine_house.discord.answer(CLOSED)

    await engine_house.travel(minutes=5)

    assert await engine_house.states() == [State.UNREACHABLE]
    assert engine_house.inbox(mia) == []


async def test_a_message_deleted_since_counts_as_sent(engine_house: House) -> None:
    await reminder_for(engine_house)
    engine_house.discord.answer(Sent(None))

    await engine_house.run_until_quiet()

    assert await engine_house.states() == [State.SENT]
    assert [row["message_id"] for row in await engine_house.deliveries()] == [None]


# Members who cannot be reached


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
    mia, ben = await reminder_for(engine_house), await reminder_for(engine_house)
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
    mia = await reminder_for(engine_house)
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
    await reminder_for(engine_house)
    engine_house.discord.answer(RetryAt(0, RetryReason.CHANNEL_GONE), times=4)

    await engine_house.travel(minutes=2)

    assert seconds_between(engine_house, "open") == [4, 8, 16]
    assert await engine_house.states() == [State.SENT]


# Opening DM channels


async def test_a_new_channel_is_on_record_before_its_first_message_leaves(
    engine_house: House,
) -> None:
    mia = await reminder_for(engine_house, channel=False)
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
        await reminder_for(engine_house, channel=False)

    await engine_house.travel(minutes=1)

    assert seconds_between(engine_house, "open") == [0, 0, 0, 0, 2, 2, 2]
    assert await engine_house.states() == [State.SENT] * 8


async def test_opening_too_fast_pauses_all_opening_longer_each_time(engine_house: House) -> None:
    for _ in range(4):
        await reminder_for(engine_house, channel=False)
    engine_house.discord.answer(TOO_FAST, to="open", times=12)

    await engine_house.travel(minutes=10)

    # Several that were on their way together are refused together, and that is one refusal.
    pauses = [pause for pause in seconds_between(engine_house, "open") if pause]
    assert pauses == [60, 120, 240]


async def test_a_pause_in_opening_is_no_shorter_than_discord_asks(engine_house: House) -> None:
    await reminder_for(engine_house, channel=False)
    engine_house.discord.answer(RetryAt(600, RetryReason.OPENING_PAUSED), to="open", times=2)

    await engine_house.travel(hours=1)

    assert seconds_between(engine_house, "open") == [600, 1200]


async def test_a_pause_in_opening_holds_nobody_up_whose_channel_is_open(
    engine_house: House,
) -> None:
    new = await reminder_for(engine_house, channel=False)
    engine_house.discord.answer(TOO_FAST, to="open")
    await engine_house.run_until_quiet()

    known, other = (
        await reminder_for(engine_house),
        await reminder_for(engine_house, channel=False),
    )
    await engine_house.travel(seconds=30)

    assert len(engine_house.inbox(known)) == 1
    assert engine_house.inbox(new) == engine_house.inbox(other) == []
    assert len(engine_house.discord.asked("open")) == 1


async def test_the_operator_is_told_of_a_pause_in_opening(
    engine_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await reminder_for(engine_house, channel=False)
    engine_house.discord.answer(TOO_FAST, to="open")

    await engine_house.run_until_quiet()

    (told,) = [record for record in caplog.records if record.msg == "dm.opening_refused"]
    assert (told.levelno, vars(told)["pause_s"]) == (logging.ERROR, 60)


async def test_a_member_whose_channel_cannot_be_opened_is_unreachable(
    engine_house: House,
) -> None:
    await reminder_for(engine_house, channel=False)
    engine_house.discord.answer(CLOSED, to="open")

    await engine_house.travel(hours=1)

    assert await engine_house.states() == [State.UNREACHABLE]
    assert len(engine_house.discord.requests) == 1


# Refusals


@pytest.mark.parametrize("reason", [RefusedReason.BODY, RefusedReason.FORBIDDEN])
async def test_a_refused_message_fails_and_the_log_says_so_without_its_text(
    engine_house: House, caplog: pytest.LogCaptureFixture, reason: RefusedReason
) -> None:
    await reminder_for(engine_house)
    engine_house.discord.answer(Refused(reason, 50035))

    await engine_house.travel(hours=1)

    assert await engine_house.states() == [State.FAILED]
    assert await engine_house.reasons() == [f"{reason.value} (50035)"]
    assert len(engine_house.discord.requests) == 1
    (told,) = [record for record in caplog.records if record.msg == "delivery.refused"]
    assert (told.levelno, vars(told)["code"]) == (logging.ERROR, 50035)
    assert not any(SECRET in str(vars(record)) for record in caplog.records)


async def test_a_refused_token_costs_no_message(engine_house: House) -> None:
    mia = await reminder_for(engine_house)
    engine_house.discord.answer(Refused(RefusedReason.TOKEN, 0))
    await engine_house.run_until_quiet()
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
        mia = await reminder_for(engine_house)
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
