"""What is due, how much of it, and when to wake for what comes next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import ScheduleId
from bot.domain.occurrence import DueSchedule
from bot.domain.rule import Rule, Weekdays, rule_to_json
from bot.store import planning
from bot.store.columns import from_slot
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    SLOT,
    add_client,
    add_clinic,
    add_occurrence,
    add_schedule,
    at_slot,
    minutes,
    query_plan,
    settings,
)
from tests.store.firing import due_at

DAILY_AT_NINE = Rule(Weekdays(frozenset(range(7))), (540,))


async def due_ids(store: Store, now_at: datetime = NOW_AT, at_most: int = 50) -> list[ScheduleId]:
    return [schedule.id for schedule in await planning.due(store.reads, now_at, at_most)]


async def test_a_schedule_is_due_from_its_very_instant_on(store: Store) -> None:
    schedule = await due_at(store, NOW_AT)

    assert await due_ids(store, NOW_AT - timedelta(milliseconds=1)) == []
    assert await due_ids(store, NOW_AT) == [schedule]
    assert await due_ids(store, NOW_AT + timedelta(days=400)) == [schedule]


async def test_the_longest_due_comes_first_and_no_more_than_asked_for(store: Store) -> None:
    late = await due_at(store, NOW_AT - minutes(1))
    latest = await due_at(store, NOW_AT - minutes(9))
    later = await due_at(store, NOW_AT - minutes(5))

    assert await due_ids(store) == [latest, later, late]
    assert await due_ids(store, at_most=2) == [latest, later]


@pytest.mark.parametrize("status", ["paused", "ended"])
async def test_what_is_not_active_is_never_due(store: Store, status: str) -> None:
    schedule = await due_at(store, NOW_AT)
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET status = ? WHERE id = ?", (status, schedule))

    assert await due_ids(store) == []


async def test_a_schedule_without_a_next_slot_is_never_due(store: Store) -> None:
    await add_schedule(store, await add_client(store), upcoming=None)

    assert await due_ids(store, NOW_AT + timedelta(days=9999)) == []


async def test_a_due_schedule_has_its_rule_its_slot_and_its_members_zone(store: Store) -> None:
    member = await add_client(store, chosen=settings(zone_name="America/New_York"))
    schedule = await add_schedule(
        store, member, rule=DAILY_AT_NINE, upcoming=at_slot("2026-11-23T02:30", NOW_AT)
    )

    assert await planning.due(store.reads, NOW_AT, 1) == [
        DueSchedule(
            id=schedule,
            kind="posture",
            rule=rule_to_json(DAILY_AT_NINE),
            zone="America/New_York",
            local_slot=from_slot("2026-11-23T02:30"),
            due_at=NOW_AT,
        )
    ]


async def test_a_channels_schedule_is_read_in_its_clinics_zone(store: Store) -> None:
    clinic = await add_clinic(store)
    async with store.write() as tx:
        await tx.run("UPDATE clinic SET zone = 'Asia/Tokyo'")
        await tx.run(
            "INSERT INTO schedule (kind, clinic_id, wish, status, next_slot, next_due_at,"
            " created_at, changed_at) VALUES ('weekly', ?, '{}', 'active', ?, 0, 0, 0)",
            (clinic, SLOT),
        )

    (due,) = await planning.due(store.reads, NOW_AT, 1)

    assert due.zone == "Asia/Tokyo"


# Waking


async def test_nothing_planned_wakes_nobody(store: Store) -> None:
    assert await planning.next_wake_at(store.reads) is None


async def test_the_next_wake_is_the_earliest_due_schedule(store: Store) -> None:
    await due_at(store, NOW_AT + minutes(9))
    await due_at(store, NOW_AT + minutes(5))

    assert await planning.next_wake_at(store.reads) == NOW_AT + minutes(5)


@pytest.mark.parametrize("lane", [1, 2, 3, 4])
async def test_an_occurrence_of_any_lane_wakes_at_its_next_try(store: Store, lane: int) -> None:
    schedule = await due_at(store, NOW_AT + minutes(9))
    await add_occurrence(store, schedule, lane=lane, ready_at=NOW_AT + minutes(4))

    assert await planning.next_wake_at(store.reads) == NOW_AT + minutes(4)


@pytest.mark.parametrize("state", ["sending", "sent", "answered", "dropped", "unreachable"])
async def test_an_occurrence_that_does_not_wait_wakes_nobody(
    store: Store, schedule: ScheduleId, state: str
) -> None:
    await add_occurrence(store, schedule, state=state)

    assert await planning.next_wake_at(store.reads) is None


async def test_a_schedule_that_is_not_active_wakes_nobody(store: Store) -> None:
    schedule = await due_at(store, NOW_AT)
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET status = 'paused' WHERE id = ?", (schedule,))

    assert await planning.next_wake_at(store.reads) is None


async def test_an_instant_comes_back_in_utc_to_the_millisecond(store: Store) -> None:
    at = datetime(2026, 3, 29, 1, 59, 59, 999_999, tzinfo=UTC)
    await due_at(store, at)

    assert await planning.next_wake_at(store.reads) == at.replace(microsecond=999_000)


# How much is due


async def test_what_is_due_is_counted_once_whether_it_is_planned_or_not(store: Store) -> None:
    later_at = NOW_AT + minutes(1)
    unplanned = await due_at(store, NOW_AT)
    queued = await due_at(store, later_at)
    await add_occurrence(store, queued, at=NOW_AT)
    await add_occurrence(store, queued, "2026-11-22T09:00", at=NOW_AT, state="sent")
    await add_occurrence(store, unplanned, "2026-11-22T09:00", at=later_at)

    assert await planning.due_now(store.reads, NOW_AT - minutes(1)) == 0
    assert await planning.due_now(store.reads, NOW_AT) == 2
    assert await planning.due_now(store.reads, later_at) == 4


# Cost


async def test_what_is_due_is_found_by_its_partial_index_and_not_sorted(store: Store) -> None:
    steps = await query_plan(store, planning.DUE, (0, 50))

    assert "USING INDEX schedule_due" in steps
    assert "SCAN" not in steps
    assert "TEMP B-TREE" not in steps


async def test_counting_what_is_due_reads_the_partial_indexes_alone(store: Store) -> None:
    queued, late = [await query_plan(store, one, (0,)) for one in (planning.QUEUED, planning.LATE)]

    assert "USING COVERING INDEX occurrence_queued" in queued
    assert "USING COVERING INDEX schedule_due" in late


async def test_the_next_wake_reads_one_end_of_each_index(store: Store) -> None:
    steps = await query_plan(store, planning.WAKE)

    assert steps.count("USING COVERING INDEX occurrence_queued (lane=?)") == 4
    assert "USING COVERING INDEX schedule_due" in steps
    assert "SCAN" not in steps
    assert "TEMP B-TREE" not in steps
