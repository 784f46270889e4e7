"""Pressed buttons: the occurrence behind one, and what the press changes or comes too late for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import DiscordUserId, MessageId, OccurrenceId
from bot.domain.occurrence import Pressed, State
from bot.store import presses, schedules
from bot.store.columns import from_slot, to_ms
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    SLOT,
    add_client,
    add_occurrence,
    add_schedule,
    claim,
    minutes,
    occurrence,
    pressed,
    query_plan,
    ready,
    ready_ids,
    settings,
)
from tests.store.firing import prompt

LATER_AT = NOW_AT + minutes(15)
DELIVERED = {
    "sending": {"state": "sending"},
    "sent": {"state": "sent"},
    "in doubt": {"state": "queued", "doubt_since_at": NOW_AT},
}
NOT_DELIVERED = ["queued", "answered", "stale", "unreachable", "failed", "dropped"]


async def answer(store: Store, press: Pressed, what: str = "done") -> bool:
    async with store.write() as tx:
        return await presses.note_answer(tx, press, what, LATER_AT)


async def snooze(store: Store, press: Pressed) -> bool:
    async with store.write() as tx:
        return await presses.snooze(tx, press, LATER_AT)


# Finding


async def test_a_press_finds_all_that_decides_about_it(store: Store) -> None:
    member = await add_client(store, 7, chosen=settings(zone_name="Asia/Tokyo"))
    schedule = await add_schedule(store, member)
    one = await add_occurrence(store, schedule, state="sent", step=2)
    async with store.write() as tx:
        await tx.run("INSERT INTO delivery VALUES (?, 1, 70, 900, 0)", (one,))
        row = (one, to_ms(NOW_AT))
        await tx.run("INSERT INTO delivery VALUES (?, 2, 70, 901, ?)", row)

    assert await pressed(store, one) == Pressed(
        id=one,
        schedule_id=schedule,
        kind="posture",
        wish={"asked": "posture"},
        member_id=member,
        owner=DiscordUserId(1007),
        local_slot=from_slot(SLOT),
        state=State.SENT,
        step=2,
        in_doubt=False,
        send_after_at=NOW_AT,
        sent_at=NOW_AT,
        message_id=MessageId(901),
        answer=None,
        answered_at=None,
        schedule_status="active",
    )


async def test_a_press_on_what_is_no_longer_kept_finds_nothing(store: Store) -> None:
    assert await presses.find(store.reads, OccurrenceId(99)) is None


async def test_a_press_before_its_mark_finds_no_message_yet(store: Store) -> None:
    found = await pressed(store, await prompt(store, state="sending"))

    assert (found.state, found.sent_at, found.message_id) == (State.SENDING, None, None)


async def test_a_doubt_and_an_ended_schedule_are_told(store: Store) -> None:
    one = await prompt(store, doubt_since_at=NOW_AT)
    found = await pressed(store, one)
    async with store.write() as tx:
        await schedules.end(tx, found.schedule_id, "turned off", NOW_AT)

    assert found.in_doubt
    assert (await pressed(store, one)).schedule_status == "ended"


# Answering


@pytest.mark.parametrize("columns", DELIVERED.values(), ids=DELIVERED.keys())
async def test_a_message_that_arrived_can_be_answered(
    store: Store, columns: dict[str, Any]
) -> None:
    one = await prompt(store, **columns)

    assert await answer(store, await pressed(store, one))

    row = await occurrence(store, one)
    assert (row["state"], row["answer"], row["answered_at"]) == (
        "answered",
        "done",
        to_ms(LATER_AT),
    )
    assert row["doubt_since_at"] is None


@pytest.mark.parametrize("state", NOT_DELIVERED)
@pytest.mark.parametrize("press", [answer, snooze], ids=["answer", "snooze"])
async def test_a_press_changes_nothing_that_was_not_delivered_or_is_over(
    store: Store, state: str, press: object
) -> None:
    one = await prompt(store, state=state)
    before = tuple(await occurrence(store, one))

    assert callable(press)
    assert not await press(store, await pressed(store, one))

    assert tuple(await occurrence(store, one)) == before


async def test_two_presses_at_once_are_answered_once(store: Store) -> None:
    one = await prompt(store, state="sent")
    first = second = await pressed(store, one)

    assert await answer(store, first, "done")
    assert not await answer(store, second, "better")
    assert not await snooze(store, second)

    assert (await occurrence(store, one))["answer"] == "done"


async def test_a_press_on_an_earlier_steps_message_answers_nothing(store: Store) -> None:
    one = await prompt(store, state="sent", step=2)
    early = replace(await pressed(store, one), step=1)

    assert not await answer(store, early)
    assert not await snooze(store, early)


# Snoozing


@pytest.mark.parametrize("columns", DELIVERED.values(), ids=DELIVERED.keys())
async def test_a_snooze_queues_the_same_occurrence_one_step_on(
    store: Store, columns: dict[str, Any]
) -> None:
    one = await prompt(store, attempts=3, item="p1", **columns)

    assert await snooze(store, await pressed(store, one))

    row = await occurrence(store, one)
    expected = {"state": "queued", "step": 2, "attempts": 0, "attempt_at": None, "item": "p1"}
    assert {name: row[name] for name in expected} == expected
    assert row["doubt_since_at"] is None
    assert row["send_after_at"] == row["ready_at"] == to_ms(LATER_AT)
    assert row["due_at"] == to_ms(NOW_AT)


async def test_a_snoozed_message_comes_again_after_its_minutes(store: Store) -> None:
    one = await prompt(store, state="sent")
    await snooze(store, await pressed(store, one))

    assert await ready_ids(store, LATER_AT - timedelta(milliseconds=1)) == []
    assert await ready_ids(store, LATER_AT) == [one]


async def test_a_second_snooze_of_the_same_step_changes_nothing(store: Store) -> None:
    one = await prompt(store, state="sent")
    first = second = await pressed(store, one)

    assert await snooze(store, first)
    assert not await snooze(store, second)

    assert (await occurrence(store, one))["step"] == 2


async def test_each_snooze_is_one_step_more(store: Store) -> None:
    one = await prompt(store)
    for step in (1, 2, 3):
        await claim(store, await ready(store, LATER_AT), LATER_AT)
        found = await pressed(store, one)
        assert found.step == step
        assert await snooze(store, found)


# Cost


async def test_a_press_is_found_by_numbers_alone(store: Store) -> None:
    assert "SCAN" not in await query_plan(store, presses.FIND, (1,))
