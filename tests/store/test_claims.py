"""What is ready to be claimed, and in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.ids import OccurrenceId, ScheduleId
from bot.store import claims, settlements
from bot.store.connection import Store
from tests.store.builders import (
    LONG_AGO_AT,
    NOW_AT,
    add_client,
    add_occurrence,
    add_schedule,
    minutes,
    occurrence,
    query_plan,
    ready,
    ready_ids,
)

NINE, TEN, ELEVEN = "2026-11-23T09:00", "2026-11-23T10:00", "2026-11-23T11:00"


async def test_an_occurrence_is_ready_from_its_very_instant_on(
    store: Store, schedule: ScheduleId
) -> None:
    one = await add_occurrence(store, schedule)

    assert await ready_ids(store, NOW_AT - timedelta(milliseconds=1)) == []
    assert await ready_ids(store, NOW_AT) == [one]


@pytest.mark.parametrize(
    "state", ["sending", "sent", "answered", "stale", "unreachable", "failed", "dropped"]
)
async def test_only_what_is_queued_is_ready(store: Store, schedule: ScheduleId, state: str) -> None:
    await add_occurrence(store, schedule, state=state)

    assert await ready(store) == []


async def test_lanes_go_before_age_and_age_goes_before_number(
    store: Store, schedule: ScheduleId
) -> None:
    prompt_old = await add_occurrence(store, schedule, NINE, lane=4, ready_at=NOW_AT - minutes(60))
    check_in = await add_occurrence(store, schedule, TEN, lane=3, ready_at=NOW_AT - minutes(2))
    follow_up = await add_occurrence(store, schedule, ELEVEN, lane=2, ready_at=NOW_AT)
    own_new = await add_occurrence(store, schedule, "2026-11-23T12:00", lane=1, ready_at=NOW_AT)
    own_old = await add_occurrence(
        store, schedule, "2026-11-23T13:00", lane=1, ready_at=NOW_AT - minutes(1)
    )

    assert await ready_ids(store) == [own_old, own_new, follow_up, check_in, prompt_old]


async def test_no_more_are_ready_than_were_asked_for_and_the_first_lanes_fill_them(
    store: Store,
    schedule: ScheduleId,
) -> None:
    own = await add_occurrence(store, schedule, NINE, lane=1)
    first, second = [
        await add_occurrence(store, schedule, slot, lane=2, ready_at=NOW_AT - minutes(age))
        for slot, age in ((TEN, 5), (ELEVEN, 4))
    ]
    await add_occurrence(store, schedule, "2026-11-23T12:00", lane=4)

    assert [c.id for c in await ready(store, at_most=2)] == [own, first]
    assert [c.id for c in await ready(store, at_most=3)] == [own, first, second]
    assert await ready(store, at_most=0) == []


async def test_a_young_doubt_is_ready_and_an_old_one_is_left_to_the_look_up(
    store: Store, schedule: ScheduleId
) -> None:
    from_at = NOW_AT - minutes(1)
    young = await add_occurrence(
        store, schedule, NINE, doubt_since_at=from_at + timedelta(milliseconds=1)
    )
    old = await add_occurrence(store, schedule, TEN, doubt_since_at=from_at)

    found = await ready(store, doubt_from_at=from_at)

    assert [candidate.id for candidate in found] == [young]
    async with store.write() as tx:
        assert await claims.ready_one(tx, old, NOW_AT, from_at) == ([], [])
        doubts = await settlements.old_doubts(tx, from_at, NOW_AT, 9)
    assert [doubtful.id for doubtful in doubts] == [old]


async def test_one_can_be_asked_for_ahead_of_its_time(store: Store, schedule: ScheduleId) -> None:
    one = await add_occurrence(store, schedule, ready_at=NOW_AT + timedelta(days=1))

    async with store.write() as tx:
        (found,), _ = await claims.ready_one(tx, one, NOW_AT, LONG_AGO_AT)
        nobody = await claims.ready_one(tx, OccurrenceId(99), NOW_AT, LONG_AGO_AT)

    assert found.id == one
    assert nobody == ([], [])


async def test_one_that_is_on_its_way_cannot_be_asked_for_again(
    store: Store, schedule: ScheduleId
) -> None:
    one = await add_occurrence(store, schedule, state="sending")

    async with store.write() as tx:
        assert await claims.ready_one(tx, one, NOW_AT, LONG_AGO_AT) == ([], [])


async def test_what_cannot_be_read_is_told_apart_from_the_rest(
    store: Store, schedule: ScheduleId
) -> None:
    spoilt = await add_schedule(store, await add_client(store, 2))
    read, unread = await add_occurrence(store, schedule), await add_occurrence(store, spoilt)
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET wish = '[]' WHERE id = ?", (spoilt,))
        found, unreadable = await claims.ready(tx, NOW_AT, LONG_AGO_AT, 9)
        await claims.end_faulty(tx, unreadable)

    assert ([candidate.id for candidate in found], unreadable) == ([read], [unread])
    assert await ready_ids(store) == [read]
    row = await occurrence(store, unread)
    assert (row["state"], row["end_reason"]) == ("failed", "fault")


# Cost


LANE = {"now": 0, "doubt_from": 0, "lane": 1, "few": 9}


async def test_what_is_ready_in_a_lane_comes_off_its_partial_index_in_order(store: Store) -> None:
    steps = await query_plan(store, claims.READY_IN_LANE, LANE)

    assert "SEARCH o USING INDEX occurrence_queued (lane=? AND ready_at<?)" in steps
    assert "SCAN" not in steps
    assert "TEMP B-TREE" not in steps


async def test_whether_a_later_slot_is_ready_is_looked_up_by_schedule_and_slot(
    store: Store,
) -> None:
    steps = await query_plan(store, claims.READY_IN_LANE, LANE)

    assert "SEARCH later USING INDEX sqlite_autoindex_occurrence_1 (schedule_id=? AND slot>?)" in (
        steps
    )


async def test_one_occurrence_is_found_by_its_number(store: Store) -> None:
    steps = await query_plan(store, claims.READY_ONE, {"now": 0, "doubt_from": 0, "id": 1})

    assert "SEARCH o USING INTEGER PRIMARY KEY" in steps
    assert "SCAN" not in steps
