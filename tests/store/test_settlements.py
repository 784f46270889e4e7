"""How deliveries end: every mark names the state before it, so a late one changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import ChannelId, MemberId, MessageId, OccurrenceId
from bot.domain.member import Member
from bot.store import members, presses, schedules, settlements
from bot.store.columns import to_ms
from bot.store.connection import Store
from bot.store.settlements import EndMark, RetryMark, SentMark
from tests.store.builders import (
    NOW_AT,
    SLOT,
    add_client,
    add_occurrence,
    add_schedule,
    at_slot,
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


async def sending(store: Store, slot: str = SLOT, **columns: Any) -> OccurrenceId:
    row = await store.reads.row("SELECT id FROM schedule")
    schedule = row["id"] if row else await add_schedule(store, await add_client(store))
    return await add_occurrence(store, schedule, slot, **{"state": "sending", **columns})


async def member_of(store: Store, member_id: MemberId) -> Member:
    found = await members.get(store.reads, member_id)
    assert found is not None
    return found


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


@pytest.mark.parametrize("state", NOT_SENDING)
async def test_a_sent_mark_changes_nothing_that_is_not_being_sent(store: Store, state: str) -> None:
    one = await sending(store, state=state)
    before = tuple(await occurrence(store, one))

    await settle_sent(store, sent_mark(one))

    assert tuple(await occurrence(store, one)) == before


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


async def test_a_second_doubt_keeps_the_date_of_the_first(store: Store) -> None:
    one = await sending(store, attempt_at=NOW_AT, doubt_since_at=NOW_AT - minutes(5))

    await settle_retries(store, RetryMark(one, 1, LATER_AT, in_doubt=True))

    assert (await occurrence(store, one))["doubt_since_at"] == to_ms(NOW_AT - minutes(5))


async def test_a_certain_failure_does_not_clear_an_earlier_doubt(store: Store) -> None:
    one = await sending(store, doubt_since_at=NOW_AT - minutes(5))

    await settle_retries(store, RetryMark(one, 1, LATER_AT, in_doubt=False))

    assert (await occurrence(store, one))["doubt_since_at"] == to_ms(NOW_AT - minutes(5))


@pytest.mark.parametrize("state", NOT_SENDING)
@pytest.mark.parametrize("in_doubt", [False, True])
async def test_a_retry_never_brings_back_what_has_ended(
    store: Store, state: str, in_doubt: bool
) -> None:
    one = await sending(store, state=state, attempt_at=NOW_AT)
    before = tuple(await occurrence(store, one))

    await settle_retries(store, RetryMark(one, 1, LATER_AT, in_doubt))

    assert tuple(await occurrence(store, one)) == before


async def test_no_mark_of_an_earlier_step_touches_a_later_one(store: Store) -> None:
    one = await sending(store, step=2)
    before = tuple(await occurrence(store, one))

    await settle_sent(store, sent_mark(one, step=1))
    await settle_retries(store, RetryMark(one, 1, LATER_AT, in_doubt=True))
    await settle_retries(store, RetryMark(one, 1, LATER_AT, in_doubt=False))
    await settle_ends(store, EndMark(one, 1, "failed", "body"))
    async with store.write() as tx:
        await settlements.release(tx, [(one, 1)])

    assert tuple(await occurrence(store, one)) == before


# Ends and what was not tried


@pytest.mark.parametrize("state", ["failed", "unreachable", "dropped"])
async def test_a_delivery_can_end_without_a_message_and_says_why(store: Store, state: str) -> None:
    one = await sending(store)

    await settle_ends(store, EndMark(one, 1, state, "because"))

    row = await occurrence(store, one)
    assert (row["state"], row["end_reason"]) == (state, "because")
    assert await deliveries(store, one) == []


@pytest.mark.parametrize("state", NOT_SENDING)
async def test_an_end_and_a_release_change_nothing_that_is_not_being_sent(
    store: Store, state: str
) -> None:
    one = await sending(store, state=state)
    before = tuple(await occurrence(store, one))

    await settle_ends(store, EndMark(one, 1, "failed", "body"))
    async with store.write() as tx:
        await settlements.release(tx, [(one, 1)])

    assert tuple(await occurrence(store, one)) == before


async def test_what_was_claimed_and_never_tried_is_as_if_it_had_not_been(store: Store) -> None:
    one = await add_occurrence(store, await add_schedule(store, await add_client(store)))
    (before,) = await ready(store)
    await claim(store, [before])

    async with store.write() as tx:
        await settlements.release(tx, [(one, 1)])

    assert await ready(store) == [before]


# What a delivery says about the member


async def test_an_opened_channel_is_kept_and_makes_the_member_reachable(store: Store) -> None:
    member = await add_client(store)
    async with store.write() as tx:
        await settlements.set_unreachable(tx, member, NOW_AT)
        await settlements.set_channel(tx, member, CHANNEL)

    found = await member_of(store, member)
    assert (found.dm_channel_id, found.unreachable_at) == (CHANNEL, None)

    async with store.write() as tx:
        await settlements.forget_channel(tx, member)
    assert (await member_of(store, member)).dm_channel_id is None


async def test_a_member_is_unreachable_since_the_first_refusal(store: Store) -> None:
    member = await add_client(store)
    async with store.write() as tx:
        await settlements.set_unreachable(tx, member, NOW_AT)
        await settlements.set_unreachable(tx, member, NOW_AT + minutes(5))

    assert (await member_of(store, member)).unreachable_at == NOW_AT


async def test_a_user_who_is_gone_has_nothing_that_fires_any_more(store: Store) -> None:
    member, other = await add_client(store, 1), await add_client(store, 2)
    gone = await add_schedule(store, member, upcoming=at_slot(SLOT, NOW_AT))
    stays = await add_schedule(store, other, upcoming=at_slot(SLOT, NOW_AT))

    async with store.write() as tx:
        await settlements.end_schedules(tx, member, "unknown user", NOW_AT)

    ended, going_on = [await schedules.get(store.reads, s) for s in (gone, stays)]
    assert ended is not None
    assert going_on is not None
    assert (ended.status, ended.end_reason, ended.next_due_at) == ("ended", "unknown user", None)
    assert (going_on.status, going_on.next_due_at) == ("active", NOW_AT)


async def test_what_ended_before_keeps_its_own_reason(store: Store) -> None:
    member = await add_client(store)
    schedule = await add_schedule(store, member)
    async with store.write() as tx:
        await schedules.end(tx, schedule, "turned off", NOW_AT)
        await settlements.end_schedules(tx, member, "unknown user", NOW_AT + timedelta(days=1))

    found = await schedules.get(store.reads, schedule)
    assert found is not None
    assert found.end_reason == "turned off"
