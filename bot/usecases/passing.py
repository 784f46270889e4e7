"""Bookings whose time has passed: a person says whether the session took place."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Clock
from bot.content.library import Library
from bot.domain.case import CaseId, Reason
from bot.domain.ids import DiscordUserId
from bot.domain.session import Session, SessionState
from bot.errors import Conflict, NotFound
from bot.log import get_logger
from bot.store import hanging, queue, sessions
from bot.store.clinics import Clinic
from bot.store.connection import Store, Tx
from bot.usecases import plans
from bot.usecases.session_lookup import before_of, client_of, require_session, user_of
from bot.usecases.sessions import hold_booking
from bot.usecases.staff import Caller, require_staff

log = get_logger(__name__)

# One transaction holds up the others for as long as it takes.
BATCH = 200


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
    case_id: CaseId,
    language: str,
) -> DiscordUserId:
    """Log the booking that a case asks about at the time it had; whose session it was.

    Its plan is that of a course under way, else the first. Raises NotAllowed for who is not staff,
    NotFound for a case of another clinic or about something else, Conflict for a booking that was
    settled otherwise.
    """
    now_at = clock.now()
    async with store.write() as tx:
        clinic, session = await _asked_about(tx, caller, case_id)
        client = await client_of(tx, clinic, session)
        if session.state is not SessionState.HELD:
            _check_passed(session, now_at)
            before, held_at = await before_of(tx, session), session.starts_at
            chosen = plans.plan_for(library, language, None, before, held_at)
            found = plans.planned(chosen, before, held_at, client.zone, now_at)
            held = await hold_booking(tx, session, found, caller, now_at)
            await plans.hang(tx, held, found, client, now_at)
        return client.id


async def no_show(store: Store, clock: Clock, *, caller: Caller, case_id: CaseId) -> DiscordUserId:
    """Note that a client did not come; which. Nothing is sent to them. Raises as the other."""
    now_at = clock.now()
    async with store.write() as tx:
        _, session = await _asked_about(tx, caller, case_id)
        if session.state is not SessionState.NO_SHOW:
            _check_passed(session, now_at)
            await sessions.miss(tx, session, now_at)
            await hanging.end_session(tx, session.id, "no show", now_at)
            await queue.settle_cases(tx, session.id, caller.by, now_at)
        return await user_of(tx, session)


async def _asked_about(tx: Tx, caller: Caller, case_id: CaseId) -> tuple[Clinic, Session]:
    clinic = await require_staff(tx, caller)
    case = await queue.find(tx, clinic.id, case_id)
    if case is None or case.reason is not Reason.TOOK_PLACE or case.session_id is None:
        raise NotFound("queue.gone")
    return clinic, await require_session(tx, clinic, case.session_id)


def _check_passed(session: Session, now_at: datetime) -> None:
    if session.state is not SessionState.BOOKED or session.starts_at > now_at:
        raise Conflict("session.changed")
