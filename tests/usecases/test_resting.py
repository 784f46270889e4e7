"""What its member had paused rests again when something that ended it is taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.kinds import KINDS
from bot.store.connection import Row, Store
from bot.usecases.cancelling import undo_cancel
from bot.usecases.client_card import bring_plan_back, end_plan
from bot.usecases.coming_back import bring_back
from bot.usecases.series import SeriesBack
from bot.usecases.sessions import undo_log
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.usecases.people import MIA, join, turn_on
from tests.usecases.practice import (
    STAFF,
    book,
    cancel,
    come_back,
    log,
    only_session,
    open_clinic,
    pause,
    schedules_of,
    stop,
    stop_all_of,
)


@pytest.fixture(autouse=True)
async def _open(store: Store, clock: FakeClock) -> None:
    await open_clinic(store, clock)
    await join(store, clock)


async def live(store: Store, kind: str) -> list[tuple[int, str]]:
    """What of a kind has not ended, and whether it rests."""
    rows = await schedules_of(store, kind)
    return [(row["id"], row["status"]) for row in rows if row["status"] != "ended"]


async def a_plan_with_one_paused(store: Store, clock: FakeClock) -> list[tuple[int, str]]:
    await log(store, clock)
    await pause(store, clock, (await schedules_of(store, "follow_up"))[0])
    before = await live(store, "follow_up")
    assert [status for _, status in before] == ["paused", "active", "active", "active"]
    return before


async def statuses(store: Store, kind: str) -> list[str]:
    return [status for _, status in await live(store, kind)]


async def test_when_the_log_that_replaced_its_plan_is_undone(
    store: Store, clock: FakeClock
) -> None:
    before = await a_plan_with_one_paused(store, clock)
    clock.advance(hours=5)
    second = await log(store, clock)

    await undo_log(store, clock, caller=STAFF, session_id=second.session.id)

    assert await live(store, "follow_up") == before


async def test_when_the_end_that_staff_put_to_its_plan_is_undone(
    store: Store, clock: FakeClock
) -> None:
    before = await a_plan_with_one_paused(store, clock)
    ended = await end_plan(store, clock, caller=STAFF, client=MIA)
    assert ended.key is not None

    await bring_plan_back(store, clock, caller=STAFF, client=MIA, key=ended.key)

    assert await live(store, "follow_up") == before


async def test_when_stopping_all_of_its_plan_is_undone_and_what_comes_next_is_another(
    store: Store, clock: FakeClock
) -> None:
    before = await a_plan_with_one_paused(store, clock)
    change = await stop_all_of(store, clock, "follow_up")

    back = await undo(store, clock, KINDS, by=MIA, change_id=change)

    assert await live(store, "follow_up") == before
    assert back == SeriesBack("follow_up", datetime.fromisoformat("2026-11-26T10:00"))


async def test_when_it_comes_back_after_everything_was_stopped(
    store: Store, clock: FakeClock
) -> None:
    await turn_on(store, clock)
    await pause(store, clock, await only(store, "posture"))
    await stop(store, clock)

    await come_back(store, clock)
    again = await bring_back(store, clock, KINDS, by=MIA)

    assert await statuses(store, "posture") == ["paused"]
    assert again.local_next is None


async def test_when_what_came_back_is_stopped_and_brought_back_going_on(
    store: Store, clock: FakeClock
) -> None:
    await turn_on(store, clock)
    await pause(store, clock, await only(store, "posture"))
    await stop(store, clock)
    await come_back(store, clock)
    await turn_on(store, clock)
    await stop(store, clock)

    await come_back(store, clock)

    assert await statuses(store, "posture") == ["active"], "it was paused once, and no longer"


async def test_when_a_booking_is_booked_again_that_was_logged_or_cancelled(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + timedelta(hours=3))
    await pause(store, clock, await only(store, "appointment"))

    await cancel(store, clock)
    session = await only_session(store)
    await undo_cancel(store, clock, caller=STAFF, session_id=session.id)
    after_cancelling = await statuses(store, "appointment")
    await log(store, clock)
    await undo_log(store, clock, caller=STAFF, session_id=session.id)

    assert after_cancelling == ["paused"]
    assert await statuses(store, "appointment") == ["paused"]


async def only(store: Store, kind: str) -> Row:
    (row,) = await schedules_of(store, kind)
    return row
