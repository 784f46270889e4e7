"""How deliveries end: every mark names the state before it, so a late one changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.ids import ChannelId, MessageId, OccurrenceId
from bot.store import presses, settlements
from bot.store.columns import to_ms
from bot.store.connection import Store
from bot.store.settlements import EndMark, RetryMark, SentMark
from tests.store.builders import (
    NOW_AT,
    SLOT,
    add_client,
    add_occurrence,
    add_schedule,
    claim,
    deliveries,
    minutes,
    occurrence,
    pressed,
    ready,
    state_of,
)

CHANNEL, MESSAGE = ChannelId(70), MessageId(900)
LATER_AT = NOW_AT + minutes(1)
NOT_SENDING = ["queued", "sent", "answered", "stale", "unreachable", "failed", "dropped"]


def sent_mark(one: OccurrenceId, step: int = 1, message: MessageId | None = MESSAGE) -> SentMark:
    return SentMark(one, step, CHANNEL, message, LATER_AT)


async def settle_sent(store: Store, *marks: SentMark) -> None:
    async with store.write() as tx:
        await settlements.settle_sent(tx, marks)


async def settle_retries(store: Store, *marks: RetryMark) -> None:
    async with store.write() as tx:
        await settlements.settle_retries(tx, marks)


async def settle_ends(store: Store, *marks: EndMark) -> None:
    async with store.write() as tx:
        await settlements.settle_ends(tx, marks)


async def release(store: Store, one: OccurrenceId) -> None:
    async with store.write() as tx:
        await settlements.release(tx, [(one, 1)])


async def sending(store: Store, slot: str = SLOT, **columns: Any) -> OccurrenceId:
    row = await store.reads.row("SELECT id FROM schedule")
    schedule = row["id"] if row else await add_schedule(store, await add_client(store))
    return await add_occurrence(store, schedule, slot, **{"state": "sending", **columns})


# Sent


async def test_a_message_that_was_stored_is_on_record(store: Store) -> None:
    one = await sending(store, doubt_since_at=NOW_AT)

    await settle_sent(store, sent_mark(one))

    row = await occurrence(store, one)
    assert (row["state"], row["doubt_since_at"]) == ("sent", None)
    assert (await pressed(store, one)).sent_at == LATER_AT
    assert await deliveries(store, one) == [(1, MESSAGE)]


async def test_a_message_that_was_deleted_at_once_was_sent_all_the_same(store: Store) -> None:
    one = await sending(store)

    await settle_sent(store, sent_mark(one, message=None))

    assert await state_of(store, one) == "sent"
    assert await deliveries(store, one) == [(1, None)]


async def test_a_doubt_that_history_clears_up_was_sent(store: Store) -> None:
    one = await sending(store, state="queued", doubt_since_at=NOW_AT)

    await settle_sent(store, sent_mark(one))

    row = await occurrence(store, one)
    assert (row["state"], row["doubt_since_at"]) == ("sent", None)


async def test_what_was_answered_before_its_mark_came_stays_answered(store: Store) -> None:
    one = await sending(store)
    async with store.write() as tx:
        assert await presses.note_answer(tx, await pressed(store, one), "done", NOW_AT)

    await settle_sent(store, sent_mark(one))

    row = await occurrence(store, one)
    assert (row["state"], row["answer"]) == ("answered", "done")
    assert await deliveries(store, one) == [(1, MESSAGE)]


async def test_what_was_snoozed_before_its_mark_came_waits_on_and_its_first_message_is_kept(
    store: Store,
) -> None:
    one = await sending(store)
    async with store.write() as tx:
        assert await presses.snooze(tx, await pressed(store, one), NOW_AT + minutes(15))

    await settle_sent(store, sent_mark(one, step=1))

    row = await occurrence(store, one)
    assert (row["state"], row["step"]) == ("queued", 2)
    assert await deliveries(store, one) == [(1, MESSAGE)]


async def test_the_first_record_of_a_step_is_the_one_that_stays(store: Store) -> None:
    one = await sending(store)

    await settle_sent(store, sent_mark(one))
    await settle_sent(store, sent_mark(one, message=MessageId(901)))

    assert await deliveries(store, one) == [(1, MESSAGE)]


async def test_each_step_has_a_record_of_its_own(store: Store) -> None:
    one = await sending(store)
    await settle_sent(store, sent_mark(one))
    async with store.write() as tx:
        await presses.snooze(tx, await pressed(store, one), NOW_AT)
    await claim(store, await ready(store))

    await settle_sent(store, sent_mark(one, step=2, message=MessageId(901)))

    assert await deliveries(store, one) == [(1, MESSAGE), (2, 901)]
    assert await state_of(store, one) == "sent"


async def test_a_member_erased_meanwhile_costs_nobody_else_their_mark(store: Store) -> None:
    erased, kept = await sending(store), await sending(store, "2026-11-23T10:00")
    async with store.write() as tx:
        await tx.run("DELETE FROM occurrence WHERE id = ?", (erased,))

    await settle_sent(store, sent_mark(erased), sent_mark(kept))

    assert await state_of(store, kept) == "sent"
    assert await deliveries(store, erased) == []


# Retries


@pytest.mark.parametrize("in_doubt", [False, True])
async def test_a_retry_goes_back_to_the_queue_until_its_time(store: Store, in_doubt: bool) -> None:
    one = await sending(store, attempts=3, attempt_at=NOW_AT - minutes(2))

    await settle_retries(store, RetryMark(one, 1, LATER_AT, in_doubt))

    row = await occurrence(store, one)
    assert (row["state"], row["attempts"], row["ready_at"]) == ("queued", 3, to_ms(LATER_AT))
    assert row["send_after_at"] == to_ms(NOW_AT), "lateness counts from the first time"
    assert row["doubt_since_at"] == (to_ms(NOW_AT - minutes(2)) if in_doubt else None)


@pytest.mark.parametrize("in_doubt", [False, True], ids=["a failure", "a second doubt"])
async def test_the_date_of_the_first_doubt_stays(store: Store, in_doubt: bool) -> None:
    one = await sending(store, attempt_at=NOW_AT, doubt_since_at=NOW_AT - minutes(5))

    await settle_retries(store, RetryMark(one, 1, LATER_AT, in_doubt))

    assert (await occurrence(store, one))["doubt_since_at"] == to_ms(NOW_AT - minutes(5))


# Ends and what was not tried


@pytest.mark.parametrize("state", ["failed", "unreachable", "dropped"])
async def test_a_delivery_can_end_without_a_message_and_says_why(store: Store, state: str) -> None:
    one = await sending(store)

    await settle_ends(store, EndMark(one, 1, state, "because"))

    row = await occurrence(store, one)
    assert (row["state"], row["end_reason"]) == (state, "because")
    assert await deliveries(store, one) == []


async def test_what_was_claimed_and_never_tried_is_as_if_it_had_not_been(store: Store) -> None:
    one = await add_occurrence(store, await add_schedule(store, await add_client(store)))
    (before,) = await ready(store)
    await claim(store, [before])

    await release(store, one)

    assert await ready(store) == [before]


# Late marks


async def settle_all(store: Store, one: OccurrenceId) -> None:
    """Every mark there is, of the first step."""
    await settle_sent(store, sent_mark(one))
    await settle_retries(store, RetryMark(one, 1, LATER_AT, in_doubt=True))
    await settle_retries(store, RetryMark(one, 1, LATER_AT, in_doubt=False))
    await settle_ends(store, EndMark(one, 1, "failed", "body"))
    await release(store, one)


@pytest.mark.parametrize("state", NOT_SENDING)
async def test_no_mark_changes_what_is_not_being_sent(store: Store, state: str) -> None:
    one = await sending(store, state=state, attempt_at=NOW_AT)
    before = tuple(await occurrence(store, one))

    await settle_all(store, one)

    assert tuple(await occurrence(store, one)) == before


async def test_no_mark_of_an_earlier_step_touches_a_later_one(store: Store) -> None:
    one = await sending(store, step=2)
    before = tuple(await occurrence(store, one))

    await settle_all(store, one)

    assert tuple(await occurrence(store, one)) == before
