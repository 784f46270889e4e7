"""What ends and what waits of it: a schedule, all of a member, and kinds nobody knows."""

from __future__ import annotations

import pytest

from bot.store import controls, planning, schedules
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    add_client,
    add_occurrence,
    add_schedule,
    occurrence,
    query_plan,
    state_of,
)
from tests.store.firing import NEXT, end, get, live_ids

ENDED = ["sending", "sent", "answered", "stale", "unreachable", "failed", "dropped"]


async def test_ending_leaves_nothing_that_fires_or_waits(store: Store) -> None:
    one = await add_schedule(store, await add_client(store), upcoming=NEXT)
    waiting = await add_occurrence(store, one)

    assert await end(store, one)

    ended = await get(store, one)
    assert (ended.status, ended.end_reason) == ("ended", "turned off")
    assert (ended.local_next_slot, ended.next_due_at) == (None, None)
    row = await occurrence(store, waiting)
    assert (row["state"], row["end_reason"]) == ("dropped", "turned off")
    assert await planning.next_wake_at(store.reads) is None


async def test_ending_twice_says_so_and_keeps_the_first_reason(store: Store) -> None:
    one = await add_schedule(store, await add_client(store))

    assert await end(store, one, "turned off")
    assert not await end(store, one, "stopped")

    assert (await get(store, one)).end_reason == "turned off"


async def test_what_is_on_its_way_or_over_keeps_its_state(store: Store) -> None:
    one = await add_schedule(store, await add_client(store))
    ids = [
        await add_occurrence(store, one, f"2026-11-23T{hour:02}:00", state=state)
        for hour, state in enumerate(ENDED)
    ]

    await end(store, one)

    assert [await state_of(store, each) for each in ids] == ENDED


async def test_a_stop_ends_all_of_one_member_and_nothing_of_another(store: Store) -> None:
    member, other = await add_client(store, 1), await add_client(store, 2)
    ours = [await add_schedule(store, member, kind=kind) for kind in ("posture", "tension")]
    theirs = await add_schedule(store, other)
    waiting = [await add_occurrence(store, each) for each in (*ours, theirs)]
    already = await add_schedule(store, member)
    await end(store, already)

    async with store.write() as tx:
        assert await schedules.end_all(tx, member, "stopped", NOW_AT) == 2

    assert await live_ids(store, member) == []
    assert await live_ids(store, other) == [theirs]
    assert [await state_of(store, each) for each in waiting] == ["dropped", "dropped", "queued"]
    async with store.write() as tx:
        assert await schedules.end_all(tx, member, "stopped", NOW_AT) == 0


async def test_what_a_schedule_has_waiting_can_be_dropped_while_it_goes_on(store: Store) -> None:
    one = await add_schedule(store, await add_client(store), upcoming=NEXT)
    other = await add_schedule(store, await add_client(store, 2))
    waiting = await add_occurrence(store, one)
    snoozed = await add_occurrence(store, one, "2026-11-23T10:00", step=2)
    theirs = await add_occurrence(store, other)

    async with store.write() as tx:
        await schedules.drop_queued(tx, one, "skipped")

    assert [await state_of(store, each) for each in (waiting, snoozed, theirs)] == [
        "dropped",
        "dropped",
        "queued",
    ]
    assert (await get(store, one)).status == "active"


# Kinds that this version does not have


async def test_schedules_of_unknown_kinds_are_paused_and_named(store: Store) -> None:
    member = await add_client(store)
    known = await add_schedule(store, member, upcoming=NEXT)
    unknown = await add_schedule(store, member, kind="hydration", upcoming=NEXT)
    ended = await add_schedule(store, member, kind="hydration")
    await end(store, ended)

    async with store.write() as tx:
        assert await controls.pause_unknown(tx, ("posture", "notice")) == ["hydration"]
        assert await controls.pause_unknown(tx, ("posture", "notice")) == []

    statuses = [(await get(store, each)).status for each in (known, unknown, ended)]
    assert statuses == ["active", "paused", "ended"]
    assert (await get(store, unknown)).end_reason == "unknown kind"


@pytest.mark.parametrize("state", ["queued", "sending"])
@pytest.mark.parametrize("doubt_since_at", [None, NOW_AT])
async def test_nothing_of_an_unknown_kind_can_ever_be_claimed(
    store: Store, state: str, doubt_since_at: object
) -> None:
    one = await add_schedule(store, await add_client(store), kind="hydration")
    waiting = await add_occurrence(store, one, state=state, doubt_since_at=doubt_since_at)

    async with store.write() as tx:
        await controls.pause_unknown(tx, ("posture",))

    assert await state_of(store, waiting) == "dropped"
    assert await planning.next_wake_at(store.reads) is None


async def test_pausing_unknown_kinds_leaves_known_ones_and_what_is_over_alone(
    store: Store,
) -> None:
    member = await add_client(store)
    known = await add_occurrence(store, await add_schedule(store, member))
    unknown = await add_schedule(store, member, kind="hydration")
    over = await add_occurrence(store, unknown, state="answered")

    async with store.write() as tx:
        await controls.pause_unknown(tx, ("posture",))

    assert [await state_of(store, each) for each in (known, over)] == ["queued", "answered"]


# Cost


async def test_what_a_schedule_has_waiting_is_found_by_schedule(store: Store) -> None:
    steps = await query_plan(store, schedules.DROP_QUEUED, ("x", 1))

    assert "sqlite_autoindex_occurrence_1 (schedule_id=?)" in steps
    assert "SCAN" not in steps
