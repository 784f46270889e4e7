"""What fires for a member: written, revised, ended, skipped, and left alone where unknown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.ids import MemberId, ScheduleId
from bot.domain.rule import Rule, Weekdays
from bot.errors import StoreError
from bot.store import planning, schedules
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
    state_of,
)

RULE = Rule(Weekdays(frozenset({0, 2})), (540, 585))
NEXT = at_slot("2026-11-25T09:00", NOW_AT + timedelta(days=2))
ENDED = ["sending", "sent", "answered", "stale", "unreachable", "failed", "dropped"]


async def get(store: Store, schedule_id: ScheduleId) -> Schedule:
    found = await schedules.get(store.reads, schedule_id)
    assert found is not None
    return found


async def end(store: Store, schedule: ScheduleId, reason: str = "turned off") -> bool:
    async with store.write() as tx:
        return await schedules.end(tx, schedule, reason, NOW_AT)


async def live_ids(store: Store, member: MemberId) -> list[ScheduleId]:
    return [schedule.id for schedule in await schedules.live(store.reads, member)]


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


# Ending


async def test_ending_leaves_nothing_that_fires_or_waits(store: Store) -> None:
    one = await add_schedule(store, await add_client(store), rule=RULE, upcoming=NEXT)
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


# Skipping


async def test_a_schedule_can_go_on_with_a_later_slot(store: Store) -> None:
    one = await add_schedule(store, await add_client(store), upcoming=at_slot(SLOT, NOW_AT))

    async with store.write() as tx:
        await schedules.skip_to(tx, one, NEXT, NOW_AT)

    found = await get(store, one)
    assert (found.local_next_slot, found.next_due_at) == (NEXT.local_slot, NEXT.at)


async def test_a_skip_after_the_end_changes_nothing(store: Store) -> None:
    one = await add_schedule(store, await add_client(store))
    await end(store, one)
    before = await get(store, one)

    async with store.write() as tx:
        await schedules.skip_to(tx, one, NEXT, NOW_AT + minutes(1))

    assert await get(store, one) == before


# At once


async def test_an_occurrence_of_this_moment_is_ready_at_once(store: Store) -> None:
    one = await add_schedule(store, await add_client(store), kind="notice")

    async with store.write() as tx:
        added = await schedules.add_occurrence_now(tx, one, from_slot(SLOT), 1, NOW_AT)

    assert await ready_ids(store) == [added]
    row = await occurrence(store, added)
    assert (row["lane"], row["slot"], row["step"]) == (1, SLOT, 1)


# Kinds that this version does not have


async def test_schedules_of_unknown_kinds_are_paused_and_named(store: Store) -> None:
    member = await add_client(store)
    known = await add_schedule(store, member, upcoming=NEXT)
    unknown = await add_schedule(store, member, kind="hydration", upcoming=NEXT)
    ended = await add_schedule(store, member, kind="hydration")
    await end(store, ended)

    async with store.write() as tx:
        assert await schedules.pause_unknown(tx, ("posture", "notice")) == ["hydration"]
        assert await schedules.pause_unknown(tx, ("posture", "notice")) == []

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
        await schedules.pause_unknown(tx, ("posture",))

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
        await schedules.pause_unknown(tx, ("posture",))

    assert [await state_of(store, each) for each in (known, over)] == ["queued", "answered"]


async def test_everybody_for_whom_something_is_active_is_named_once(store: Store) -> None:
    one, other, third = [await add_client(store, number) for number in (1, 2, 3)]
    for member in (one, one, other):
        await add_schedule(store, member)
    await end(store, await add_schedule(store, third))

    assert await schedules.members_with_schedules(store.reads) == [one, other]


# Cost


@pytest.mark.parametrize(
    "sql", [schedules.LIVE, schedules.LIVE_OF_KIND, schedules.ENDED_WITH, schedules.END_ALL]
)
async def test_a_members_schedules_are_found_by_member(store: Store, sql: str) -> None:
    steps = await query_plan(store, sql, (1,) * sql.count("?"))

    assert "schedule_of_member (member_id=?" in steps
    assert "SCAN" not in steps


async def test_what_a_schedule_has_waiting_is_found_by_schedule(store: Store) -> None:
    steps = await query_plan(store, schedules.DROP_QUEUED, ("x", 1))

    assert "sqlite_autoindex_occurrence_1 (schedule_id=?)" in steps
    assert "SCAN" not in steps
