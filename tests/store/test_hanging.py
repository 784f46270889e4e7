"""What hangs on a session: found while it is to come, told once, ended and deleted."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.domain.follow_up import WAITING
from bot.domain.ids import ClinicId, MemberId, ScheduleId
from bot.domain.session import Session
from bot.store import hanging, schedules, sessions
from bot.store.connection import Store
from tests.store.agenda import DAY, log
from tests.store.builders import NOW_AT, add_clinic, add_member, minutes
from tests.store.firing import get
from tests.store.hanging import KIND, OTHER_KIND, came, hang


@pytest.fixture
async def session(store: Store, clinic: ClinicId, mia: MemberId) -> Session:
    return await log(store, clinic, mia)


async def pending(store: Store, session: Session, kind: str = KIND) -> list[ScheduleId]:
    found = await hanging.pending_of_session(store.reads, session.id, kind)
    return [one.id for one in found]


async def status(store: Store, schedule: ScheduleId) -> tuple[str, str | None]:
    found = await get(store, schedule)
    return found.status, found.end_reason


async def test_what_is_to_come_is_what_is_ahead_or_waits_to_be_sent(
    store: Store, session: Session
) -> None:
    ahead = await hang(store, session)
    over = await hang(store, session, None)
    waits = await hang(store, session, None)
    held = await hang(store, session, held_for=WAITING)
    await came(store, over, NOW_AT)
    await came(store, waits, NOW_AT, "queued")

    assert await pending(store, session) == [ahead, waits, held]
    assert await pending(store, session, OTHER_KIND) == []


async def test_a_schedule_that_waits_is_paused_for_a_reason_of_ours(
    store: Store, session: Session
) -> None:
    found = await get(store, await hang(store, session, held_for=WAITING))

    assert (found.status, found.held_back, found.session_id) == ("paused", True, session.id)
    assert not (await get(store, await hang(store, session))).held_back


async def test_a_clients_plan_is_that_of_one_clinic(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    other = await add_clinic(store, 2)
    later = await hang(store, session, NOW_AT + 2 * DAY)
    soon = await hang(store, session, NOW_AT + DAY)
    await hang(store, await log(store, other, mia))

    found = await hanging.pending_of_client(store.reads, mia, clinic, KIND)

    assert [one.id for one in found] == [soon, later]


async def test_ending_leaves_what_was_sent_to_be_answered_and_drops_what_waits(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    sent, waits = await hang(store, session, None), await hang(store, session, None)
    ahead = await hang(store, session)
    await came(store, sent, NOW_AT)
    await came(store, waits, NOW_AT, "queued")
    async with store.write() as tx:
        found = await hanging.pending_of_session(tx, session.id, KIND)
        await hanging.end_pending(tx, found, "replaced", NOW_AT)

    assert await status(store, sent) == ("active", None)
    assert await status(store, ahead) == ("ended", "replaced")
    ended = await hanging.ended_for(store.reads, mia, clinic, "replaced")
    assert [one.id for one in ended] == [waits, ahead]
    row = await store.reads.row(
        "SELECT state, end_reason FROM occurrence WHERE schedule_id = ?", (waits,)
    )
    assert row is not None
    assert tuple(row) == ("dropped", "replaced")


async def test_a_changed_session_ends_all_that_hangs_on_it_or_one_kind_of_it(
    store: Store, session: Session
) -> None:
    asked = await hang(store, session, None)
    await came(store, asked, NOW_AT)
    reminder = await hang(store, session, kind=OTHER_KIND)

    async with store.write() as tx:
        await hanging.end_session(tx, session.id, "moved", NOW_AT, OTHER_KIND)
    assert await status(store, asked) == ("active", None)
    assert await status(store, reminder) == ("ended", "moved")
    async with store.write() as tx:
        await hanging.end_session(tx, session.id, "cancelled", NOW_AT)

    assert await status(store, asked) == ("ended", "cancelled")
    assert await status(store, reminder) == ("ended", "over"), "no reason finds it any more"


async def test_a_plan_is_overtaken_by_one_that_was_logged_later_while_its_session_stands(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    mine, same = await hang(store, session), await hang(store, session)
    other = await log(store, clinic, mia, NOW_AT - DAY)
    elsewhere = await log(store, await add_clinic(store, 2), mia)
    await hang(store, elsewhere)
    await hang(store, other, kind=OTHER_KIND)
    assert not await hanging.is_overtaken(store.reads, mine)

    later = await hang(store, other)

    assert await hanging.is_overtaken(store.reads, same)
    assert not await hanging.is_overtaken(store.reads, later)
    async with store.write() as tx:
        await tx.run("UPDATE session SET state = 'cancelled' WHERE id = ?", (other.id,))
    assert not await hanging.is_overtaken(store.reads, mine)


async def test_a_client_is_told_of_a_session_once_as_it_stands(
    store: Store, session: Session
) -> None:
    async def is_told(sequence: int) -> bool:
        return await hanging.is_told(store.reads, session.id, "booking", sequence)

    assert not await is_told(1)
    number = await hang(store, session, None, kind="booking", sequence=1)
    assert await is_told(1)
    assert not await is_told(2)
    await came(store, number, NOW_AT, "queued")
    async with store.write() as tx:
        await hanging.end_session(tx, session.id, "overtaken", NOW_AT)
    assert not await is_told(1), "it never left"


async def test_what_waited_too_long_is_of_people_who_have_not_agreed(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    stranger = await add_member(store, 2)
    waits = await log(store, clinic, stranger)
    await hang(store, session, held_for="another reason")

    async def waited(until_at: datetime) -> list[int]:
        found = await sessions.not_agreed(store.reads, until_at, WAITING, 9)
        return [one.id for one in found]

    assert await waited(NOW_AT - minutes(1)) == []
    assert await waited(NOW_AT) == [waits.id]


async def test_deleting_a_session_takes_along_what_hangs_on_it(
    store: Store, session: Session
) -> None:
    number = await hang(store, session)

    async with store.write() as tx:
        await sessions.delete(tx, session.id)

    assert await schedules.get(store.reads, number) is None
