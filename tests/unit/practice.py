"""A clinic with staff, for the tests of use cases about sessions."""

from __future__ import annotations

from datetime import datetime

from bot.content.library import Library
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.domain.session import Session, SessionId
from bot.store import clinics, sessions
from bot.store.connection import Row, Store
from bot.usecases.booking import Booked, book_session
from bot.usecases.sessions import Logged, log_session
from bot.usecases.staff import Caller
from tests.fakes import FakeClock
from tests.unit.people import CLINIC, DEFAULTS, MIA

ROSA, ROLE = DiscordUserId(31), 77
STAFF = Caller(ROSA, CLINIC, frozenset({5, ROLE}), manages_server=False)
LIBRARY = Library.load()


async def open_clinic(
    store: Store, clock: FakeClock, guild: DiscordGuildId = CLINIC, role: int | None = ROLE
) -> None:
    """A clinic with a staff role."""
    async with store.write() as tx:
        clinic = await clinics.find_or_add(tx, guild, "Europe/Berlin", clock.now())
        await tx.run("UPDATE clinic SET staff_role_id = ? WHERE id = ?", (role, clinic.id))


async def log(
    store: Store,
    clock: FakeClock,
    plan: str = "after-a-session",
    *,
    client: DiscordUserId = MIA,
    held_at: datetime | None = None,
    caller: Caller = STAFF,
) -> Logged:
    """Log a session that has just been."""
    return await log_session(
        store,
        clock,
        LIBRARY,
        caller=caller,
        client=client,
        held_at=held_at or clock.now(),
        plan=plan,
        language="en",
        defaults=DEFAULTS,
    )


async def book(
    store: Store, clock: FakeClock, starts_at: datetime, *, client: DiscordUserId = MIA
) -> Booked:
    """Book a session of an hour."""
    return await book_session(
        store,
        clock,
        caller=STAFF,
        client=client,
        starts_at=starts_at,
        length_min=60,
        defaults=DEFAULTS,
    )


async def only_session(store: Store) -> Session:
    """The only session there is."""
    (row,) = await store.reads.rows("SELECT id FROM session")
    found = await sessions.get(store.reads, SessionId(row["id"]))
    assert found is not None
    return found


async def schedules_of(store: Store, kind: str) -> list[Row]:
    """Every schedule of a kind, the oldest first."""
    return await store.reads.rows("SELECT * FROM schedule WHERE kind = ? ORDER BY id", (kind,))


async def told(store: Store) -> list[tuple[str, int]]:
    """What clients were told of their appointments, and of which version."""
    rows = await store.reads.rows(
        "SELECT s.wish ->> 'told' AS told, s.wish ->> 'sequence' AS sequence FROM schedule AS s"
        " JOIN occurrence AS o ON o.schedule_id = s.id"
        " WHERE s.kind = 'booking' AND o.state <> 'dropped' ORDER BY s.id"
    )
    return [(row["told"], row["sequence"]) for row in rows]
