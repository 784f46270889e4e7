"""Bookings whose time has passed: a person says whether the session took place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.content.library import Library
from bot.domain.case import Reason
from bot.domain.ids import DiscordUserId
from bot.domain.session import Session, SessionId, SessionState
from bot.errors import Conflict
from bot.log import get_logger
from bot.store import follow_ups, queue, sessions
from bot.store.clinics import Clinic
from bot.store.connection import Store
from bot.usecases import plans
from bot.usecases.clients import find_client
from bot.usecases.sessions import Logged, before_of, hold_booking, require_session, user_of
from bot.usecases.staff import Caller, require_staff

log = get_logger(__name__)

# One transaction holds up the others for as long as it takes.
BATCH = 200


@dataclass(frozen=True, slots=True)
class NoShow:
    """A client did not come; nothing is sent to them about it."""

    clinic: Clinic
    client: DiscordUserId
    session: Session


async def queue_passed_bookings(store: Store, clock: Clock) -> int:
    """Ask every clinic's staff about bookings that are over; how many were asked about.

    Once for each, whether or not somebody answers.
    """
    now_at, asked = clock.now(), 0
    async with store.write() as tx:
        tx.stops_nobody = True
        for session in await sessions.passed(tx, now_at, BATCH):
            asked += await queue.add(
                tx,
                session.clinic_id,
                session.member_id,
                Reason.TOOK_PLACE.value,
                now_at,
                session_id=session.id,
            )
    if asked:
        log.info("sessions.passed", extra={"sessions": asked})
    return asked


async def it_took_place(
    store: Store,
    clock: Clock,
    library: Library,
    *,
    caller: Caller,
    session_id: SessionId,
    language: str,
) -> Logged:
    """Log a booking at the time it had: with the plan of a course under way, else the first.

    Raises NotAllowed for who is not staff, NotFound for another clinic's session, Conflict for one
    that was settled otherwise.
    """
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        session = await require_session(tx, clinic, session_id)
        client = await find_client(tx, clinic, await user_of(tx, session))
        before = await before_of(tx, session)
        chosen = plans.plan_for(library, language, _own_plan(session), before, session.starts_at)
        found = plans.planned(chosen, before, session.starts_at, client.zone, now_at)
        already = session.state is SessionState.HELD
        if not already:
            _check_passed(session, now_at)
            session = await hold_booking(tx, session, found, caller, now_at)
            await plans.hang(tx, session, found, client, now_at)
    return Logged(clinic, client.id, client.standing, session, found, already=already)


def _own_plan(session: Session) -> str | None:
    return session.plan if session.state is SessionState.HELD else None


def _check_passed(session: Session, now_at: datetime) -> None:
    if session.state is not SessionState.BOOKED or session.starts_at > now_at:
        raise Conflict("session.changed")


async def no_show(store: Store, clock: Clock, *, caller: Caller, session_id: SessionId) -> NoShow:
    """Note that a client did not come. Raises as ``it_took_place``."""
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        session = await require_session(tx, clinic, session_id)
        if session.state is not SessionState.NO_SHOW:
            _check_passed(session, now_at)
            await sessions.miss(tx, session, now_at)
            await follow_ups.end_session(tx, session.id, "no show", now_at)
            await follow_ups.settle_cases(tx, session.id, caller.by, now_at)
        return NoShow(clinic, await user_of(tx, session), session)
