"""An agenda for the store's tests: sessions booked and logged, and each change of one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.domain.course import Course
from bot.domain.ids import ClinicId, MemberId
from bot.domain.session import Session, SessionId
from bot.store import sessions
from bot.store.connection import Store, Tx
from tests.store.builders import NOW_AT, minutes

BERLIN = "Europe/Berlin"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

Change = Callable[[Tx, Session], Awaitable[bool]]


def local_of(at: datetime) -> datetime:
    """Berlin's wall clock in winter."""
    return at.replace(tzinfo=None) + HOUR


async def book(
    store: Store,
    clinic: ClinicId,
    member: MemberId,
    at: datetime = NOW_AT + DAY,
    length_min: int | None = 60,
) -> Session:
    async with store.write() as tx:
        session_id = await sessions.book(
            tx,
            clinic,
            member,
            local_at=local_of(at),
            zone=BERLIN,
            starts_at=at,
            length_min=length_min,
            now_at=NOW_AT,
        )
    return await again(store, session_id)


async def log(
    store: Store,
    clinic: ClinicId,
    member: MemberId,
    at: datetime = NOW_AT,
    *,
    plan: str | None = "after-a-session",
    course: Course | None = None,
) -> Session:
    async with store.write() as tx:
        session_id = await sessions.log(
            tx,
            clinic,
            member,
            local_at=local_of(at),
            zone=BERLIN,
            starts_at=at,
            plan=plan,
            course=course,
            now_at=NOW_AT,
        )
    return await again(store, session_id)


async def again(store: Store, session_id: SessionId) -> Session:
    found = await sessions.get(store.reads, session_id)
    assert found is not None
    return found


async def change(store: Store, how: Change, session: Session) -> bool:
    async with store.write() as tx:
        return await how(tx, session)


async def move(tx: Tx, session: Session, at: datetime = NOW_AT + 3 * DAY) -> bool:
    return await sessions.move(
        tx,
        session,
        local_at=local_of(at),
        zone=BERLIN,
        starts_at=at,
        length_min=90,
        now_at=NOW_AT + minutes(5),
    )


async def hold(tx: Tx, session: Session) -> bool:
    return await sessions.hold(tx, session, plan="course-6", course=Course(2, 6), now_at=NOW_AT)


async def miss(tx: Tx, session: Session) -> bool:
    return await sessions.miss(tx, session, NOW_AT)


async def cancel(tx: Tx, session: Session) -> bool:
    return await sessions.cancel(tx, session, NOW_AT)


async def reopen(tx: Tx, session: Session) -> bool:
    return await sessions.reopen(tx, session, NOW_AT)


async def column(store: Store, session: Session, name: str) -> Any:
    row = await store.reads.row(f"SELECT {name} FROM session WHERE id = ?", (session.id,))
    assert row is not None
    return row[name]
