"""What a claim and its decisions leave behind, and whether a delivery may still leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.claim import DropReason
from bot.store import claims, members, schedules
from bot.store.columns import to_ms
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    add_client,
    add_occurrence,
    add_schedule,
    claim,
    minutes,
    occurrence,
    ready,
    state_of,
)

NINE, TEN, ELEVEN = "2026-11-23T09:00", "2026-11-23T10:00", "2026-11-23T11:00"


async def test_a_claim_notes_the_attempt_and_what_it_shows(store: Store) -> None:
    member = await add_client(store)
    one = await add_occurrence(store, await add_schedule(store, member), attempts=2)

    await claim(store, await ready(store), NOW_AT + minutes(1), item="p4")

    row = await occurrence(store, one)
    assert (row["state"], row["attempts"], row["item"]) == ("sending", 3, "p4")
    assert row["attempt_at"] == to_ms(NOW_AT + minutes(1))
    async with store.write() as tx:
        assert await claims.last_shown(tx, member, "posture") == "p4"
        assert await claims.last_shown(tx, member, "tension") is None


async def test_a_claim_that_shows_nothing_forgets_nothing(store: Store) -> None:
    member = await add_client(store)
    await add_occurrence(store, await add_schedule(store, member))
    async with store.write() as tx:
        await claims.note_shown(tx, member, "posture", "p1", NOW_AT)

    await claim(store, await ready(store), item=None)

    async with store.write() as tx:
        assert await claims.last_shown(tx, member, "posture") == "p1"


async def test_what_was_claimed_is_not_ready_again(store: Store) -> None:
    await add_occurrence(store, await add_schedule(store, await add_client(store)))

    await claim(store, await ready(store))

    assert await ready(store, NOW_AT + timedelta(days=1)) == []


@pytest.mark.parametrize("state", ["sending", "sent", "answered", "dropped", "stale"])
async def test_a_claim_that_comes_late_marks_nothing(store: Store, state: str) -> None:
    one = await add_occurrence(store, await add_schedule(store, await add_client(store)))
    candidates = await ready(store)
    async with store.write() as tx:
        await tx.run("UPDATE occurrence SET state = ?, attempt_at = 1", (state,))

    await claim(store, candidates)

    row = await occurrence(store, one)
    assert (row["state"], row["attempts"], row["attempt_at"]) == (state, 0, 1)


async def test_a_claim_of_an_earlier_step_marks_nothing(store: Store) -> None:
    one = await add_occurrence(store, await add_schedule(store, await add_client(store)), step=2)
    (candidate,) = await ready(store)

    await claim(store, [replace(candidate, step=1)])

    assert await state_of(store, one) == "queued"


async def test_one_that_waits_is_late_only_from_the_end_of_its_wait(store: Store) -> None:
    one = await add_occurrence(store, await add_schedule(store, await add_client(store)))
    until_at = NOW_AT + minutes(90)

    async with store.write() as tx:
        await claims.postpone(tx, [(one, until_at)])

    row = await occurrence(store, one)
    assert row["send_after_at"] == row["ready_at"] == to_ms(until_at)
    assert (row["due_at"], row["state"], row["attempts"]) == (to_ms(NOW_AT), "queued", 0)


ENDED = ["sending", "sent", "answered", "stale", "unreachable", "failed", "dropped"]


@pytest.mark.parametrize("state", ENDED)
async def test_no_decision_changes_what_is_no_longer_queued(store: Store, state: str) -> None:
    schedule = await add_schedule(store, await add_client(store))
    one = await add_occurrence(store, schedule)
    candidates = await ready(store)
    async with store.write() as tx:
        await tx.run("UPDATE occurrence SET state = ?", (state,))
    before = tuple(await occurrence(store, one))

    async with store.write() as tx:
        await claims.postpone(tx, [(one, NOW_AT + minutes(9))])
        await claims.drop(tx, [(candidates[0].id, DropReason.PAUSED)])
        await claims.end_stale(tx, [one])
        await claims.end_unreachable(tx, [one])

    assert tuple(await occurrence(store, one)) == before


async def test_each_decision_has_an_end_of_its_own(store: Store) -> None:
    schedule = await add_schedule(store, await add_client(store))
    stale = await add_occurrence(store, schedule, NINE)
    unreachable = await add_occurrence(store, schedule, TEN)

    async with store.write() as tx:
        await claims.end_stale(tx, [stale])
        await claims.end_unreachable(tx, [unreachable])

    assert await state_of(store, stale) == "stale"
    assert await state_of(store, unreachable) == "unreachable"


async def test_a_claimed_delivery_is_wanted_until_somebody_stops_it(store: Store) -> None:
    member = await add_client(store)
    one = await add_occurrence(store, await add_schedule(store, member))
    assert not await claims.still_wanted(store.reads, one, 1), "it was not claimed yet"
    await claim(store, await ready(store))

    assert await claims.still_wanted(store.reads, one, 1)
    assert not await claims.still_wanted(store.reads, one, 2)
    async with store.write() as tx:
        await members.set_stopped(tx, member, NOW_AT)
    assert not await claims.still_wanted(store.reads, one, 1)


async def test_a_claimed_delivery_is_not_wanted_once_its_schedule_has_ended(store: Store) -> None:
    member = await add_client(store)
    one = await add_occurrence(store, await add_schedule(store, member))
    await claim(store, await ready(store))
    async with store.write() as tx:
        await schedules.end_all(tx, member, "stopped", NOW_AT)

    assert not await claims.still_wanted(store.reads, one, 1)


async def test_the_confirmation_of_a_stop_is_wanted_by_a_member_who_stopped(store: Store) -> None:
    member = await add_client(store)
    one = await add_occurrence(store, await add_schedule(store, member))
    await claim(store, await ready(store))
    async with store.write() as tx:
        await members.set_stopped(tx, member, NOW_AT)

    assert await claims.still_wanted(store.reads, one, 1, last_word=True)
