"""Slots that wait for the same end go out as one, and what a day has already counts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from bot.domain.claim import DropReason
from bot.domain.ids import MemberId
from bot.store import claims
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    SLOT,
    add_client,
    add_occurrence,
    add_schedule,
    minutes,
    occurrence,
    ready,
)

NINE, TEN = "2026-11-23T09:00", "2026-11-23T10:00"


async def counted(
    store: Store, days: dict[MemberId, str], kinds: tuple[str, ...] = ("posture", "tension")
) -> dict[MemberId, int]:
    async with store.write() as tx:
        asked = [(m, datetime.fromisoformat(slot).date()) for m, slot in days.items()]
        found = await claims.counted_today(tx, asked, kinds)
    return {member: number for (member, _), number in found.items()}


async def test_an_earlier_slot_gives_way_to_a_later_one_that_is_ready_too(store: Store) -> None:
    schedule = await add_schedule(store, await add_client(store))
    earlier = await add_occurrence(store, schedule, NINE)
    later = await add_occurrence(store, schedule, TEN)

    found = {c.id: c.superseded for c in await ready(store)}

    assert found == {earlier: True, later: False}


@pytest.mark.parametrize(
    "columns",
    [{"ready_at": NOW_AT + minutes(1)}, {"state": "sent"}, {"state": "sending"}],
    ids=["not ready", "sent", "sending"],
)
async def test_a_later_slot_that_does_not_wait_for_the_same_end_takes_nothing_over(
    store: Store, columns: dict[str, Any]
) -> None:
    schedule = await add_schedule(store, await add_client(store))
    await add_occurrence(store, schedule, NINE)
    await add_occurrence(store, schedule, TEN, **columns)

    (candidate, *_) = await ready(store)

    assert not candidate.superseded


async def test_another_schedules_later_slot_takes_nothing_over(store: Store) -> None:
    member = await add_client(store)
    await add_occurrence(store, await add_schedule(store, member), NINE)
    await add_occurrence(store, await add_schedule(store, member), TEN)

    assert [c.superseded for c in await ready(store)] == [False, False]


@pytest.mark.parametrize("reason", list(DropReason))
async def test_what_is_dropped_says_why_and_leaves_the_others_queued(
    store: Store, reason: DropReason
) -> None:
    schedule = await add_schedule(store, await add_client(store))
    earlier = await add_occurrence(store, schedule, NINE)
    later = await add_occurrence(store, schedule, TEN)

    async with store.write() as tx:
        await claims.drop(tx, [(earlier, reason)])

    row = await occurrence(store, earlier)
    assert (row["state"], row["end_reason"]) == ("dropped", reason.value)
    assert (await occurrence(store, later))["state"] == "queued"


@pytest.mark.parametrize(
    ("state", "step", "number"),
    [
        ("sending", 1, 1),
        ("sent", 1, 1),
        ("answered", 1, 1),
        ("queued", 1, 0),
        ("dropped", 1, 0),
        ("stale", 1, 0),
        ("unreachable", 1, 0),
        ("failed", 1, 0),
        ("queued", 2, 1),
        ("sent", 3, 1),
        ("stale", 2, 1),
    ],
)
async def test_what_counts_is_what_was_sent_and_a_snooze_counts_once(
    store: Store, state: str, step: int, number: int
) -> None:
    member = await add_client(store)
    await add_occurrence(store, await add_schedule(store, member), state=state, step=step)

    assert (await counted(store, {member: SLOT})).get(member, 0) == number


@pytest.mark.parametrize(
    ("slot", "counts"),
    [
        ("2026-11-22T23:59", False),
        ("2026-11-23T00:00", True),
        ("2026-11-23T12:00", True),
        ("2026-11-23T23:59", True),
        ("2026-11-24T00:00", False),
    ],
)
async def test_a_day_is_the_members_own_from_midnight_to_midnight(
    store: Store, slot: str, counts: bool
) -> None:
    member = await add_client(store)
    await add_occurrence(store, await add_schedule(store, member), slot, state="sent")

    assert await counted(store, {member: SLOT}) == ({member: 1} if counts else {})


async def test_every_schedule_of_a_counted_kind_counts_and_no_other(store: Store) -> None:
    member = await add_client(store)
    for kind in ("posture", "posture", "tension", "appointment"):
        schedule = await add_schedule(store, member, kind=kind)
        await add_occurrence(store, schedule, state="sent")

    assert await counted(store, {member: SLOT}) == {member: 3}
    assert await counted(store, {member: SLOT}, ("tension",)) == {member: 1}
    assert await counted(store, {member: SLOT}, ()) == {}


async def test_each_member_is_counted_on_the_day_asked_for(store: Store) -> None:
    one, other, third = [await add_client(store, number) for number in (1, 2, 3)]
    for member in (one, other):
        schedule = await add_schedule(store, member)
        for slot in ("2026-11-22T22:00", "2026-11-23T09:00", "2026-11-23T10:00"):
            await add_occurrence(store, schedule, slot, state="sent")

    days = {one: "2026-11-22T23:30", other: "2026-11-23T00:10", third: SLOT}

    assert await counted(store, days) == {one: 1, other: 2}


async def test_two_days_of_one_member_are_counted_apart(store: Store) -> None:
    member = await add_client(store)
    schedule = await add_schedule(store, member)
    await add_occurrence(store, schedule, NINE, state="sent")
    await add_occurrence(store, schedule, "2026-11-24T09:00", state="sent")
    await add_occurrence(store, schedule, "2026-11-24T10:00", state="answered")
    days = [(member, date(2026, 11, 23)), (member, date(2026, 11, 24))]

    async with store.write() as tx:
        found = await claims.counted_today(tx, days, ("posture",))

    assert found == {days[0]: 1, days[1]: 2}
