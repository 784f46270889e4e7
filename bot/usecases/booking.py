"""Sessions to come: previewed, booked and moved, each told to the client once.

A preview keeps nothing. Moving carries how the session stood when it was previewed: if somebody
else has moved it since, nothing is done.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.appointment import Reminder, reminders
from bot.domain.booking import Told
from bot.domain.ids import DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.member import Settings
from bot.domain.session import Session, SessionId, SessionState
from bot.domain.time_typed import time_typed
from bot.domain.zones import zone
from bot.errors import Conflict, InvalidInput, NotFound
from bot.kinds.appointment import Appointment
from bot.store import hanging, queue, sessions
from bot.store.clinics import Clinic
from bot.store.connection import Reads, Store, Tx
from bot.usecases.appointments import paused_of, remind_of, tell
from bot.usecases.clients import (
    Client,
    Named,
    check_named,
    find_client,
    find_or_add_client,
    require_client,
)
from bot.usecases.session_lookup import booked_at, check_free, client_of, require_session
from bot.usecases.staff import Caller, require_staff

# Source: Discord, options of a select.
MOST_CHOICES = 25


@dataclass(frozen=True, slots=True)
class Booked:
    """A session as it is, or would be, booked: who comes when, and when they are reminded.

    ``before`` is the session that is moved. ``session`` None: nothing is written yet.
    ``already``: it was so before, and nothing has changed.
    """

    clinic: Clinic
    client: Client
    starts_at: datetime
    length_min: int | None
    reminders: tuple[Reminder, ...]
    before: Session | None = None
    session: Session | None = None
    already: bool = False


@dataclass(frozen=True, slots=True)
class WhichSession:
    """Several are booked: one has to be chosen."""

    clinic: Clinic
    client: DiscordUserId
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """When, in the words of a language."""

    when: str
    language: str = "en"


async def preview_booking(  # noqa: PLR0917
    store: Store, clock: Clock, caller: Caller, named: Named, typed: Typed, length_min: int | None
) -> Booked:
    """What ``/session book`` would do. Changes nothing.

    Raises NotAllowed for who is not staff, InvalidInput for a time that can't be used, NotFound for
    somebody who is not in the server.
    """
    reads, now_at = store.reads, clock.now()
    clinic = await require_staff(reads, caller)
    check_named(named)
    starts_at = _typed_at(typed, clinic, now_at)
    client = await find_client(reads, clinic, named.id)
    return as_booked(client, starts_at, length_min, now_at)


async def book_session(
    store: Store,
    clock: Clock,
    *,
    caller: Caller,
    client: DiscordUserId,
    starts_at: datetime,
    length_min: int | None,
    defaults: Settings,
) -> Booked:
    """Book a session, remind of it, and tell the client; once however often it is saved.

    Raises as ``preview_booking``, and Conflict for a time that has passed since.
    """
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        check_ahead(starts_at, now_at)
        known = await find_or_add_client(tx, clinic, client, defaults, now_at)
        there = await booked_at(tx, clinic.id, known.known.id, starts_at)
        session = there or await _write(tx, known, starts_at, length_min, now_at)
        if there is None:
            await hang(tx, session, known, Told.BOOKED, now_at)
    already = there is not None
    return as_booked(known, starts_at, length_min, now_at, session=session, already=already)


async def _write(
    tx: Tx, client: Client, starts_at: datetime, length_min: int | None, now_at: datetime
) -> Session:
    where = client.clinic.settings.zone
    number = await sessions.book(
        tx,
        client.clinic.id,
        client.known.id,
        local_at=local_of(starts_at, zone(where)),
        zone=where,
        starts_at=starts_at,
        length_min=length_min,
        now_at=now_at,
    )
    return await require_session(tx, client.clinic, number)


async def choose_session(
    store: Store, clock: Clock, *, caller: Caller, client: DiscordUserId
) -> Session | WhichSession:
    """The session to move or to cancel: the only one that is booked, or the choice.

    Raises NotAllowed for who is not staff, NotFound where nothing is booked.
    """
    reads = store.reads
    clinic = await require_staff(reads, caller)
    known = await require_client(reads, clinic, client)
    found = await sessions.booked_of_member(
        reads, clinic.id, known.known.id, clock.now(), MOST_CHOICES
    )
    if not found:
        raise NotFound("session.none_booked")
    return found[0] if len(found) == 1 else WhichSession(clinic, client, tuple(found))


async def read_time(store: Store, clock: Clock, *, caller: Caller, typed: Typed) -> datetime:
    """A time to come by the clinic's clock. Raises NotAllowed and InvalidInput as usual."""
    clinic = await require_staff(store.reads, caller)
    return _typed_at(typed, clinic, clock.now())


