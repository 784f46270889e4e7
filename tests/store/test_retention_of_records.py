"""What is cleared away of sessions, check-ins and requests, and when that is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.case import Reason
from bot.domain.ids import ClinicId, MemberId
from bot.domain.rule import OneDate, Rule
from bot.kinds import KINDS
from bot.store import changes, checkins, clinic_changes, looks, queue
from bot.store.columns import to_ms
from bot.store.connection import Store
from bot.store.looks import Look
from bot.usecases.passing import queue_passed_bookings
from bot.usecases.retention import Retention, clear_out_daily, months_before
from tests.fakes import FakeClock
from tests.store.agenda import DAY, book, log
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
    KEEP,
    ROSA,
    clear,
    ids,
    old_schedule,
    slot,
)

# What hangs on a session


async def hang(store: Store, session: Any, state: str, *, coming: bool = False) -> None:
    at = NOW_AT + DAY
    schedule = await old_schedule(
        store,
        session.member_id,
        kind="follow_up",
        clinic=session.clinic_id,
        rule=Rule(OneDate(at.date()), (540,)),
        upcoming=at_slot("2026-11-24T09:00", at) if coming else None,
    )
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET session_id = ? WHERE id = ?", (session.id, schedule))
    if not coming:
        await add_occurrence(store, schedule, at=JUST_OLD_AT, state=state)


async def test_a_plan_under_way_keeps_its_answers_and_an_ended_one_does_not(
    store: Store, clinic: ClinicId, mia: MemberId
) -> None:
    running = await log(store, clinic, mia, NOW_AT - 200 * DAY)
    over = await log(store, clinic, mia, NOW_AT - 300 * DAY)
    await hang(store, running, "sent")
    await hang(store, running, "sent", coming=True)
    await hang(store, over, "sent")

    assert await clear(store) == {"occurrence": 1, "schedule": 1}
    rows = await store.reads.rows("SELECT DISTINCT session_id FROM schedule")
    assert [row["session_id"] for row in rows] == [running.id]


async def test_what_hangs_on_a_session_to_come_stays_with_all_that_was_told_of_it(
    store: Store, clinic: ClinicId, mia: MemberId
) -> None:
    booked = await book(store, clinic, mia, NOW_AT + 10 * DAY)
    await hang(store, booked, "unreachable")

    assert await clear(store) == {}


async def test_sessions_go_after_24_months_unless_something_is_still_to_come_of_them(
    store: Store, clinic: ClinicId, mia: MemberId
) -> None:
    old_at = datetime(2024, 11, 23, 7, 59, tzinfo=UTC)
    old = await log(store, clinic, mia, old_at)
    running = await log(store, clinic, mia, old_at - DAY)
    new = await log(store, clinic, mia, old_at + timedelta(minutes=2))
    await hang(store, running, "sent", coming=True)
    async with store.write() as tx:
        await tx.run("UPDATE session SET created_at = starts_at")
        await queue.add(tx, clinic, mia, "worse", NOW_AT, session_id=old.id)

    assert await clear(store) == {"session": 1}
    assert await ids(store, "session") == [running.id, new.id]
    assert await ids(store, "queue_item") == []


# The rest


async def test_check_ins_and_looks_go_after_24_months_with_their_scores(
    store: Store, clinic: ClinicId, mia: MemberId
) -> None:
    for days in (735, 725):
        at = NOW_AT - timedelta(days=days)
        async with store.write() as tx:
            number = await checkins.add(
                tx,
                mia,
                kind="tension",
                origin=f"n{days}",
                asked_at=at,
                answered_at=at,
                local_at=at.replace(tzinfo=None),
            )
            await checkins.put_score(tx, number, "tension", 5, at)
            await looks.add(tx, mia, Look(clinic, ROSA, False, at))

    assert await clear(store) == {"checkin": 1, "look": 1}
    assert len(await store.reads.rows("SELECT 1 FROM score")) == 1


async def test_what_undo_brings_back_goes_after_90_days(
    store: Store, clinic: ClinicId, mia: MemberId
) -> None:
    for at in (JUST_OLD_AT, JUST_NEW_AT):
        async with store.write() as tx:
            await changes.note(tx, mia, "posture", {"wish": {"text": "call Ann"}}, at)
            await clinic_changes.draft(tx, clinic, ROSA, "setup", before={}, after={}, now_at=at)

    assert await clear(store) == {"change": 1, "clinic_change": 1}


async def test_a_request_goes_90_days_after_somebody_was_done_with_it(
    store: Store, clinic: ClinicId, mia: MemberId
) -> None:
    async with store.write() as tx:
        for reason in Reason:
            await queue.add(tx, clinic, mia, reason.value, JUST_OLD_AT - DAY)
        done = "UPDATE queue_item SET state = 'done', changed_at = ? WHERE reason = ?"
        await tx.run(done, (to_ms(JUST_OLD_AT), "contact"))
        await tx.run(done, (to_ms(JUST_NEW_AT), "hurts"))

    assert await clear(store) == {"queue_item": 1}
    assert len(await ids(store, "queue_item")) == len(Reason) - 1


async def test_nobody_is_asked_again_whether_a_booking_took_place_that_stayed_open(
    store: Store, clinic: ClinicId, mia: MemberId
) -> None:
    await book(store, clinic, mia, NOW_AT - 200 * DAY)
    async with store.write() as tx:
        await tx.run("UPDATE session SET changed_at = starts_at")
    clock = FakeClock(NOW_AT - 199 * DAY)
    assert await queue_passed_bookings(store, clock) == 1
    async with store.write() as tx:
        await tx.run("UPDATE queue_item SET state = 'done'")

    await clear(store)

    assert await queue_passed_bookings(store, FakeClock(NOW_AT)) == 0


async def test_consents_settings_and_membership_are_not_cleared_away(
    store: Store, mia: MemberId
) -> None:
    async with store.write() as tx:
        await tx.run(
            "INSERT INTO consent (member_id, clinic_id, kind, given, version, place, noted_at)"
            " VALUES (?, 1, 'messages', 1, 1, 'dm', 0)",
            (mia,),
        )

    assert await clear(store, NOW_AT + timedelta(days=4000)) == {}
    for table in ("consent", "membership", "member"):
        assert len(await store.reads.rows(f"SELECT 1 FROM {table}")) == 1


async def test_the_operator_says_how_long_things_are_kept(store: Store, mia: MemberId) -> None:
    schedule = await add_schedule(store, mia, kind="tension", rule=DAILY)
    await add_occurrence(store, schedule, at=NOW_AT - timedelta(days=31), state="sent")

    assert await clear(store, keep=Retention(deliveries=timedelta(days=32))) == {}
    assert await clear(store, keep=Retention(deliveries=timedelta(days=30))) == {"occurrence": 1}


async def test_it_is_done_once_a_day_and_told_in_the_log(
    store: Store, mia: MemberId, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    clock = FakeClock()
    schedule = await add_schedule(store, mia, kind="tension", rule=DAILY)

    async def asked() -> bool:
        await add_occurrence(store, schedule, slot(clock.now().day), at=JUST_OLD_AT, state="sent")
        return await clear_out_daily(store, clock, KINDS, KEEP) is not None

    assert await asked()
    assert "retention.cleared" in caplog.text
    assert await clear_out_daily(store, clock, KINDS, KEEP) is None
    clock.advance(hours=16)
    assert await asked()


@pytest.mark.parametrize(
    ("months", "date"),
    [
        (0, "2026-03-31"),
        (1, "2026-02-28"),
        (3, "2025-12-31"),
        (24, "2024-03-31"),
        (25, "2024-02-29"),
    ],
)
def test_months_are_those_of_the_calendar(months: int, date: str) -> None:
    at = datetime(2026, 3, 31, 12, tzinfo=UTC)

    assert months_before(at, months) == datetime.fromisoformat(f"{date}T12:00+00:00")
