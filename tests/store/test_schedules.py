"""What fires for a member: written, read, revised and skipped."""

from __future__ import annotations

import pytest

from bot.domain.ids import ScheduleId
from bot.domain.rule import Rule, Weekdays
from bot.errors import StoreError
from bot.store import controls, members, schedules
from bot.store.columns import from_slot
from bot.store.connection import Store
from bot.store.schedules import Schedule
from tests.store.builders import (
    NOW_AT,
    SLOT,
    add_client,
    add_clinic,
    add_occurrence,
    add_schedule,
    at_slot,
    minutes,
    occurrence,
    query_plan,
    ready_ids,
)
from tests.store.firing import NEXT, end, get, live_ids

RULE = Rule(Weekdays(frozenset({0, 2})), (540, 585))


# Writing and reading


async def test_a_schedule_comes_back_as_it_was_written(store: Store) -> None:
    member, clinic = await add_client(store), await add_clinic(store)
    one = await add_schedule(store, member, rule=RULE, upcoming=NEXT, clinic=clinic)

    assert await get(store, one) == Schedule(
        id=one,
        kind="posture",
        wish={"asked": "posture"},
        rule=RULE,
        status="active",
        end_reason=None,
        clinic_id=clinic,
        local_next_slot=NEXT.local_slot,
        next_due_at=NEXT.at,
        local_last_slot=None,
    )


async def test_a_schedule_knows_the_last_slot_it_used_however_that_ended(store: Store) -> None:
    one = await add_schedule(store, await add_client(store))
    for slot, state in (("2026-11-20T09:00", "sent"), (SLOT, "dropped"), ("2026-11-21T09:00", "x")):
        await add_occurrence(store, one, slot, state="sent" if state == "x" else state)

    assert (await get(store, one)).local_last_slot == from_slot(SLOT)


async def test_a_schedule_that_is_not_there_is_none(store: Store) -> None:
    assert await schedules.get(store.reads, ScheduleId(99)) is None


async def test_a_members_live_schedules_are_the_active_and_the_paused(store: Store) -> None:
    member, other = await add_client(store, 1), await add_client(store, 2)
    active, paused, ended = [await add_schedule(store, member) for _ in range(3)]
    await add_schedule(store, other)
    await end(store, ended)
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET status = 'paused' WHERE id = ?", (paused,))

    assert await live_ids(store, member) == [active, paused]


async def test_of_a_kind_the_latest_live_one_counts(store: Store) -> None:
    member = await add_client(store)
    first, second, third = [await add_schedule(store, member) for _ in range(3)]
    await add_schedule(store, member, kind="tension")
    await end(store, third)

    found = await schedules.live_of_kind(store.reads, member, "posture")
    latest = await schedules.last_of_kind(store.reads, member, "posture")

    assert found is not None
    assert latest is not None
    assert (found.id, latest.id, latest.status) == (second, third, "ended")
    await end(store, second)
    await end(store, first)
    assert await schedules.live_of_kind(store.reads, member, "posture") is None
    assert await schedules.last_of_kind(store.reads, member, "weekly") is None


async def test_what_ended_for_one_reason_can_be_brought_back(store: Store) -> None:
    member = await add_client(store)
    stopped, off = [await add_schedule(store, member, upcoming=NEXT) for _ in range(2)]
    await end(store, off, "turned off")
    await end(store, stopped, "stopped")
    (had,) = await schedules.ended_with(store.reads, member, "stopped")
    assert (had.id, had.next_due_at) == (stopped, None)

    async with store.write() as tx:
        await schedules.revise(
            tx, stopped, wish={"new": 1}, rule=RULE, upcoming=NEXT, now_at=NOW_AT
        )

    again = await get(store, stopped)
    assert (again.status, again.end_reason, again.wish) == ("active", None, {"new": 1})
    assert (again.rule, again.next_due_at) == (RULE, NEXT.at)
    assert await live_ids(store, member) == [stopped]


async def test_a_wish_that_is_no_object_is_an_error_of_the_store(store: Store) -> None:
    one = await add_schedule(store, await add_client(store))
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET wish = '[]'")

    with pytest.raises(StoreError, match="no object"):
        await schedules.get(store.reads, one)


async def test_everybody_for_whom_something_is_active_is_named_once(store: Store) -> None:
    one, other, third = [await add_client(store, number) for number in (1, 2, 3)]
    for member in (one, one, other):
        await add_schedule(store, member)
    await end(store, await add_schedule(store, third))

    assert await members.with_schedules(store.reads) == [one, other]


# Skipping


async def test_a_schedule_can_go_on_with_a_later_slot(store: Store) -> None:
    one = await add_schedule(store, await add_client(store), upcoming=at_slot(SLOT, NOW_AT))

    async with store.write() as tx:
        await controls.skip_to(tx, one, NEXT, NOW_AT)

    found = await get(store, one)
    assert (found.local_next_slot, found.next_due_at) == (NEXT.local_slot, NEXT.at)


async def test_a_skip_after_the_end_changes_nothing(store: Store) -> None:
    one = await add_schedule(store, await add_client(store))
    await end(store, one)
    before = await get(store, one)

    async with store.write() as tx:
        await controls.skip_to(tx, one, NEXT, NOW_AT + minutes(1))

    assert await get(store, one) == before


# At once


async def test_an_occurrence_of_this_moment_is_ready_at_once(store: Store) -> None:
    one = await add_schedule(store, await add_client(store), kind="notice")

    async with store.write() as tx:
        added = await schedules.add_occurrence_now(tx, one, from_slot(SLOT), 1, NOW_AT)

    assert await ready_ids(store) == [added]
    row = await occurrence(store, added)
    assert (row["lane"], row["slot"], row["step"]) == (1, SLOT, 1)


# Cost


@pytest.mark.parametrize(
    "sql", [schedules.LIVE, schedules.LIVE_OF_KIND, schedules.ENDED_WITH, schedules.END_ALL]
)
async def test_a_members_schedules_are_found_by_member(store: Store, sql: str) -> None:
    steps = await query_plan(store, sql, (1,) * sql.count("?"))

    assert "schedule_of_member (member_id=?" in steps
    assert "SCAN" not in steps
