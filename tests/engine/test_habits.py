"""The question in the life of an occurrence: what the claim makes of silence, and of a press."""

from __future__ import annotations

import pytest

from bot.delivery.messenger import RetryAt, RetryReason
from bot.domain.occurrence import State
from bot.store import habits
from tests.engine.house import House
from tests.engine.mortal import AFTER_SEND
from tests.engine.residents import Resident, at

TIMES = ("09:00", "11:00", "13:00")
ASKED = "?"


@pytest.fixture
async def mia(engine_house: House) -> Resident:
    """Gets three prompts a day that ask after five unanswered, and a tension check-in."""
    resident = await engine_house.member()
    await engine_house.daily(resident, "posture", *TIMES, asks=True)
    await engine_house.daily(resident, "tension", "18:00")
    return resident


def bodies(house: House, who: Resident) -> list[str]:
    return [one.message.body for one in house.inbox(who) if one.message.title == "posture"]


async def shown(house: House) -> list[str]:
    return [row["item"] for row in await house.store.reads.rows("SELECT item FROM shown")]


async def test_the_question_takes_a_prompts_place_and_later_ones_wait_for_its_answer(
    engine_house: House, mia: Resident
) -> None:
    await engine_house.travel_to("2026-11-26 20:00")

    assert bodies(engine_house, mia).index(ASKED) == 5
    assert len(bodies(engine_house, mia)) == 6
    rows = [row for row in await engine_house.occurrences() if row["kind"] == "posture"]
    assert [row["item"] == "?" for row in rows[:6]] == [False] * 5 + [True]
    assert {row["end_reason"] for row in rows[6:]} == {"waits for an answer"}
    assert len(rows) == 12


async def test_the_question_is_not_what_was_shown_last(engine_house: House, mia: Resident) -> None:
    await engine_house.travel_to("2026-11-24 12:00")
    before = await shown(engine_house)

    await engine_house.travel_to("2026-11-24 14:00")

    assert bodies(engine_house, mia)[-1] == ASKED
    assert await shown(engine_house) == before


async def test_tension_goes_on_through_the_silence(engine_house: House, mia: Resident) -> None:
    await engine_house.travel_to("2026-11-30 20:00")

    assert [at for at in engine_house.times(mia) if at.endswith("18:00")] == [
        f"{day} 18:00" for day in range(23, 31)
    ]


async def test_a_kind_that_never_asks_goes_on_for_ever(engine_house: House) -> None:
    leo = await engine_house.member()
    await engine_house.daily(leo, "posture", *TIMES)

    await engine_house.travel_to("2026-11-30 20:00")

    assert len(bodies(engine_house, leo)) == 24


async def test_a_press_elsewhere_brings_the_prompts_back_with_another_item(
    engine_house: House, mia: Resident
) -> None:
    await engine_house.travel_to("2026-11-25 20:00")
    schedule = (await engine_house.occurrences())[0]["schedule_id"]
    async with engine_house.store.write() as tx:
        now_at = engine_house.clock.now()
        await habits.close_question(tx, schedule, except_for=None, now_at=now_at)

    await engine_house.travel_to("2026-11-26 10:00")

    last_prompt, question, first_again = bodies(engine_house, mia)[-3:]
    assert question == ASKED
    assert first_again not in {last_prompt, ASKED}


async def test_a_question_that_failed_at_first_is_tried_again_as_the_question(
    engine_house: House, mia: Resident
) -> None:
    await engine_house.travel_to("2026-11-24 12:00")
    engine_house.discord.answer(RetryAt(60, RetryReason.SERVER))

    await engine_house.travel_to("2026-11-24 20:00")

    assert bodies(engine_house, mia)[-1] == ASKED
    assert bodies(engine_house, mia).count(ASKED) == 1


async def test_a_question_that_went_stale_is_asked_at_the_next_time(
    engine_house: House, mia: Resident
) -> None:
    await engine_house.travel_to("2026-11-24 12:00")
    engine_house.sleep_until("2026-11-24 14:00")

    await engine_house.travel_to("2026-11-25 10:00")

    assert bodies(engine_house, mia)[-1] == ASKED
    assert engine_house.times(mia)[-1] == "25 09:00"


async def test_a_crash_between_asking_and_noting_it_asks_once(
    engine_house: House, mia: Resident
) -> None:
    await engine_house.travel_to("2026-11-24 12:59")
    engine_house.clock.move_to(at("2026-11-24 13:00"))
    engine_house.fuse.arm(AFTER_SEND)
    await engine_house.run_until_quiet()
    assert engine_house.fuse.blown
    await engine_house.reopen(seconds=30)

    await engine_house.travel_to("2026-11-25 20:00")

    assert bodies(engine_house, mia).count(ASKED) == 1
    assert bodies(engine_house, mia)[-1] == ASKED


async def test_the_question_takes_a_place_in_the_day_as_a_prompt_does(
    engine_house: House,
) -> None:
    mia = await engine_house.member(limit=3)
    await engine_house.daily(mia, "posture", *TIMES, asks=True)
    await engine_house.daily(mia, "tension", "18:00")

    await engine_house.travel_to("2026-11-25 20:00")

    # Two prompts a day, for the third place is kept for tension.
    assert [at for at in engine_house.times(mia) if at.startswith("25")] == [
        "25 09:00",
        "25 11:00",
        "25 18:00",
    ]
    assert bodies(engine_house, mia)[-1] == ASKED


async def test_what_was_never_delivered_counts_neither_as_answered_nor_as_not(
    engine_house: House, mia: Resident
) -> None:
    await engine_house.travel_to("2026-11-23 20:00")
    await engine_house.pause(mia, "2026-11-26 08:00")

    await engine_house.travel_to("2026-11-26 20:00")

    assert bodies(engine_house, mia)[-1] == ASKED
    assert engine_house.times(mia)[-2:] == ["26 13:00", "26 18:00"]
    dropped = [reason for reason in await engine_house.reasons() if reason]
    assert set(dropped) == {"paused"}


async def test_states_of_a_silent_schedule_are_plain(engine_house: House, mia: Resident) -> None:
    await engine_house.travel_to("2026-11-25 10:00")

    rows = [row for row in await engine_house.occurrences() if row["kind"] == "posture"]
    assert [State(row["state"]) for row in rows] == [*[State.SENT] * 6, State.DROPPED]
