"""What hung on a session and was stopped does not come back once the session is another."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.ids import ChangeId
from bot.errors import Conflict
from bot.kinds import KINDS
from bot.store.connection import Row, Store
from bot.usecases.series import stop_series
from bot.usecases.sessions import undo_log
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.usecases.people import MIA, join, member_of
from tests.usecases.practice import (
    STAFF,
    active,
    book,
    cancel,
    come_back,
    delete,
    log,
    move,
    open_clinic,
    pause,
    schedules_of,
    stop,
    stop_all_of,
    told,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
async def _open(store: Store, clock: FakeClock) -> None:
    await open_clinic(store, clock)
    await join(store, clock)


async def refused(store: Store, clock: FakeClock, change: ChangeId) -> bool:
    with pytest.raises(Conflict) as conflict:
        await undo(store, clock, KINDS, by=MIA, change_id=change)
    return conflict.value.key == "undo.too_late"


StopAsking = Callable[[Store, FakeClock], Awaitable[ChangeId]]


async def one_question(store: Store, clock: FakeClock) -> ChangeId:
    return await delete(store, clock, (await schedules_of(store, "follow_up"))[1])


async def all_questions(store: Store, clock: FakeClock) -> ChangeId:
    return await stop_all_of(store, clock, "follow_up")


ONE_OR_ALL = pytest.mark.parametrize("stop_asking", [one_question, all_questions])


# Appointments.


async def test_who_comes_back_is_not_reminded_of_what_was_cancelled_meanwhile(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + 7 * DAY)
    await stop(store, clock)
    await cancel(store, clock)

    agreed = await come_back(store, clock)

    assert agreed.had == ()
    assert await active(store, "appointment") == []


async def test_who_comes_back_is_reminded_of_a_session_once(store: Store, clock: FakeClock) -> None:
    await book(store, clock, clock.now() + 7 * DAY)
    await stop(store, clock)

    agreed = await come_back(store, clock)

    assert agreed.had == (), "its reminders come by themselves"
    before = [json.loads(row["wish"])["before_min"] for row in await active(store, "appointment")]
    assert before == [1440, 120]


async def test_who_comes_back_is_told_of_a_session_once(store: Store, clock: FakeClock) -> None:
    await book(store, clock, clock.now() + 7 * DAY)
    await move(store, clock, DAY)
    async with store.write() as tx:
        await tx.run("UPDATE occurrence SET state = 'sent' WHERE state = 'queued'")
    await stop(store, clock)

    await come_back(store, clock)

    assert await told(store) == [("moved", 1)]


async def test_stopped_reminders_do_not_come_back_after_a_cancellation(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + 7 * DAY)
    change = await stop_all_of(store, clock, "appointment")
    await cancel(store, clock)

    assert await refused(store, clock, change)
    assert await active(store, "appointment") == []


async def test_a_deleted_reminder_does_not_come_back_beside_those_of_another_time(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + 7 * DAY)
    change = await delete(store, clock, (await schedules_of(store, "appointment"))[0])
    await move(store, clock, DAY)

    assert await refused(store, clock, change)
    assert len(await active(store, "appointment")) == 2


@pytest.mark.parametrize("how", [delete, pause])
async def test_a_deleted_or_paused_reminder_comes_back_while_the_session_is_as_it_was(
    store: Store, clock: FakeClock, how: Callable[[Store, FakeClock, Row], Awaitable[ChangeId]]
) -> None:
    await book(store, clock, clock.now() + 7 * DAY)
    change = await how(store, clock, (await schedules_of(store, "appointment"))[0])

    await undo(store, clock, KINDS, by=MIA, change_id=change)

    assert len(await active(store, "appointment")) == 2


async def test_a_deleted_reminder_does_not_come_back_beside_the_same_one_planned_anew(
    store: Store, clock: FakeClock
) -> None:
    await book(store, clock, clock.now() + 7 * DAY)
    change = await delete(store, clock, (await schedules_of(store, "appointment"))[0])
    await stop(store, clock)
    await come_back(store, clock)

    assert await refused(store, clock, change)
    assert len(await active(store, "appointment")) == 2


# Plans.


async def test_who_comes_back_is_not_asked_about_a_session_whose_log_was_undone(
    store: Store, clock: FakeClock
) -> None:
    logged = await log(store, clock)
    await stop(store, clock)
    await undo_log(store, clock, caller=STAFF, session_id=logged.session.id)

    await come_back(store, clock)

    assert await active(store, "follow_up") == []


async def test_a_plan_that_was_stopped_does_not_run_beside_one_logged_meanwhile(
    store: Store, clock: FakeClock
) -> None:
    await log(store, clock)
    await stop(store, clock)
    clock.advance(hours=5)
    second = await log(store, clock)

    await come_back(store, clock)

    rows = await active(store, "follow_up")
    assert [row["session_id"] for row in rows] == [second.session.id] * 4


async def test_of_two_plans_that_were_stopped_only_the_later_comes_back(
    store: Store, clock: FakeClock
) -> None:
    await log(store, clock)
    await stop(store, clock)
    clock.advance(hours=5)
    second = await log(store, clock)
    await join(store, clock)
    await stop(store, clock)

    await come_back(store, clock)

    rows = await active(store, "follow_up")
    assert [row["session_id"] for row in rows] == [second.session.id] * 4


@ONE_OR_ALL
async def test_what_was_stopped_does_not_come_back_after_the_next_session(
    store: Store, clock: FakeClock, stop_asking: StopAsking
) -> None:
    await log(store, clock)
    change = await stop_asking(store, clock)
    clock.advance(hours=5)
    await log(store, clock)

    assert await refused(store, clock, change)
    assert len(await active(store, "follow_up")) == 4


@pytest.mark.parametrize("deleted", [1, 4], ids=["one", "all"])
async def test_a_deleted_question_does_not_come_back_once_the_whole_plan_was_stopped(
    store: Store, clock: FakeClock, deleted: int
) -> None:
    session_id = (await log(store, clock)).session.id
    rows = (await schedules_of(store, "follow_up"))[:deleted]
    changes = [await delete(store, clock, row) for row in rows]
    member = await member_of(store)
    async with store.write() as tx:
        await stop_series(tx, member, session_id, "follow_up", clock.now())

    assert await refused(store, clock, changes[-1])
    assert await active(store, "follow_up") == []


async def test_a_stopped_plan_that_goes_on_leaves_out_what_had_been_deleted_of_it(
    store: Store, clock: FakeClock
) -> None:
    await log(store, clock)
    deleted = (await schedules_of(store, "follow_up"))[1]
    await delete(store, clock, deleted)
    stopped = await stop_all_of(store, clock, "follow_up")

    await undo(store, clock, KINDS, by=MIA, change_id=stopped)

    back = {row["id"] for row in await active(store, "follow_up")}
    assert len(back) == 3
    assert deleted["id"] not in back


@ONE_OR_ALL
async def test_what_was_stopped_does_not_come_back_beside_the_same_session_logged_anew(
    store: Store, clock: FakeClock, stop_asking: StopAsking
) -> None:
    await book(store, clock, clock.now() + HOUR)
    logged = await log(store, clock)
    change = await stop_asking(store, clock)
    await undo_log(store, clock, caller=STAFF, session_id=logged.session.id)
    again = await log(store, clock)
    assert again.session.id == logged.session.id

    assert await refused(store, clock, change)
    assert len(await active(store, "follow_up")) == 4


async def test_a_plan_whose_log_was_undone_does_not_come_back_with_the_next_ones(
    store: Store, clock: FakeClock
) -> None:
    logged = []
    for _ in range(2):
        logged.append(await log(store, clock))
        clock.advance(hours=5)
    for one in logged:
        await undo_log(store, clock, caller=STAFF, session_id=one.session.id)

    assert await active(store, "follow_up") == []
