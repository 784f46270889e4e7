"""Reminders and notices of a booked session: fitted to its client, and to newer time zones."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.planner import plan_due
from bot.domain.appointment import BEFORE_MIN
from bot.domain.ids import DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.quiet_hours import QuietHours
from bot.kinds import KINDS
from bot.store.columns import from_ms, to_ms
from bot.store.connection import Store
from bot.usecases.appointments import fit_reminders, follow_clinic_zones
from bot.usecases.cancelling import undo_cancel
from bot.usecases.series import SeriesBack, stop_series
from bot.usecases.sessions import undo_log
from bot.usecases.settings import change_settings
from bot.usecases.undo import undo
from bot.usecases.upkeep import follow_zones
from tests.fakes import FakeClock
from tests.usecases.people import LEO, MIA, join, member_of, occurrences_of
from tests.usecases.practice import (
    STAFF,
    book,
    cancel,
    delete,
    log,
    move,
    only_session,
    open_clinic,
    pause,
    schedules_of,
    stop_all_of,
    told,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A Monday at nine in Berlin; the session is a week later at three.
IN_A_WEEK = timedelta(days=7, hours=6)


@pytest.fixture(autouse=True)
async def _open(store: Store, clock: FakeClock) -> None:
    await open_clinic(store, clock)
    await join(store, clock)


async def coming(store: Store) -> list[tuple[int, str]]:
    """The reminders that are to come: how long before, and when by Berlin's clock."""
    return [
        (
            json.loads(row["wish"])["before_min"],
            f"{local_of(from_ms(row['next_due_at']), BERLIN):%d %H:%M}",
        )
        for row in await schedules_of(store, "appointment")
        if row["next_due_at"] is not None
    ]


async def fit(store: Store, clock: FakeClock, by: DiscordUserId = MIA) -> None:
    member = await member_of(store, by)
    async with store.write() as tx:
        await fit_reminders(tx, member, clock.now())


async def test_two_reminders_come_a_day_and_two_hours_before(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + IN_A_WEEK)

    assert await coming(store) == [(BEFORE_MIN[0], "29 15:00"), (BEFORE_MIN[1], "30 13:00")]


async def test_an_offset_already_past_is_skipped(store: Store, clock: FakeClock) -> None:
    await book(store, clock, clock.now() + 5 * HOUR)

    assert await coming(store) == [(120, "23 12:00")]


async def test_what_fits_already_is_left_alone(store: Store, clock: FakeClock) -> None:
    await book(store, clock, clock.now() + IN_A_WEEK)
    before = [row["id"] for row in await schedules_of(store, "appointment")]

    await fit(store, clock)

    assert [row["id"] for row in await schedules_of(store, "appointment")] == before


async def test_a_reminder_that_its_member_deleted_does_not_come_back(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + IN_A_WEEK)
    await delete(store, clock, (await schedules_of(store, "appointment"))[0])

    await fit(store, clock)

    assert await coming(store) == [(120, "30 13:00")]


async def test_a_reminder_that_waits_to_be_sent_stays_at_other_quiet_hours(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + IN_A_WEEK)
    clock.advance(days=6, hours=6)
    await plan_due(store, KINDS, clock.now())

    quiet = QuietHours(time(12), time(14))
    await change_settings(store, clock, KINDS, by=MIA, quiet=quiet)

    assert [row["state"] for row in await occurrences_of(store, "appointment")] == ["queued"]
    assert await coming(store) == [(120, "30 11:59")]


async def test_reminders_that_their_member_stopped_stay_stopped_when_a_cancellation_is_undone(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + IN_A_WEEK)
    await delete(store, clock, (await schedules_of(store, "appointment"))[0])
    session = await only_session(store)
    for _ in range(2):
        await cancel(store, clock)
        await undo_cancel(store, clock, caller=STAFF, session_id=session.id)
    only_the_other = await coming(store)

    await stop_all_of(store, clock, "appointment")
    await cancel(store, clock)
    await undo_cancel(store, clock, caller=STAFF, session_id=session.id)

    assert only_the_other == [(120, "30 13:00")]
    assert await coming(store) == []


async def test_reminders_that_their_member_stopped_stay_stopped_when_a_log_is_undone(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + 3 * HOUR)
    await stop_all_of(store, clock, "appointment")
    logged = await log(store, clock)

    await undo_log(store, clock, caller=STAFF, session_id=logged.session.id)

    assert await coming(store) == []


