"""A change of an appointment tells the client exactly once, whenever the process dies."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain.session import SessionState
from bot.errors import Conflict
from bot.store.connection import Store
from bot.usecases.booking import Booked, move_session, preview_move
from bot.usecases.cancelling import cancel_session, undo_cancel
from tests.engine.mortal import AFTER_COMMIT, BEFORE_COMMIT, Fuse, Killed, MortalStore
from tests.fakes import FakeClock
from tests.usecases.people import join
from tests.usecases.practice import STAFF, book, log, only_session, open_clinic, schedules_of, told

DAY = timedelta(days=1)


@pytest.fixture
async def booked(store: Store, clock: FakeClock) -> datetime:
    """When Mia's session is: in a week."""
    await open_clinic(store, clock)
    await join(store, clock)
    starts_at = clock.now() + 7 * DAY
    await book(store, clock, starts_at)
    return starts_at


async def move(store: Store, clock: FakeClock, starts_at: datetime, sequence: int = 0) -> Booked:
    session = await only_session(store)
    return await move_session(
        store,
        clock,
        caller=STAFF,
        session_id=session.id,
        sequence=sequence,
        starts_at=starts_at,
    )


def mortal(store: Store) -> MortalStore:
    """The same database, in a process that may die."""
    dying = MortalStore(store._writer, store._reader)
    dying.fuse = Fuse()
    return dying


async def reminders(store: Store) -> list[str]:
    rows = await schedules_of(store, "appointment")
    return [row["wish"] for row in rows if row["status"] == "active"]


@pytest.mark.parametrize("point", [BEFORE_COMMIT, AFTER_COMMIT])
async def test_a_move_that_was_cut_off_and_is_done_again_tells_once(
    store: Store, clock: FakeClock, booked: datetime, point: str
) -> None:
    dying = mortal(store)
    dying.fuse.arm(point)
    session = await only_session(store)
    with pytest.raises(Killed):
        await move_session(
            dying,
            clock,
            caller=STAFF,
            session_id=session.id,
            sequence=0,
            starts_at=booked + DAY,
        )

    again = await move(store, clock, booked + DAY)

    assert again.already is (point == AFTER_COMMIT)
    assert await told(store) == [("moved", 1)]
    assert len(await reminders(store)) == 2


async def test_two_who_move_at_once_tell_once_and_the_second_is_told_why(
    store: Store, clock: FakeClock, booked: datetime
) -> None:
    results = await asyncio.gather(
        move(store, clock, booked + DAY),
        move(store, clock, booked + 2 * DAY),
        return_exceptions=True,
    )

    assert [isinstance(one, Conflict) for one in results] == [False, True]
    assert await told(store) == [("moved", 1)]


async def test_a_move_to_the_time_it_has_changes_and_tells_nothing(
    store: Store, clock: FakeClock, booked: datetime
) -> None:
    same = await move(store, clock, booked)

    assert same.already
    assert await told(store) == [("booked", 0)]


async def test_booking_twice_is_booking_once(
    store: Store, clock: FakeClock, booked: datetime
) -> None:
    again = await book(store, clock, booked)

    assert again.already
    assert await told(store) == [("booked", 0)]
    assert len(await reminders(store)) == 2


async def test_a_session_is_not_moved_to_where_the_client_has_another(
    store: Store, clock: FakeClock, booked: datetime
) -> None:
    first = await only_session(store)
    await book(store, clock, booked + DAY)
    there = booked + DAY

    with pytest.raises(Conflict) as shown:
        await preview_move(store, clock, caller=STAFF, session_id=first.id, starts_at=there)
    with pytest.raises(Conflict) as saved:
        await move_session(
            store, clock, caller=STAFF, session_id=first.id, sequence=0, starts_at=there
        )

    assert (shown.value.key, saved.value.key) == ("session.booked_then", "session.booked_then")


async def test_a_cancelled_session_is_not_booked_again_beside_another_of_that_time(
    store: Store, clock: FakeClock, booked: datetime
) -> None:
    session = await only_session(store)
    await cancel_session(store, clock, caller=STAFF, session_id=session.id)
    await book(store, clock, booked)

    with pytest.raises(Conflict) as refused:
        await undo_cancel(store, clock, caller=STAFF, session_id=session.id)

    assert refused.value.key == "session.booked_then"
    rows = await store.reads.rows("SELECT state FROM session ORDER BY id")
    assert [row["state"] for row in rows] == ["cancelled", "booked"]


async def test_what_was_never_sent_gives_way_to_what_is_true_now(
    store: Store, clock: FakeClock, booked: datetime
) -> None:
    session = await only_session(store)

    await cancel_session(store, clock, caller=STAFF, session_id=session.id)

    assert await told(store) == [("cancelled", 1)]
    assert await reminders(store) == []


async def test_a_cancelled_session_is_cancelled_once_and_comes_back_once(
    store: Store, clock: FakeClock, booked: datetime
) -> None:
    session = await only_session(store)
    await cancel_session(store, clock, caller=STAFF, session_id=session.id)
    with pytest.raises(Conflict):
        await cancel_session(store, clock, caller=STAFF, session_id=session.id)

    await undo_cancel(store, clock, caller=STAFF, session_id=session.id)
    with pytest.raises(Conflict):
        await undo_cancel(store, clock, caller=STAFF, session_id=session.id)

    assert await told(store) == [("booked", 2)]
    assert len(await reminders(store)) == 2
    assert (await only_session(store)).state is SessionState.BOOKED


@pytest.mark.parametrize("point", [BEFORE_COMMIT, AFTER_COMMIT])
async def test_a_log_that_was_cut_off_and_is_done_again_plans_once(
    store: Store, clock: FakeClock, point: str
) -> None:
    await open_clinic(store, clock)
    await join(store, clock)
    dying = mortal(store)
    dying.fuse.arm(point)
    with pytest.raises(Killed):
        await log(dying, clock)

    again = await log(store, clock)

    assert again.already is (point == AFTER_COMMIT)
    assert len(await schedules_of(store, "follow_up")) == 4
