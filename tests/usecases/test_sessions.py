"""Logging a session: which plan it brings, what it replaces, and how it is taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.consent import Place
from bot.domain.ids import DiscordGuildId
from bot.domain.session import SessionState
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound, UserError
from bot.store.connection import Store
from bot.usecases.clients import Named
from bot.usecases.passing import it_took_place, no_show, queue_passed_bookings
from bot.usecases.queue import show_queue
from bot.usecases.sessions import Asked, LogPreview, preview_log, undo_log
from bot.usecases.stopping import stop_everything
from tests.fakes import FakeClock
from tests.usecases.people import LEO, MIA, join
from tests.usecases.practice import (
    LIBRARY,
    STAFF,
    book,
    log,
    only_session,
    open_clinic,
    schedules_of,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OTHER = DiscordGuildId(22)


@pytest.fixture(autouse=True)
async def _open(store: Store, clock: FakeClock) -> None:
    await open_clinic(store, clock)
    await join(store, clock)


async def preview(
    store: Store, clock: FakeClock, *, named: Named | None = None, **asked: str
) -> LogPreview:
    return await preview_log(store, clock, LIBRARY, STAFF, named or Named(MIA), Asked(**asked))


async def test_without_a_plan_it_is_the_first_of_the_file(store: Store, clock: FakeClock) -> None:
    assert (await preview(store, clock)).planned.plan.id == "after-a-session"


async def test_a_course_under_way_goes_on_by_itself_until_its_end(
    store: Store, clock: FakeClock
) -> None:
    places = []
    for _ in range(3):
        shown = await preview(store, clock, **({} if places else {"plan": "course-3"}))
        course = shown.planned.course
        assert course is not None
        places.append(course.place)
        await log(store, clock, shown.planned.plan.id)
        clock.advance(days=7)

    assert places == [1, 2, 3]
    assert (await preview(store, clock)).planned.plan.id == "after-a-session"


async def test_a_course_left_for_too_long_does_not_go_on(store: Store, clock: FakeClock) -> None:
    await log(store, clock, "course-3")
    clock.advance(days=61)

    assert (await preview(store, clock)).planned.plan.id == "after-a-session"


async def test_a_plan_is_known_by_its_id_and_by_its_title(store: Store, clock: FakeClock) -> None:
    for asked in ("course-6", "course of 6 sessions", " Course of 6 Sessions "):
        assert (await preview(store, clock, plan=asked)).planned.plan.id == "course-6"
    with pytest.raises(NotFound):
        await preview(store, clock, plan="course-7")


@pytest.mark.parametrize(
    ("named", "refusal"),
    [
        (Named(LEO, is_here=False), NotFound),
        (Named(LEO, is_bot=True), InvalidInput),
    ],
)
async def test_who_is_not_there_and_what_is_no_person_are_refused(
    store: Store, clock: FakeClock, named: Named, refusal: type[UserError]
) -> None:
    with pytest.raises(refusal):
        await preview(store, clock, named=named)


async def test_a_preview_keeps_nothing_not_even_who_it_was_about(
    store: Store, clock: FakeClock
) -> None:
    await preview(store, clock, named=Named(LEO))

    assert len(await store.reads.rows("SELECT 1 FROM member")) == 1
    assert await store.reads.rows("SELECT 1 FROM session") == []


async def test_what_was_previewed_14_days_ago_to_the_minute_can_still_be_saved(
    store: Store, clock: FakeClock
) -> None:
    held_at = clock.now() - 14 * DAY
    clock.advance(seconds=50)
    await log(store, clock, held_at=held_at)

    with pytest.raises(InvalidInput):
        await log(store, clock, held_at=held_at - timedelta(minutes=1))
    with pytest.raises(InvalidInput):
        await log(store, clock, held_at=clock.now() + timedelta(minutes=1))


async def test_no_step_is_planned_twice_and_what_was_replaced_can_come_back(
    store: Store, clock: FakeClock
) -> None:
    await log(store, clock)
    clock.advance(hours=5)
    second = await log(store, clock)
    rows = await schedules_of(store, "follow_up")
    assert [row["status"] for row in rows] == ["ended"] * 4 + ["active"] * 4

    await undo_log(store, clock, caller=STAFF, session_id=second.session.id)

    rows = await schedules_of(store, "follow_up")
    assert [row["status"] for row in rows] == ["active"] * 4 + ["ended"] * 4
    with pytest.raises(Conflict):
        await undo_log(store, clock, caller=STAFF, session_id=second.session.id)


async def test_a_plan_is_not_brought_back_beside_a_newer_one(
    store: Store, clock: FakeClock
) -> None:
    await log(store, clock)
    clock.advance(hours=5)
    second = await log(store, clock)
    clock.advance(hours=5)
    await log(store, clock)

    await undo_log(store, clock, caller=STAFF, session_id=second.session.id)

    rows = await schedules_of(store, "follow_up")
    assert [row["status"] for row in rows].count("active") == 4


async def test_a_plan_comes_back_once_all_that_were_logged_after_it_are_undone(
    store: Store, clock: FakeClock
) -> None:
    logged = []
    for _ in range(3):
        logged.append((await log(store, clock)).session.id)
        clock.advance(hours=5)

    for each in logged[1:]:
        await undo_log(store, clock, caller=STAFF, session_id=each)

    rows = await schedules_of(store, "follow_up")
    active = [row["session_id"] for row in rows if row["status"] == "active"]
    assert active == [logged[0]] * 4


async def test_a_booking_of_about_that_time_is_what_is_logged(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + DAY)
    clock.advance(days=1, hours=2)

    logged = await log(store, clock)

    session = await only_session(store)
    assert (logged.session.id, session.state) == (session.id, SessionState.HELD)
    assert {row["status"] for row in await schedules_of(store, "appointment")} == {"ended"}


async def test_a_booking_that_was_logged_is_logged_once_however_often_it_is_saved(
    store: Store, clock: FakeClock
) -> None:
    # The second begins within what counts as the same session.
    await book(store, clock, clock.now() + DAY)
    await book(store, clock, clock.now() + DAY + 3 * HOUR)
    clock.advance(days=1, minutes=10)

    first = await log(store, clock, "course-3")
    again = await log(store, clock, "course-3")

    assert again.already
    assert (again.session.id, again.planned.course) == (first.session.id, first.planned.course)
    rows = await store.reads.rows("SELECT state FROM session ORDER BY starts_at")
    assert [row["state"] for row in rows] == ["held", "booked"]


async def test_two_sessions_of_one_day_that_nobody_booked_are_two(
    store: Store, clock: FakeClock
) -> None:
    await log(store, clock)
    clock.advance(hours=3)

    assert not (await log(store, clock)).already


async def test_a_log_undone_before_the_booked_time_lets_its_reminders_come_again(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + 4 * HOUR)
    logged = await log(store, clock)

    await undo_log(store, clock, caller=STAFF, session_id=logged.session.id)

    (reminder,) = [
        row for row in await schedules_of(store, "appointment") if row["status"] == "active"
    ]
    assert json.loads(reminder["wish"])["sequence"] == (await only_session(store)).sequence


async def test_a_log_is_not_undone_when_its_time_was_booked_anew(
    store: Store, clock: FakeClock
) -> None:
    starts_at = clock.now() + 4 * HOUR
    await book(store, clock, starts_at)
    logged = await log(store, clock)
    await book(store, clock, starts_at)

    with pytest.raises(Conflict) as refused:
        await undo_log(store, clock, caller=STAFF, session_id=logged.session.id)

    assert refused.value.key == "session.booked_then"


async def test_for_a_client_who_stopped_it_waits_and_nothing_is_active(
    store: Store, clock: FakeClock
) -> None:
    await stop_everything(store, clock, by=MIA, place=Place.DM)

    await log(store, clock)

    rows = await schedules_of(store, "follow_up")
    assert {(row["status"], row["end_reason"]) for row in rows} == {
        ("paused", "waiting for consent")
    }


async def test_another_clinics_staff_find_no_session_of_this_one(
    store: Store, clock: FakeClock
) -> None:
    logged = await log(store, clock)
    await open_clinic(store, clock, OTHER)

    with pytest.raises(NotFound):
        await undo_log(
            store,
            clock,
            caller=replace(STAFF, guild=OTHER),
            session_id=logged.session.id,
        )
    with pytest.raises(NotAllowed):
        await undo_log(
            store,
            clock,
            caller=replace(STAFF, role_ids=frozenset()),
            session_id=logged.session.id,
        )
    assert (await only_session(store)).state is SessionState.HELD


async def test_whether_a_booking_took_place_is_for_the_staff_to_say(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + HOUR)
    await open_clinic(store, clock, OTHER)
    clock.advance(hours=2)
    assert await queue_passed_bookings(store, clock) == 1
    case_id = (await show_queue(store, STAFF)).waiting[0].case.id

    for asker, refusal in (
        (replace(STAFF, role_ids=frozenset()), NotAllowed),
        (replace(STAFF, guild=OTHER), NotFound),
    ):
        with pytest.raises(refusal):
            await it_took_place(store, clock, LIBRARY, caller=asker, case_id=case_id, language="en")
        with pytest.raises(refusal):
            await no_show(store, clock, caller=asker, case_id=case_id)

    assert (await only_session(store)).state is SessionState.BOOKED