async def preview_move(
    store: Store, clock: Clock, *, caller: Caller, session_id: SessionId, starts_at: datetime
) -> Booked:
    """What moving a session to another time would do. Changes nothing.

    Raises NotAllowed, NotFound for another clinic's session, Conflict for one no longer booked and
    where another of the client's is booked for that time.
    """
    reads = store.reads
    clinic = await require_staff(reads, caller)
    session = await require_booked(reads, clinic, session_id)
    await check_free(reads, session, starts_at)
    client = await client_of(reads, clinic, session)
    return as_booked(client, starts_at, session.length_min, clock.now(), before=session)


async def move_session(
    store: Store,
    clock: Clock,
    *,
    caller: Caller,
    session_id: SessionId,
    sequence: int,
    starts_at: datetime,
) -> Booked:
    """Move a session and all that hangs on it, and tell the client; once however often.

    ``sequence`` is the session's at the preview. Raises as ``preview_move``, and Conflict when it
    was moved by somebody else since, or the time has passed.
    """
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        before = await require_booked(tx, clinic, session_id)
        client = await client_of(tx, clinic, before)
        length_min = before.length_min
        if before.starts_at == starts_at:
            return as_booked(client, starts_at, length_min, now_at, session=before, already=True)
        check_ahead(starts_at, now_at)
        await check_free(tx, before, starts_at)
        moved = before.sequence == sequence and await sessions.move(
            tx,
            before,
            local_at=local_of(starts_at, zone(clinic.settings.zone)),
            zone=clinic.settings.zone,
            starts_at=starts_at,
            length_min=length_min,
            now_at=now_at,
        )
        if not moved:
            raise Conflict("session.changed")
        paused = await unhang(tx, before, caller, "moved", now_at)
        session = await require_session(tx, clinic, session_id)
        await hang(tx, session, client, Told.MOVED, now_at, paused=paused)
    return as_booked(client, starts_at, length_min, now_at, before=before, session=session)


async def hang(
    tx: Tx,
    session: Session,
    client: Client,
    told: Told,
    now_at: datetime,
    *,
    paused: Collection[int] = (),
) -> None:
    """Let a booked session's reminders come, and tell its client what became of it."""
    held_for = client.held_for
    await remind_of(tx, session, client.known, now_at, held_for=held_for, paused=paused)
    # Whoever has not agreed is told of it when they do.
    if held_for is None:
        await tell(tx, session, client.known, told, now_at)


async def unhang(
    tx: Tx, session: Session, caller: Caller, reason: str, now_at: datetime
) -> list[int]:
    """End all that hangs on a booked session, also what waits for a person.

    Which of its reminders were paused, by how many minutes before it they would have come.
    """
    pending = await hanging.pending_of_session(tx, session.id, Appointment.name)
    await hanging.end_session(tx, session.id, reason, now_at)
    await queue.settle_cases(tx, session.id, caller.by, now_at)
    return paused_of(pending)


async def require_booked(reads: Reads, clinic: Clinic, session_id: SessionId) -> Session:
    """A clinic's session that is booked. Raises NotFound, and Conflict for one that is not."""
    session = await require_session(reads, clinic, session_id)
    if session.state is not SessionState.BOOKED:
        raise Conflict("session.not_booked")
    return session


def _typed_at(typed: Typed, clinic: Clinic, now_at: datetime) -> datetime:
    found = time_typed(
        typed.when, language=typed.language, now_at=now_at, zone=zone(clinic.settings.zone)
    )
    starts_at = found.at.replace(second=0, microsecond=0)
    if starts_at <= now_at:
        raise InvalidInput("session.time_passed")
    return starts_at


def check_ahead(starts_at: datetime, now_at: datetime) -> None:
    """Raises Conflict for a time that has passed."""
    if starts_at <= now_at:
        raise Conflict("session.time_passed")


def as_booked(
    client: Client,
    starts_at: datetime,
    length_min: int | None,
    now_at: datetime,
    *,
    before: Session | None = None,
    session: Session | None = None,
    already: bool = False,
) -> Booked:
    """A session as it is, or would be, booked."""
    return Booked(
        clinic=client.clinic,
        client=client,
        starts_at=starts_at,
        length_min=length_min,
        reminders=reminders(starts_at, client.quiet, client.zone, now_at),
        before=before,
        session=session,
        already=already,
    )
