"""What is written for what is due, once, and what comes after it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain.ids import OccurrenceId, ScheduleId
from bot.domain.occurrence import Planned
from bot.errors import StoreError
from bot.store import planning
from bot.store.columns import from_slot
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    SLOT,
    add_client,
    add_occurrence,
    add_schedule,
    at_slot,
    occurrence,
)
from tests.store.firing import due_at, get


async def due_ids(store: Store, now_at: datetime = NOW_AT, at_most: int = 50) -> list[ScheduleId]:
    return [schedule.id for schedule in await planning.due(store.reads, now_at, at_most)]


async def plan(store: Store, *planned: Planned) -> None:
    async with store.write() as tx:
        await planning.add_occurrences(tx, planned)


def planned(schedule: ScheduleId, slot: str = SLOT, *, lane: int = 4) -> Planned:
    return Planned(schedule, from_slot(slot), NOW_AT, lane)


# Writing


async def test_a_planned_occurrence_is_queued_and_ready_when_it_is_due(
    store: Store, schedule: ScheduleId
) -> None:
    await plan(store, planned(schedule, lane=3))

    row = await occurrence(store, OccurrenceId(1))
    expected = {"state": "queued", "step": 1, "attempts": 0, "slot": SLOT, "lane": 3}
    assert {name: row[name] for name in expected} == expected
    assert row["due_at"] == row["send_after_at"] == row["ready_at"]


async def test_planning_a_slot_twice_writes_it_once(store: Store, schedule: ScheduleId) -> None:
    await plan(store, planned(schedule), planned(schedule, lane=3))
    await plan(store, planned(schedule))

    rows = await store.reads.rows("SELECT id, lane FROM occurrence")
    assert [tuple(row) for row in rows] == [(1, 4)]


@pytest.mark.parametrize("state", ["sent", "answered", "dropped", "stale", "failed"])
async def test_a_slot_that_was_used_is_left_as_it_ended(
    store: Store, schedule: ScheduleId, state: str
) -> None:
    used = await add_occurrence(store, schedule, state=state)

    await plan(store, planned(schedule), planned(schedule, "2026-11-24T09:00"))

    assert (await occurrence(store, used))["state"] == state
    assert len(await store.reads.rows("SELECT 1 FROM occurrence")) == 2


async def test_two_schedules_may_use_the_same_slot(store: Store) -> None:
    member = await add_client(store)
    one, other = await add_schedule(store, member), await add_schedule(store, member)

    await plan(store, planned(one), planned(other))

    assert len(await store.reads.rows("SELECT 1 FROM occurrence")) == 2


async def test_a_slot_cannot_be_written_twice_by_any_other_way(
    store: Store, schedule: ScheduleId
) -> None:
    await add_occurrence(store, schedule)

    with pytest.raises(StoreError, match="UNIQUE"):
        await add_occurrence(store, schedule)


async def test_an_occurrences_number_is_never_given_out_again(
    store: Store, schedule: ScheduleId
) -> None:
    await plan(store, planned(schedule), planned(schedule, "2026-11-24T09:00"))
    async with store.write() as tx:
        await tx.run("DELETE FROM occurrence")

    await plan(store, planned(schedule))

    rows = await store.reads.rows("SELECT id FROM occurrence")
    assert [row["id"] for row in rows] == [3]


@pytest.mark.parametrize("table", ["member", "clinic", "schedule", "occurrence", "consent"])
async def test_no_table_whose_numbers_leave_the_database_reuses_them(
    store: Store, table: str
) -> None:
    row = await store.reads.row("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))
    assert row is not None
    assert "PRIMARY KEY AUTOINCREMENT" in row["sql"]


async def test_a_schedule_needs_somebody_to_write_to(store: Store) -> None:
    with pytest.raises(StoreError, match="CHECK"):
        async with store.write() as tx:
            await tx.run(
                "INSERT INTO schedule (kind, wish, status, created_at, changed_at)"
                " VALUES ('posture', '{}', 'active', 0, 0)"
            )


# Advancing


async def test_advancing_sets_what_comes_next(store: Store) -> None:
    schedule = await due_at(store, NOW_AT)
    tomorrow = at_slot("2026-11-24T09:00", NOW_AT + timedelta(days=1))

    async with store.write() as tx:
        await planning.advance(tx, [(schedule, tomorrow)])

    assert await due_ids(store) == []
    assert await due_ids(store, tomorrow.at) == [schedule]


async def test_a_schedule_that_is_over_is_never_due_again(store: Store) -> None:
    schedule = await due_at(store, NOW_AT)

    async with store.write() as tx:
        await planning.advance(tx, [(schedule, None)])

    assert await due_ids(store, NOW_AT + timedelta(days=9999)) == []
    found = await get(store, schedule)
    assert (found.local_next_slot, found.next_due_at) == (None, None)


async def test_a_plan_that_is_cut_off_before_the_advance_is_made_again_and_written_once(
    store: Store,
) -> None:
    schedule = await due_at(store, NOW_AT)

    async def plan_and_die() -> None:
        async with store.write() as tx:
            await planning.add_occurrences(tx, [planned(schedule)])
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await plan_and_die()

    assert await due_ids(store) == [schedule]
    await plan(store, planned(schedule))
    assert len(await store.reads.rows("SELECT 1 FROM occurrence")) == 1
