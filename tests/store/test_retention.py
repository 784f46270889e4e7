"""What is cleared away of messages and what stays, on a clock that is put forward."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.case import ALERT, ALERT_LANE
from bot.domain.fallback import FALLBACK, FALLBACK_LANE
from bot.domain.ids import ClinicId, MemberId, ScheduleId
from bot.domain.rule import OneDate, Rule
from bot.store import posts
from bot.store.connection import Store
from tests.store.agenda import DAY
from tests.store.builders import (
    NOW_AT,
    add_occurrence,
    add_schedule,
    at_slot,
)
from tests.store.kept import (
    DAILY,
    JUST_NEW_AT,
    JUST_OLD_AT,
    clear,
    end,
    ids,
    old_schedule,
    slot,
)

# Deliveries


@pytest.mark.parametrize("state", ["sent", "answered", "stale", "unreachable", "failed", "dropped"])
async def test_what_came_to_its_end_goes_after_90_days_with_its_messages(
    store: Store, mia: MemberId, state: str
) -> None:
    schedule = await add_schedule(store, mia, kind="tension", rule=DAILY)
    old = await add_occurrence(store, schedule, slot(0), at=JUST_OLD_AT, state=state)
    new = await add_occurrence(store, schedule, slot(1), at=JUST_NEW_AT, state=state)
    async with store.write() as tx:
        for one in (old, new):
            await tx.run("INSERT INTO delivery VALUES (?, 1, 1, 1, 1)", (one,))

    assert await clear(store) == {"occurrence": 1}

    assert await ids(store, "occurrence") == [new]
    rows = await store.reads.rows("SELECT occurrence_id FROM delivery")
    assert [row["occurrence_id"] for row in rows] == [new]


@pytest.mark.parametrize("state", ["queued", "sending"])
async def test_what_may_still_be_sent_stays_however_old(
    store: Store, mia: MemberId, state: str
) -> None:
    schedule = await add_schedule(store, mia)
    await add_occurrence(store, schedule, at=JUST_OLD_AT, state=state, doubt_since_at=JUST_OLD_AT)

    assert await clear(store) == {}


async def test_one_that_was_put_off_counts_from_when_it_was_put_off_to(
    store: Store, mia: MemberId
) -> None:
    schedule = await add_schedule(store, mia)
    await add_occurrence(
        store, schedule, at=JUST_OLD_AT, state="answered", send_after_at=JUST_NEW_AT
    )

    assert await clear(store) == {}


async def test_more_than_one_stretch_is_cleared(store: Store, mia: MemberId) -> None:
    schedule = await add_schedule(store, mia, kind="tension", rule=DAILY)
    async with store.write() as tx:
        await tx.run_many(
            "INSERT INTO occurrence (schedule_id, slot, due_at, send_after_at, ready_at, lane,"
            " state) VALUES (?, ?, 0, 0, 0, 4, 'sent')",
            [(schedule, str(number)) for number in range(1201)],
        )
    new = await add_occurrence(store, schedule, at=NOW_AT, state="sent")

    assert await clear(store) == {"occurrence": 1201}
    assert await ids(store, "occurrence") == [new]


# What silence is read from


async def test_the_open_question_stays_and_all_that_came_before_it_goes(
    store: Store, mia: MemberId
) -> None:
    posture = await add_schedule(store, mia, rule=DAILY)
    for number in range(5):
        await add_occurrence(store, posture, slot(number), at=JUST_OLD_AT, state="sent", item="hip")
    question = await add_occurrence(store, posture, slot(6), at=JUST_OLD_AT, state="sent", item="?")
    await add_occurrence(store, posture, slot(7), at=JUST_OLD_AT, state="dropped")

    assert await clear(store) == {"occurrence": 6}
    assert await ids(store, "occurrence") == [question]


async def test_the_last_five_that_came_stay_with_what_asks_after_silence_and_no_other(
    store: Store, mia: MemberId
) -> None:
    posture = await add_schedule(store, mia, rule=DAILY)
    tension = await add_schedule(store, mia, kind="tension", rule=DAILY)
    came = []
    for number in range(7):
        for schedule in (posture, tension):
            one = await add_occurrence(
                store, schedule, slot(2 * number), at=JUST_OLD_AT, state="sent", item="hip"
            )
            if schedule == posture:
                came.append(one)
        await add_occurrence(store, posture, slot(2 * number + 1), at=JUST_OLD_AT, state="dropped")

    await clear(store)

    assert await ids(store, "occurrence") == came[-5:]


async def test_what_ended_long_ago_keeps_nothing_and_goes_with_its_words(
    store: Store, mia: MemberId
) -> None:
    posture = await add_schedule(store, mia, rule=DAILY)
    await add_occurrence(store, posture, at=JUST_OLD_AT, state="sent", item="?")
    await old_schedule(store, mia, kind="reminder", rule=DAILY)
    for schedule in await ids(store, "schedule"):
        await end(store, ScheduleId(schedule), JUST_OLD_AT)
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET created_at = changed_at")

    assert await clear(store) == {"occurrence": 1, "schedule": 2}


async def test_what_was_stopped_lately_stays_to_be_brought_back_with_its_silence(
    store: Store, mia: MemberId
) -> None:
    posture = await old_schedule(store, mia, rule=DAILY)
    await add_occurrence(store, posture, at=JUST_OLD_AT, state="sent", item="?")
    await end(store, posture, JUST_NEW_AT)

    assert await clear(store) == {}


# Schedules


async def test_a_reminder_that_came_once_goes_when_its_delivery_has_gone(
    store: Store, mia: MemberId
) -> None:
    once = await old_schedule(
        store, mia, kind="reminder", rule=Rule(OneDate(JUST_OLD_AT.date()), (1,))
    )
    at_an_instant = await old_schedule(store, mia, kind="notice")
    await add_occurrence(store, once, at=JUST_NEW_AT, state="sent")
    await add_occurrence(store, at_an_instant, at=JUST_OLD_AT, state="sent")

    assert await clear(store) == {"occurrence": 1, "schedule": 1}
    assert await ids(store, "schedule") == [once]


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "reminder", "rule": DAILY},
        {"kind": "posture", "rule": None},
        {"kind": "tension", "rule": None},
        {"kind": "reminder", "upcoming": at_slot("2027-05-05T09:00", NOW_AT + 150 * DAY)},
    ],
)
async def test_what_may_come_again_stays_however_long_it_has_been_quiet(
    store: Store, mia: MemberId, columns: dict[str, Any]
) -> None:
    await old_schedule(store, mia, **columns)

    assert await clear(store) == {}


async def test_a_reminder_that_its_member_paused_stays(store: Store, mia: MemberId) -> None:
    paused = await old_schedule(store, mia, kind="reminder")
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET status = 'paused' WHERE id = ?", (paused,))

    assert await clear(store) == {}


async def test_a_post_that_names_a_member_is_taken_out_of_its_channel_with_its_record(
    store: Store, clinic: ClinicId, mia: MemberId
) -> None:
    wishes: tuple[dict[str, object], ...] = ({"channel": 8, "client": 1001}, {"channel": 8})
    for number, wish in enumerate(wishes):
        async with store.write() as tx:
            post = await posts.add(tx, clinic, ALERT, wish, JUST_OLD_AT, lane=ALERT_LANE)
            await tx.run("UPDATE occurrence SET state = 'sent' WHERE id = ?", (post,))
            await tx.run("INSERT INTO delivery VALUES (?, 1, 8, ?, 1)", (post, 90 + number))

    assert await clear(store) == {"occurrence": 2, "schedule": 2}

    rows = await store.reads.rows("SELECT what, channel_id, message_id FROM remnant")
    assert [tuple(row) for row in rows] == [("message", 8, 90)]


@pytest.mark.parametrize(
    ("present", "noted"), [(9, []), (8, [("thread", 9, None)]), (None, [("thread", 9, None)])]
)
async def test_a_thread_that_a_member_has_no_more_goes_with_the_record_of_its_lines(
    store: Store, clinic: ClinicId, mia: MemberId, present: int | None, noted: list[object]
) -> None:
    wish: dict[str, object] = {"thread_of": mia, "client": 1001, "channel": 9}
    async with store.write() as tx:
        await tx.run("UPDATE membership SET thread_id = ?", (present,))
        for number in (1, 2):
            at = JUST_OLD_AT + timedelta(milliseconds=number)
            line = await posts.add(tx, clinic, FALLBACK, wish, at, lane=FALLBACK_LANE)
            await tx.run("UPDATE occurrence SET state = 'sent' WHERE id = ?", (line,))
            await tx.run("INSERT INTO delivery VALUES (?, 1, 9, 90, 1)", (line,))

    assert (await clear(store))["occurrence"] == 2

    rows = await store.reads.rows("SELECT what, channel_id, message_id FROM remnant")
    assert [tuple(row) for row in rows] == noted
