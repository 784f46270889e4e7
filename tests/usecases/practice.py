"""A clinic with staff, for the tests of use cases about sessions."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.content.library import Library
from bot.domain.consent import Place
from bot.domain.ids import ChangeId, DiscordGuildId, DiscordUserId
from bot.domain.session import Session, SessionId
from bot.kinds import KINDS
from bot.store import clinics, sessions
from bot.store.connection import Row, Store
from bot.usecases.booking import Booked, book_session, move_session
from bot.usecases.cancelling import cancel_session
from bot.usecases.coming_back import bring_back
from bot.usecases.controlling import Control, control
from bot.usecases.joining import Agreed, agree
from bot.usecases.series import stop_series
from bot.usecases.sessions import Logged, log_session
from bot.usecases.staff import Caller
from bot.usecases.stopping import stop_everything
from tests.fakes import FakeClock
from tests.usecases.people import CLINIC, DEFAULTS, MIA, member_of

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


async def active(store: Store, kind: str) -> list[Row]:
    """Those that are to come, or have come."""
    return [row for row in await schedules_of(store, kind) if row["status"] == "active"]


async def stop(store: Store, clock: FakeClock) -> None:
    """Stop everything, as Mia."""
    await stop_everything(store, clock, by=MIA, place=Place.DM)


async def come_back(store: Store, clock: FakeClock) -> Agreed:
    """Agree again, and press "Bring back what I had"."""
    agreed = await agree(
        store, clock, by=MIA, guild=CLINIC, place=Place.SERVER, locale="en", defaults=DEFAULTS
    )
    await bring_back(store, clock, KINDS, by=MIA)
    return agreed


async def stop_all_of(store: Store, clock: FakeClock, kind: str) -> ChangeId:
    """Press "Stop" on a message of the first session; the change that "Undo" takes back."""
    member, (first, *_) = await member_of(store), await schedules_of(store, kind)
    async with store.write() as tx:
        change = await stop_series(tx, member, first["session_id"], kind, clock.now())
    assert change is not None
    return change


async def delete(store: Store, clock: FakeClock, row: Row) -> ChangeId:
    """Delete one in /reminders."""
    return await _control(store, clock, row, Control.DELETE)


async def pause(store: Store, clock: FakeClock, row: Row) -> ChangeId:
    """Pause one in /reminders."""
    return await _control(store, clock, row, Control.PAUSE)


async def _control(store: Store, clock: FakeClock, row: Row, what: Control) -> ChangeId:
    done = await control(store, clock, KINDS, by=MIA, schedule_id=row["id"], what=what)
    assert done.change_id is not None
    return done.change_id


async def cancel(store: Store, clock: FakeClock) -> None:
    """Cancel the only session there is."""
    session = await only_session(store)
    await cancel_session(store, clock, caller=STAFF, session_id=session.id)


async def move(store: Store, clock: FakeClock, by: timedelta) -> None:
    """Move the only session there is."""
    session = await only_session(store)
    await move_session(
        store,
        clock,
        caller=STAFF,
        session_id=session.id,
        sequence=session.sequence,
        starts_at=session.starts_at + by,
    )
