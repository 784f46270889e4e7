"""What a press proves: its message arrived, and its member can be written to again."""

from __future__ import annotations

import pytest

from bot.domain.ids import ChannelId, MessageId
from bot.store import members, presses, schedules, settlements
from bot.store.columns import to_ms
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    add_client,
    add_occurrence,
    add_schedule,
    deliveries,
    minutes,
    occurrence,
    pressed,
    query_plan,
    ready,
)
from tests.store.firing import prompt

LATER_AT = NOW_AT + minutes(15)
OVER = ["queued", "answered", "stale", "failed", "dropped"]


# The message behind a press


async def test_a_press_before_its_mark_puts_its_message_on_record(store: Store) -> None:
    one = await prompt(store, state="sending")
    found = await pressed(store, one)

    async with store.write() as tx:
        await presses.note_delivered(tx, found, ChannelId(70), MessageId(900), NOW_AT)
        mark = settlements.SentMark(one, 1, ChannelId(70), MessageId(900), LATER_AT)
        await settlements.settle_sent(tx, [mark])

    assert await deliveries(store, one) == [(1, 900)]
    assert (await pressed(store, one)).sent_at == NOW_AT


async def test_a_press_on_what_was_erased_meanwhile_puts_nothing_on_record(store: Store) -> None:
    found = await pressed(store, await prompt(store, state="sent"))
    async with store.write() as tx:
        await tx.run("DELETE FROM member")
        await presses.note_delivered(tx, found, ChannelId(70), MessageId(900), NOW_AT)

    assert await store.reads.rows("SELECT 1 FROM delivery") == []


# Heard of again


async def test_what_waited_for_open_messages_is_claimed_again(store: Store) -> None:
    one = await prompt(store, state="unreachable", attempts=1, end_reason="closed")
    member = (await pressed(store, one)).member_id

    async with store.write() as tx:
        await members.reach_again(tx, member, LATER_AT)

    row = await occurrence(store, one)
    assert (row["state"], row["attempts"], row["end_reason"]) == ("queued", 0, None)
    assert row["ready_at"] == to_ms(LATER_AT)
    assert row["send_after_at"] == to_ms(NOW_AT), "what is stale by now is for the claim to end"


@pytest.mark.parametrize("state", OVER)
async def test_nothing_else_is_brought_back(store: Store, state: str) -> None:
    one = await prompt(store, state=state)
    before = tuple(await occurrence(store, one))

    async with store.write() as tx:
        member = (await pressed(store, one)).member_id
        await members.reach_again(tx, member, LATER_AT)

    assert tuple(await occurrence(store, one)) == before


async def test_nothing_of_an_ended_schedule_or_of_another_member_is_brought_back(
    store: Store,
) -> None:
    member, other = await add_client(store, 1), await add_client(store, 2)
    over = await add_schedule(store, member)
    await add_occurrence(store, over, state="unreachable")
    await add_occurrence(store, await add_schedule(store, other), state="unreachable")

    async with store.write() as tx:
        await schedules.end(tx, over, "turned off", NOW_AT)
        await members.reach_again(tx, member, LATER_AT)

    rows = await store.reads.rows("SELECT state FROM occurrence")
    assert [row["state"] for row in rows] == ["unreachable", "unreachable"]


async def test_a_doubt_is_not_forgotten_while_a_member_cannot_be_reached(store: Store) -> None:
    one = await prompt(store, state="unreachable", doubt_since_at=NOW_AT - minutes(9))
    member = (await pressed(store, one)).member_id

    async with store.write() as tx:
        await members.reach_again(tx, member, NOW_AT)

    assert await ready(store, doubt_from_at=NOW_AT - minutes(1)) == []
    (doubtful,) = await settlements.old_doubts(store.reads, NOW_AT - minutes(1), NOW_AT, 9)
    assert doubtful.id == one


async def test_the_latest_welcome_that_still_waits_is_found(store: Store) -> None:
    member = await add_client(store)
    assert await presses.latest_welcome(store.reads, member) is None
    async with store.write() as tx:
        ids = [
            await schedules.add(
                tx,
                kind="notice",
                member_id=member,
                wish={"name": name},
                rule=None,
                upcoming=None,
                now_at=NOW_AT,
            )
            for name in ("welcome", "welcome", "booked", "welcome")
        ]
    _, second, _, sent = [
        await add_occurrence(store, each, state="sent" if each == ids[-1] else "queued")
        for each in ids
    ]

    assert await presses.latest_welcome(store.reads, member) == second
    assert sent > second


# Cost


async def test_what_cannot_be_delivered_is_found_by_its_own_index(store: Store) -> None:
    steps = await query_plan(store, members.REQUEUE, (0, 1))

    assert "occurrence_unreachable (schedule_id=?)" in steps
    assert "SCAN" not in steps
