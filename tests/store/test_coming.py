"""What the store knows of all that comes to a member, and of what did not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import MemberId, ScheduleId
from bot.domain.occurrence import State
from bot.domain.rule import OneDate, Rule, Weekdays
from bot.store import coming, controls, schedules
from bot.store.columns import from_slot
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    SLOT,
    add_client,
    add_occurrence,
    add_schedule,
    at_slot,
    minutes,
    occurrence,
    state_of,
)

DAILY = Rule(Weekdays(frozenset(range(7))), (540,))
ONCE = Rule(OneDate(from_slot(SLOT).date()), (540,))


@pytest.fixture
async def mia(store: Store) -> MemberId:
    return await add_client(store, 1)


async def reminder(store: Store, member: MemberId, **options: Any) -> ScheduleId:
    return await add_schedule(store, member, kind="reminder", **options)


async def missed(store: Store, member: MemberId, days: int = 7) -> list[tuple[str, int]]:
    found = await coming.missed(store.reads, member, NOW_AT - timedelta(days=days), NOW_AT, 5)
    return [(one.state.value, one.number) for one in found]


# What waits.


async def test_what_is_queued_waits_until_it_is_sent(store: Store, mia: MemberId) -> None:
    later, sent = await reminder(store, mia), await reminder(store, mia)
    await add_occurrence(store, later, at=NOW_AT + minutes(20))
    await add_occurrence(store, later, "2026-11-23T10:00", at=NOW_AT + minutes(10))
    await add_occurrence(store, sent, state="sent")

    assert await coming.waiting(store.reads, mia, NOW_AT) == {later: NOW_AT + minutes(10)}
    assert await coming.is_waiting(store.reads, later)
    assert not await coming.is_waiting(store.reads, sent)


async def test_what_somebody_elses_schedule_has_waiting_is_not_counted(
    store: Store, mia: MemberId
) -> None:
    tom = await add_client(store, 2)
    await add_occurrence(store, await reminder(store, tom))

    assert await coming.waiting(store.reads, mia, NOW_AT) == {}


async def test_only_what_still_comes_takes_a_place(store: Store, mia: MemberId) -> None:
    ahead = at_slot(SLOT, NOW_AT)
    await reminder(store, mia, upcoming=ahead)
    snoozed, paused = await reminder(store, mia), await reminder(store, mia)
    await add_occurrence(store, snoozed)
    has_come, ended = await reminder(store, mia), await reminder(store, mia, upcoming=ahead)
    await add_occurrence(store, has_come, state="sent")
    await add_schedule(store, mia, kind="posture", upcoming=ahead)
    async with store.write() as tx:
        await controls.set_paused(tx, paused, NOW_AT, paused=True)
        await schedules.end(tx, ended, "over", NOW_AT)

    assert await coming.number_coming(store.reads, mia, "reminder") == 3


# What did not arrive.


@pytest.mark.parametrize("state", ["unreachable", "failed", "stale"])
async def test_what_did_not_arrive_is_found_with_its_reason(
    store: Store, mia: MemberId, state: str
) -> None:
    await add_occurrence(store, await reminder(store, mia), state=state)

    found = await coming.missed(store.reads, mia, NOW_AT, NOW_AT + minutes(5), 5)

    assert [(one.kind, one.wish, one.state, one.latest_at) for one in found] == [
        ("reminder", {"asked": "reminder"}, State(state), NOW_AT)
    ]


async def test_times_of_one_schedule_are_counted_together_and_named_by_the_last(
    store: Store, mia: MemberId
) -> None:
    posture = await add_schedule(store, mia, rule=DAILY)
    for minute in range(3):
        at = NOW_AT + minutes(minute)
        await add_occurrence(store, posture, f"2026-11-23T09:0{minute}", at=at, state="stale")

    found = await coming.missed(store.reads, mia, NOW_AT, NOW_AT + minutes(5), 5)

    assert [(one.number, one.latest_at) for one in found] == [(3, NOW_AT + minutes(2))]


@pytest.mark.parametrize("state", ["queued", "sending"])
async def test_what_is_late_and_tried_again_is_missed_until_it_arrives(
    store: Store, mia: MemberId, state: str
) -> None:
    await add_occurrence(store, await reminder(store, mia), at=NOW_AT - minutes(5), state=state)

    assert await missed(store, mia) == [(state, 1)]
    assert await coming.waiting(store.reads, mia, NOW_AT - minutes(1)) == {}


@pytest.mark.parametrize("state", ["sent", "answered"])
async def test_what_arrived_is_not_missed(store: Store, mia: MemberId, state: str) -> None:
    await add_occurrence(store, await reminder(store, mia), state=state)

    assert await missed(store, mia) == []


@pytest.mark.parametrize(
    ("rule", "reason", "told"),
    [
        (None, "paused", [("dropped", 1)]),
        (ONCE, "paused", [("dropped", 1)]),
        (DAILY, "paused", []),
        (None, "stopped", []),
    ],
)
async def test_of_what_a_pause_held_back_only_what_came_once_is_missed(
    store: Store, mia: MemberId, rule: Rule | None, reason: str, told: list[tuple[str, int]]
) -> None:
    one = await reminder(store, mia, rule=rule)
    await add_occurrence(store, one, state="dropped", end_reason=reason)

    assert await missed(store, mia) == told


async def test_what_is_older_is_left_out_and_the_latest_come_first(
    store: Store, mia: MemberId
) -> None:
    for days_ago in (8, 1, 3):
        at = NOW_AT - timedelta(days=days_ago)
        await add_occurrence(store, await reminder(store, mia), at=at, state="failed")

    found = await coming.missed(store.reads, mia, NOW_AT - timedelta(days=7), NOW_AT, 5)

    assert [(NOW_AT - one.latest_at).days for one in found] == [1, 3]
    assert len(await coming.missed(store.reads, mia, NOW_AT - timedelta(days=9), NOW_AT, 2)) == 2


# Pausing, skipping and putting back.


async def test_a_paused_schedule_is_planned_no_more_and_keeps_what_comes_next(
    store: Store, mia: MemberId
) -> None:
    one = await reminder(store, mia, rule=DAILY, upcoming=at_slot(SLOT, NOW_AT))
    async with store.write() as tx:
        await controls.set_paused(tx, one, NOW_AT, paused=True)

    found = await schedules.owned(store.reads, mia, one)

    assert found is not None
    assert (found.status, found.next_due_at) == ("paused", NOW_AT)


async def test_what_has_ended_is_neither_paused_nor_resumed(store: Store, mia: MemberId) -> None:
    one = await reminder(store, mia)
    async with store.write() as tx:
        await schedules.end(tx, one, "over", NOW_AT)
        await controls.set_paused(tx, one, NOW_AT, paused=False)

    found = await schedules.get(store.reads, one)
    assert found is not None
    assert found.status == "ended"


async def test_a_schedule_is_found_by_its_owner_alone(store: Store, mia: MemberId) -> None:
    tom = await add_client(store, 2)
    one = await reminder(store, mia)

    assert await schedules.owned(store.reads, mia, one) is not None
    assert await schedules.owned(store.reads, tom, one) is None


async def test_a_slot_is_used_up_once_and_can_be_freed(store: Store, mia: MemberId) -> None:
    one, occasion = await reminder(store, mia), at_slot(SLOT, NOW_AT)
    async with store.write() as tx:
        assert await controls.use_slot(tx, one, occasion, 1, "skipped by 7")
        assert not await controls.use_slot(tx, one, occasion, 1, "skipped by 8")
        assert await controls.is_used(tx, one, occasion.local_slot)
        await controls.free_slot(tx, one, "skipped by 8")
        assert await controls.is_used(tx, one, occasion.local_slot)
        await controls.free_slot(tx, one, "skipped by 7")

    assert not await controls.is_used(store.reads, one, occasion.local_slot)


async def test_only_skips_that_lie_ahead_are_freed_together(store: Store, mia: MemberId) -> None:
    one = await reminder(store, mia)
    await add_occurrence(store, one, "2026-11-25T09:00", at=NOW_AT + minutes(9), state="sent")
    async with store.write() as tx:
        for slot, after in (("2026-11-23T09:00", -1), ("2026-11-24T09:00", 1)):
            occasion = at_slot(slot, NOW_AT + minutes(after))
            await controls.use_slot(tx, one, occasion, 1, "skipped by 7")
        freed = await controls.free_coming(tx, one, NOW_AT)

    assert freed == [from_slot("2026-11-24T09:00")]
    assert await controls.is_used(store.reads, one, from_slot("2026-11-23T09:00"))
    assert await controls.is_used(store.reads, one, from_slot("2026-11-25T09:00"))


async def test_what_one_change_dropped_waits_again_and_the_rest_stays(
    store: Store, mia: MemberId
) -> None:
    one = await reminder(store, mia)
    dropped = await add_occurrence(store, one, at=NOW_AT + minutes(5))
    other = await add_occurrence(
        store, one, "2026-11-22T09:00", state="dropped", end_reason="dropped by 6"
    )
    async with store.write() as tx:
        await schedules.drop_queued(tx, one, "dropped by 7")
        assert await controls.requeue(tx, one, "dropped by 7")
        assert not await controls.requeue(tx, one, "dropped by 7")

    row = await occurrence(store, dropped)
    assert (row["state"], row["end_reason"]) == ("queued", None)
    assert await state_of(store, other) == "dropped"
