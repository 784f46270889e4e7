"""Queries about silence: which schedules nobody pressed on lately, and what ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import OccurrenceId, ScheduleId
from bot.domain.rule import OneDate, Rule
from bot.store import habits, schedules
from bot.store.columns import from_slot
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    add_client,
    add_member,
    add_occurrence,
    add_schedule,
    at_slot,
    minutes,
    occurrence,
    query_plan,
)

MS = 1000


async def history(store: Store, spelled: str) -> tuple[ScheduleId, list[OccurrenceId]]:
    """A schedule by what came, hour after hour: s sent, a answered, z snoozed, ? the question."""
    schedule = await add_schedule(store, await add_client(store))
    columns: dict[str, dict[str, Any]] = {
        "s": {"state": "sent", "item": "neck"},
        "a": {"state": "answered", "item": "neck", "answer": "done", "answered_at": NOW_AT},
        "z": {"state": "sent", "item": "neck", "step": 2},
        "Z": {"state": "queued", "item": "neck", "step": 2},
        "?": {"state": "sent", "item": "?"},
        "!": {"state": "answered", "item": "?", "answer": "keep", "answered_at": NOW_AT},
        "d": {"state": "dropped"},
        "u": {"state": "unreachable", "item": "neck"},
        "q": {"state": "queued"},
    }
    ids = [
        await add_occurrence(store, schedule, slot(hour), **columns[sign])
        for hour, sign in enumerate(spelled)
    ]
    return schedule, ids


def slot(hour: int) -> str:
    return f"2026-11-23T{hour:02}:00"


async def quiet_hours_of(store: Store, spelled: str) -> list[int] | None:
    """The hours of the deliveries that nobody pressed, newest first; None: not quiet."""
    schedule, _ = await history(store, spelled)
    found = await habits.quiet(store.reads, [schedule], 3)
    return [local.hour for local in found[schedule].local_slots] if found else None


@pytest.mark.parametrize(
    ("spelled", "hours"),
    [
        ("", None),
        ("ss", None),
        ("sss", [2, 1, 0]),
        ("ssss", [3, 2, 1]),
        ("assss", [4, 3, 2]),
        ("asss", [3, 2, 1]),
        ("ass", None),
        ("sssa", None),
        ("ssas", None),
        ("ssz", None),
        ("ssZ", None),
        ("sdsuds", [5, 2, 0]),
        ("sssq", [2, 1, 0]),
        ("sss!", None),
        ("!sss", [3, 2, 1]),
        ("sss!ss", None),
    ],
)
async def test_a_schedule_is_quiet_when_its_last_deliveries_were_all_left_unpressed(
    store: Store, spelled: str, hours: list[int] | None
) -> None:
    assert await quiet_hours_of(store, spelled) == hours


async def test_an_open_question_is_found_however_much_was_dropped_since(store: Store) -> None:
    schedule, _ = await history(store, "sss?" + "d" * 20)

    found = (await habits.quiet(store.reads, [schedule], 3))[schedule]

    assert (found.waits, found.local_slots) == (True, (from_slot(slot(3)),))
    assert await habits.waits_for_answer(store.reads, schedule)


@pytest.mark.parametrize("state", ["queued", "sending"])
async def test_a_question_on_its_way_waits_for_its_answer_already(store: Store, state: str) -> None:
    schedule, _ = await history(store, "sss")
    await add_occurrence(store, schedule, slot(9), state=state, item="?")

    assert (await habits.quiet(store.reads, [schedule], 3))[schedule].waits


@pytest.mark.parametrize("state", ["stale", "unreachable", "failed", "dropped"])
async def test_a_question_that_never_arrived_waits_for_nothing(store: Store, state: str) -> None:
    schedule, _ = await history(store, "sss")
    await add_occurrence(store, schedule, slot(9), state=state, item="?")

    assert not (await habits.quiet(store.reads, [schedule], 3))[schedule].waits


async def test_many_schedules_are_asked_about_at_once_and_kept_apart(store: Store) -> None:
    member = await add_client(store)
    quiet, asked, busy = [await add_schedule(store, member) for _ in range(3)]
    for hour in range(3):
        await add_occurrence(store, quiet, slot(hour), state="sent", item="neck")
        await add_occurrence(store, busy, slot(hour), state="answered", item="neck", answer="done")
    await add_occurrence(store, asked, slot(1), state="sent", item="?")

    found = await habits.quiet(store.reads, [quiet, asked, busy], 3)

    assert {schedule: one.waits for schedule, one in found.items()} == {quiet: False, asked: True}


async def test_the_look_up_reads_indexes_alone(store: Store) -> None:
    plan = await query_plan(store, habits.QUIET, {"schedules": "[1]", "number": 5})

    assert "SCAN occurrence" not in plan
    assert "SCAN question" not in plan
    assert "TEMP B-TREE" not in plan
    assert "occurrence_question" in plan


# What a press does


async def test_a_press_elsewhere_answers_the_question_and_no_other(store: Store) -> None:
    schedule, ids = await history(store, "sss?")
    other = await add_schedule(store, await add_member(store, 9))
    elsewhere = await add_occurrence(store, other, state="sent", item="?")

    async with store.write() as tx:
        await habits.close_question(tx, schedule, except_for=ids[0], now_at=NOW_AT)

    question = await occurrence(store, ids[-1])
    assert (question["state"], question["answer"]) == ("answered", "elsewhere")
    assert question["answered_at"] == int(NOW_AT.timestamp() * MS)
    assert [(await occurrence(store, one))["state"] for one in ids[:3]] == ["sent"] * 3
    assert (await occurrence(store, elsewhere))["state"] == "sent"


async def test_a_press_on_the_question_itself_leaves_it_to_be_answered(store: Store) -> None:
    schedule, ids = await history(store, "sss?")

    async with store.write() as tx:
        await habits.close_question(tx, schedule, except_for=ids[-1], now_at=NOW_AT)

    assert (await occurrence(store, ids[-1]))["state"] == "sent"


async def test_the_question_takes_one_answer_of_its_own_also_after_a_press_elsewhere(
    store: Store,
) -> None:
    schedule, ids = await history(store, "sss?")
    async with store.write() as tx:
        await habits.close_question(tx, schedule, except_for=None, now_at=NOW_AT)
        assert await habits.answer_question(tx, ids[-1], "less", NOW_AT + minutes(1))
        assert not await habits.answer_question(tx, ids[-1], "keep", NOW_AT + minutes(2))

    question = await occurrence(store, ids[-1])
    assert question["answer"] == "less"
    assert question["answered_at"] == int((NOW_AT + minutes(1)).timestamp() * MS)


async def test_a_prompt_is_no_question_to_answer(store: Store) -> None:
    _, ids = await history(store, "s")
    async with store.write() as tx:
        assert not await habits.answer_question(tx, ids[0], "keep", NOW_AT)

    assert (await occurrence(store, ids[0]))["state"] == "sent"


@pytest.mark.parametrize(("sign", "answer"), [("s", "late"), ("a", "done"), ("Z", None)])
async def test_a_late_press_is_noted_on_what_was_left_unanswered_alone(
    store: Store, sign: str, answer: str | None
) -> None:
    _, ids = await history(store, sign)
    async with store.write() as tx:
        await habits.note_late(tx, ids[0], NOW_AT)

    assert (await occurrence(store, ids[0]))["answer"] == answer


# What hours are learned from


async def test_answers_in_time_are_counted_and_nothing_else_is(store: Store) -> None:
    schedule, ids = await history(store, "aassZ!")
    other = await add_schedule(store, await add_member(store, 9))
    await add_occurrence(store, other, state="answered", answer="done", answered_at=NOW_AT)
    await add_occurrence(
        store, schedule, slot(20), state="answered", answer="stop", answered_at=NOW_AT
    )
    async with store.write() as tx:
        await habits.note_late(tx, ids[2], NOW_AT)

    assert await habits.answers(store.reads, schedule) == 2
    assert await habits.answers(store.reads, schedule, NOW_AT - minutes(1)) == 2
    assert await habits.answers(store.reads, schedule, NOW_AT) == 0


async def test_what_came_is_told_newest_first_without_the_question(store: Store) -> None:
    schedule = await add_schedule(store, await add_client(store))
    for hour in range(5):
        answered: dict[str, Any] = {"state": "answered", "answer": "done"}
        answered["answered_at"] = NOW_AT + minutes(hour)
        row = answered if hour % 2 else {"state": "sent"}
        at = NOW_AT + timedelta(hours=hour)
        await add_occurrence(store, schedule, slot(hour), at=at, **row)
    await add_occurrence(store, schedule, slot(9), state="sent", item="?")
    await add_occurrence(store, schedule, slot(10), state="dropped")

    assert await habits.came(store.reads, schedule, 3) == [
        (from_slot(slot(4)), NOW_AT + timedelta(hours=4), None),
        (from_slot(slot(3)), NOW_AT + timedelta(hours=3), NOW_AT + minutes(3)),
        (from_slot(slot(2)), NOW_AT + timedelta(hours=2), None),
    ]


# What becomes of the schedule


async def test_a_revised_schedule_stays_as_active_as_it_was(store: Store) -> None:
    member = await add_client(store)
    rule = Rule(OneDate(NOW_AT.date()), (600,))
    upcoming = at_slot(slot(10), NOW_AT + minutes(60))
    paused, ended = await add_schedule(store, member), await add_schedule(store, member)
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET status = 'paused' WHERE id = ?", (paused,))
        await schedules.end(tx, ended, "turned off", NOW_AT)
        for one in (paused, ended):
            await habits.revise(tx, one, wish={"x": 1}, rule=rule, upcoming=upcoming, now_at=NOW_AT)

    after = await schedules.get(store.reads, paused)
    assert after is not None
    assert (after.status, after.wish, after.rule) == ("paused", {"x": 1}, rule)
    gone = await schedules.get(store.reads, ended)
    assert gone is not None
    assert (gone.status, gone.wish) == ("ended", {"asked": "posture"})


async def test_a_new_wish_alone_leaves_the_times_alone(store: Store) -> None:
    upcoming = at_slot(slot(10), NOW_AT + minutes(60))
    schedule = await add_schedule(store, await add_client(store), upcoming=upcoming)

    async with store.write() as tx:
        await habits.set_wish(tx, schedule, {"asks": False}, NOW_AT)

    after = await schedules.get(store.reads, schedule)
    assert after is not None
    assert after.wish == {"asks": False}
    assert (after.local_next_slot, after.next_due_at) == (upcoming.local_slot, upcoming.at)