async def paused(store: Store) -> list[int]:
    """Which reminders rest, by how long before they would come."""
    rows = await schedules_of(store, "appointment")
    return [json.loads(row["wish"])["before_min"] for row in rows if row["status"] == "paused"]


async def pause_first(store: Store, clock: FakeClock) -> None:
    await pause(store, clock, (await schedules_of(store, "appointment"))[0])


async def test_a_reminder_that_its_member_paused_rests_at_other_quiet_hours(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + IN_A_WEEK)
    await pause_first(store, clock)

    quiet = QuietHours(time(14), time(16))
    await change_settings(store, clock, KINDS, by=MIA, quiet=quiet)

    assert await coming(store) == [(1440, "29 13:59"), (120, "30 13:00")]
    assert await paused(store) == [1440]


async def test_a_reminder_that_its_member_paused_rests_after_a_move(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + IN_A_WEEK)
    await pause_first(store, clock)

    await move(store, clock, DAY)

    assert await coming(store) == [(1440, "30 15:00"), (120, "01 13:00")]
    assert await paused(store) == [1440]


async def test_a_reminder_that_its_member_paused_rests_by_newer_time_zones(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + IN_A_WEEK)
    await pause_first(store, clock)
    await as_if_planned_by_other_rules(store, HOUR)

    assert await follow_clinic_zones(store, clock) == 1

    assert await paused(store) == [1440]
    assert len(await coming(store)) == 2


async def test_stopping_the_reminders_of_a_session_is_undone_as_a_whole(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + IN_A_WEEK)
    change = await stop_all_of(store, clock, "appointment")
    assert await coming(store) == []

    back = await undo(store, clock, KINDS, by=MIA, change_id=change)

    assert back == SeriesBack("appointment", datetime.fromisoformat("2026-11-29T15:00"))
    assert len(await coming(store)) == 2


async def test_there_is_nothing_to_stop_twice(store: Store, clock: FakeClock) -> None:
    await log(store, clock)
    member, session = await member_of(store), await only_session(store)
    async with store.write() as tx:
        assert await stop_series(tx, member, session.id, "follow_up", clock.now()) is not None
        assert await stop_series(tx, member, session.id, "follow_up", clock.now()) is None


async def as_if_planned_by_other_rules(store: Store, by: timedelta) -> None:
    session = await only_session(store)
    async with store.write() as tx:
        at = to_ms(session.starts_at + by)
        await tx.run("UPDATE session SET starts_at = ?", (at,))
        await tx.run(
            "UPDATE schedule SET wish = json_set(wish, '$.at', ?) WHERE kind = 'appointment'",
            ((session.starts_at + by).isoformat(),),
        )


async def test_newer_time_zones_move_the_instant_and_never_the_wall_clock(
    store: Store, clock: FakeClock
) -> None:
    starts_at: datetime = clock.now() + IN_A_WEEK
    await book(store, clock, starts_at)
    await as_if_planned_by_other_rules(store, HOUR)

    await follow_zones(store, clock, KINDS, "2099.1")

    session = await only_session(store)
    assert (session.starts_at, session.sequence) == (starts_at, 0)
    assert await told(store) == [("booked", 0)]
    assert len(await coming(store)) == 2


async def test_what_still_fits_newer_time_zones_is_left_alone(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + IN_A_WEEK)

    assert await follow_clinic_zones(store, clock) == 0


async def test_for_whoever_has_not_agreed_reminders_wait_and_nothing_is_told(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + IN_A_WEEK, client=LEO)
    rows = await schedules_of(store, "appointment")
    assert {row["status"] for row in rows} == {"paused"}
    assert await told(store) == []

    await as_if_planned_by_other_rules(store, HOUR)
    assert await follow_clinic_zones(store, clock) == 1
    waiting = [row for row in await schedules_of(store, "appointment") if row["next_due_at"]]
    assert {row["end_reason"] for row in waiting} == {"waiting for consent"}

    await join(store, clock, LEO)

    assert await told(store) == [("booked", 0)]
    rows = [row for row in await schedules_of(store, "appointment") if row["next_due_at"]]
    assert [row["status"] for row in rows] == ["active", "active"]
