"""Sessions: what staff logged and booked, and that of two who act at once one acts in vain."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.course import Course
from bot.domain.ids import ClinicId, MemberId
from bot.domain.session import Session, SessionId, SessionState
from bot.errors import StoreError
from bot.store import facts, sessions
from bot.store.columns import to_ms
from bot.store.connection import Store
from tests.store.agenda import (
    BERLIN,
    DAY,
    HOUR,
    Change,
    again,
    book,
    cancel,
    change,
    column,
    hold,
    local_of,
    log,
    miss,
    move,
    reopen,
)
from tests.store.builders import NOW_AT, add_client, add_clinic, minutes

BOOKED, HELD = SessionState.BOOKED, SessionState.HELD
NO_SHOW, CANCELLED = SessionState.NO_SHOW, SessionState.CANCELLED


# Writing


async def test_a_booked_session_comes_back_as_it_was_agreed(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)

    booked = await book(store, clinic, mia)

    assert booked == Session(
        id=SessionId(1),
        clinic_id=clinic,
        member_id=mia,
        local_at=local_of(NOW_AT + DAY),
        zone=BERLIN,
        starts_at=NOW_AT + DAY,
        state=BOOKED,
        length_min=60,
        sequence=0,
        plan=None,
        course=None,
    )
    assert await column(store, booked, "created_at") == to_ms(NOW_AT)


async def test_a_logged_session_carries_its_plan_and_its_place_in_a_course(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)

    logged = await log(store, clinic, mia, plan="course-6", course=Course(3, 6))

    assert (logged.state, logged.plan, logged.course) == (HELD, "course-6", Course(3, 6))
    assert (logged.length_min, logged.starts_at) == (None, NOW_AT)


async def test_a_session_needs_its_member_and_its_clinic(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        await book(store, ClinicId(99), mia)
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        await book(store, clinic, MemberId(99))


@pytest.mark.parametrize("length_min", [4, 481])
async def test_a_session_of_no_sensible_length_is_refused(store: Store, length_min: int) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    with pytest.raises(StoreError, match="CHECK"):
        await book(store, clinic, mia, length_min=length_min)


@pytest.mark.parametrize(
    "columns",
    [
        "state = 'dreamt'",
        "place_in_course = 0, course_sessions = 3",
        "place_in_course = 4, course_sessions = 3",
    ],
)
async def test_what_no_session_can_be_is_refused_by_the_table(store: Store, columns: str) -> None:
    booked = await book(store, await add_clinic(store), await add_client(store))
    with pytest.raises(StoreError, match="CHECK"):
        async with store.write() as tx:
            await tx.run(f"UPDATE session SET {columns} WHERE id = ?", (booked.id,))


async def test_a_members_sessions_go_with_them(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    booked = await book(store, clinic, mia)
    async with store.write() as tx:
        await tx.run("DELETE FROM member WHERE id = ?", (mia,))
    assert await sessions.get(store.reads, booked.id) is None


# Changing


async def test_a_moved_session_has_its_new_time_and_a_later_version(store: Store) -> None:
    booked = await book(store, await add_clinic(store), await add_client(store))

    assert await change(store, move, booked)

    moved = await again(store, booked.id)
    assert moved == replace(
        booked,
        local_at=local_of(NOW_AT + 3 * DAY),
        starts_at=NOW_AT + 3 * DAY,
        length_min=90,
        sequence=1,
    )
    assert await column(store, moved, "changed_at") == to_ms(NOW_AT + minutes(5))


async def test_two_who_move_a_session_at_once_do_not_both_move_it(store: Store) -> None:
    booked = await book(store, await add_clinic(store), await add_client(store))

    done = await asyncio.gather(change(store, move, booked), change(store, move, booked))

    assert sorted(done) == [False, True]
    assert (await again(store, booked.id)).sequence == 1


async def test_who_cancels_what_was_moved_since_cancels_nothing(store: Store) -> None:
    booked = await book(store, await add_clinic(store), await add_client(store))
    await change(store, move, booked)

    assert not await change(store, cancel, booked)
    assert (await again(store, booked.id)).state is BOOKED


async def test_a_session_that_took_place_takes_its_plan_and_place(store: Store) -> None:
    booked = await book(store, await add_clinic(store), await add_client(store))

    assert await change(store, hold, booked)

    held = await again(store, booked.id)
    assert (held.state, held.plan, held.course) == (HELD, "course-6", Course(2, 6))
    assert held.sequence == booked.sequence


async def test_it_took_place_and_no_show_at_once_are_one_of_them(store: Store) -> None:
    booked = await book(store, await add_clinic(store), await add_client(store))
    done = await asyncio.gather(change(store, hold, booked), change(store, miss, booked))
    assert sorted(done) == [False, True]


@pytest.mark.parametrize(
    ("first", "then", "state", "done"),
    [
        (cancel, reopen, BOOKED, True),
        (miss, reopen, BOOKED, True),
        (hold, reopen, BOOKED, True),
        (hold, cancel, CANCELLED, True),
        (miss, hold, HELD, True),
        (cancel, hold, CANCELLED, False),
        (cancel, miss, CANCELLED, False),
        (cancel, move, CANCELLED, False),
        (cancel, cancel, CANCELLED, False),
        (hold, miss, HELD, False),
        (hold, move, HELD, False),
        (hold, hold, HELD, False),
        (miss, cancel, NO_SHOW, False),
        (miss, move, NO_SHOW, False),
    ],
)
async def test_a_session_goes_from_state_to_state_as_its_life_allows(
    store: Store, first: Change, then: Change, state: SessionState, done: bool
) -> None:
    booked = await book(store, await add_clinic(store), await add_client(store))
    assert await change(store, first, booked)

    assert await change(store, then, await again(store, booked.id)) is done
    assert (await again(store, booked.id)).state is state


@pytest.mark.parametrize("how", [move, hold, miss, cancel])
async def test_a_change_touches_one_session_alone(store: Store, how: Change) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    one, other = await book(store, clinic, mia), await book(store, clinic, mia)

    await change(store, how, one)

    assert await again(store, other.id) == other


async def test_a_session_booked_again_hangs_nothing_on_itself_any_more(store: Store) -> None:
    logged = await log(store, await add_clinic(store), await add_client(store), course=Course(1, 6))
    await change(store, reopen, logged)

    reopened = await again(store, logged.id)
    assert (reopened.state, reopened.plan, reopened.course) == (BOOKED, None, None)


async def test_what_is_booked_is_not_booked_again(store: Store) -> None:
    booked = await book(store, await add_clinic(store), await add_client(store))
    assert not await change(store, reopen, booked)
    assert await again(store, booked.id) == booked


async def test_a_calendar_hears_of_every_move_cancel_and_return(store: Store) -> None:
    booked = await book(store, await add_clinic(store), await add_client(store))
    heard = []
    for how in (move, cancel, reopen, cancel):
        assert await change(store, how, await again(store, booked.id))
        heard.append((await again(store, booked.id)).sequence)
    assert heard == [1, 2, 3, 4]


async def test_newer_time_zones_move_the_instant_and_not_what_was_agreed(store: Store) -> None:
    booked = await book(store, await add_clinic(store), await add_client(store))
    later_at = booked.starts_at + HOUR

    async with store.write() as tx:
        assert await sessions.rederive(tx, booked, later_at, NOW_AT)

    assert await again(store, booked.id) == replace(booked, starts_at=later_at)


# Calendars


async def test_a_database_keeps_one_random_number_for_calendars(store: Store) -> None:
    async with store.write() as tx:
        first = await facts.calendar_id(tx)
    async with store.write() as tx:
        assert await facts.calendar_id(tx) == first
    assert first.int > 2**64
