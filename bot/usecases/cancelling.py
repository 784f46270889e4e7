"""Booked sessions that are cancelled, and booked again."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.booking import Told
from bot.domain.session import Session, SessionId, SessionState
from bot.errors import Conflict
from bot.store import sessions
from bot.store.clinics import Clinic
from bot.store.connection import Store
from bot.usecases.appointments import remind_again, tell
from bot.usecases.booking import Booked, as_booked, check_ahead, require_booked, unhang
from bot.usecases.clients import Client
from bot.usecases.session_lookup import check_free, client_of, require_session
from bot.usecases.staff import Caller, require_staff


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A session is cancelled, and its client told."""

    clinic: Clinic
    client: Client
    session: Session


async def cancel_session(
    store: Store, clock: Clock, *, caller: Caller, session_id: SessionId
) -> Cancelled:
    """Cancel a booked session and all that hangs on it, and tell the client.

    Raises NotAllowed, NotFound for another clinic's session, Conflict for one no longer booked.
    """
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        before = await require_booked(tx, clinic, session_id)
        client = await client_of(tx, clinic, before)
        await sessions.cancel(tx, before, now_at)
        session = await require_session(tx, clinic, session_id)
        await unhang(tx, before, caller, session.state.value, now_at)
        if client.held_for is None:
            await tell(tx, session, client.known, Told.CANCELLED, now_at)
    return Cancelled(clinic, client, session)


async def undo_cancel(
    store: Store, clock: Clock, *, caller: Caller, session_id: SessionId
) -> Booked:
    """Book a cancelled session again, for the time it had, and tell the client.

    Raises NotAllowed, NotFound, and Conflict for one that is not cancelled, or whose time is past
    or was booked anew.
    """
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        before = await require_session(tx, clinic, session_id)
        if before.state is not SessionState.CANCELLED:
            raise Conflict("undo.already")
        check_ahead(before.starts_at, now_at)
        await check_free(tx, before, before.starts_at)
        await sessions.reopen(tx, before, now_at)
        session = await require_session(tx, clinic, session_id)
        client = await client_of(tx, clinic, session)
        held_for = client.held_for
        await remind_again(tx, session, client.known, before.state, now_at, held_for=held_for)
        if held_for is None:
            await tell(tx, session, client.known, Told.BOOKED, now_at)
    return as_booked(client, session.starts_at, session.length_min, now_at, session=session)
