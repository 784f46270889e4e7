"""Deliveries of which nobody knows whether they arrived: dated, looked up, cleared."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import ChannelId, OccurrenceId
from bot.domain.occurrence import Doubtful
from bot.store import members, schedules, settlements
from bot.store.columns import to_ms
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    SLOT,
    add_client,
    add_occurrence,
    add_schedule,
    claim,
    minutes,
    occurrence,
    query_plan,
    ready,
    ready_ids,
    state_of,
)

FROM_AT = NOW_AT - minutes(1)
LATER_AT = NOW_AT + minutes(5)


async def queued(store: Store, slot: str = SLOT, **columns: Any) -> OccurrenceId:
    row = await store.reads.row("SELECT id FROM schedule")
    schedule = row["id"] if row else await add_schedule(store, await add_client(store))
    return await add_occurrence(store, schedule, slot, **columns)


async def old_doubts(store: Store, at_most: int = 50) -> list[Doubtful]:
    return await settlements.old_doubts(store.reads, FROM_AT, NOW_AT, at_most)


async def the_doubt(store: Store) -> Doubtful:
    (doubtful,) = await old_doubts(store)
    return doubtful


# At start


async def test_at_start_whatever_was_being_sent_is_in_doubt_since_its_attempt(
    store: Store,
) -> None:
    one = await queued(store, state="sending", attempt_at=NOW_AT - minutes(3))

    async with store.write() as tx:
        assert await settlements.doubt_all_sending(tx, NOW_AT) == 1

    row = await occurrence(store, one)
    assert (row["state"], row["ready_at"]) == ("queued", to_ms(NOW_AT))
    assert row["doubt_since_at"] == to_ms(NOW_AT - minutes(3))


async def test_at_start_an_older_doubt_keeps_its_date(store: Store) -> None:
    since_at = NOW_AT - minutes(30)
    one = await queued(store, state="sending", attempt_at=NOW_AT, doubt_since_at=since_at)

    async with store.write() as tx:
        await settlements.doubt_all_sending(tx, NOW_AT)

    assert (await occurrence(store, one))["doubt_since_at"] == to_ms(since_at)


async def test_an_attempt_that_a_crash_cut_short_does_not_count(store: Store) -> None:
    one = await queued(store)
    for _ in range(3):
        await claim(store, await ready(store))
        async with store.write() as tx:
            await settlements.doubt_all_sending(tx, NOW_AT)

    assert (await occurrence(store, one))["attempts"] == 0


async def test_at_start_nothing_else_is_in_doubt(store: Store) -> None:
    states = ["queued", "sent", "answered", "stale", "unreachable", "failed", "dropped"]
    ids = [
        await queued(store, f"2026-11-23T{hour:02}:00", state=state)
        for hour, state in enumerate(states)
    ]

    async with store.write() as tx:
        assert await settlements.doubt_all_sending(tx, NOW_AT) == 0

    assert [await state_of(store, one) for one in ids] == states


async def test_what_was_left_in_mid_air_is_not_claimed_before_it_was_looked_up(
    store: Store,
) -> None:
    await queued(store)
    await claim(store, await ready(store), NOW_AT - minutes(1))
    async with store.write() as tx:
        await settlements.doubt_all_sending(tx, NOW_AT)

    assert await ready(store, NOW_AT, doubt_from_at=NOW_AT) == []
    assert len(await settlements.old_doubts(store.reads, NOW_AT, NOW_AT, 50)) == 1


# Looking up


async def test_a_doubt_says_where_and_since_when_to_look(store: Store) -> None:
    member = await add_client(store)
    one = await add_occurrence(
        store, await add_schedule(store, member), step=2, attempts=4, doubt_since_at=FROM_AT
    )
    async with store.write() as tx:
        await members.set_channel(tx, member, ChannelId(77))

    assert await the_doubt(store) == Doubtful(one, 2, 4, ChannelId(77), True, FROM_AT)


async def test_the_latest_doubt_is_the_one_that_began_last_of_those_still_open(
    store: Store,
) -> None:
    assert await settlements.latest_doubt_at(store.reads) is None
    await queued(store, "2026-11-23T09:00", doubt_since_at=FROM_AT)
    await queued(store, "2026-11-23T10:00", doubt_since_at=FROM_AT - minutes(9))
    await queued(store, "2026-11-23T11:00", doubt_since_at=NOW_AT, state="dropped")

    assert await settlements.latest_doubt_at(store.reads) == FROM_AT


async def test_the_oldest_doubts_come_first_and_no_more_than_asked_for(store: Store) -> None:
    for hour, age in ((9, 5), (10, 50), (11, 20)):
        await queued(store, f"2026-11-23T{hour:02}:00", doubt_since_at=NOW_AT - minutes(age))

    assert [doubtful.id for doubtful in await old_doubts(store)] == [2, 3, 1]
    assert [doubtful.id for doubtful in await old_doubts(store, at_most=1)] == [2]


@pytest.mark.parametrize(
    "columns",
    [
        {"doubt_since_at": None},
        {"doubt_since_at": FROM_AT + timedelta(milliseconds=1)},
        {"doubt_since_at": FROM_AT, "ready_at": NOW_AT + timedelta(milliseconds=1)},
        {"doubt_since_at": FROM_AT, "state": "sending"},
        {"doubt_since_at": FROM_AT, "state": "dropped"},
    ],
    ids=["certain", "young", "looked up a moment ago", "being sent", "ended"],
)
async def test_history_is_asked_about_old_doubts_only(
    store: Store, columns: dict[str, Any]
) -> None:
    await queued(store, **columns)

    assert await old_doubts(store) == []


async def test_what_was_not_stored_may_be_claimed_again(store: Store) -> None:
    one = await queued(store, doubt_since_at=FROM_AT)

    async with store.write() as tx:
        await settlements.clear_doubt(tx, await the_doubt(store), NOW_AT)

    assert await old_doubts(store) == []
    assert await ready_ids(store) == [one]


async def test_a_look_up_that_failed_is_tried_again_later(store: Store) -> None:
    one = await queued(store, doubt_since_at=FROM_AT)

    async with store.write() as tx:
        await settlements.keep_doubt(tx, await the_doubt(store), LATER_AT)

    assert await old_doubts(store) == []
    (again,) = await settlements.old_doubts(store.reads, FROM_AT, LATER_AT, 9)
    assert (again.id, again.attempts) == (one, 1)
    assert await ready(store, LATER_AT, doubt_from_at=FROM_AT) == []


@pytest.mark.parametrize("change", ["state = 'answered'", "step = 2", "doubt_since_at = NULL"])
async def test_a_look_up_that_comes_late_changes_nothing(store: Store, change: str) -> None:
    one = await queued(store, doubt_since_at=FROM_AT)
    doubtful = await the_doubt(store)
    async with store.write() as tx:
        await tx.run(f"UPDATE occurrence SET {change}")
    before = tuple(await occurrence(store, one))

    async with store.write() as tx:
        await settlements.clear_doubt(tx, doubtful, LATER_AT)
        await settlements.keep_doubt(tx, doubtful, LATER_AT)

    assert tuple(await occurrence(store, one)) == before


async def test_a_doubt_outlives_the_end_of_its_schedule_until_it_was_looked_up(
    store: Store,
) -> None:
    in_doubt = await queued(store, doubt_since_at=FROM_AT)
    certain = await queued(store, "2026-11-23T10:00")
    row = await occurrence(store, in_doubt)

    async with store.write() as tx:
        await schedules.end(tx, row["schedule_id"], "turned off", NOW_AT)

    assert await state_of(store, certain) == "dropped"
    assert (await the_doubt(store)).id == in_doubt


# Cost


async def test_old_doubts_come_off_their_own_index_in_order(store: Store) -> None:
    steps = await query_plan(store, settlements.OLD_DOUBTS, (0, 0, 9))

    assert "USING INDEX occurrence_in_doubt" in steps
    assert "SCAN" not in steps
    assert "TEMP B-TREE" not in steps


async def test_what_was_being_sent_is_found_by_its_own_index(store: Store) -> None:
    steps = await query_plan(store, settlements.DOUBT_ALL_SENDING, (0,))

    assert "USING COVERING INDEX occurrence_sending" in steps
