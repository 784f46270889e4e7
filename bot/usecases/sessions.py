"""Sessions that took place: previewed, logged once, undone.

A preview keeps nothing. Its buttons carry whom it is about, when and which plan, so that it may be
saved by any of the clinic's staff; a client has one session at a time, so saving twice is once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.content.library import Library
from bot.domain.ids import DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.member import Settings
from bot.domain.session import Session, SessionId, SessionState, may_be_logged
from bot.domain.time_typed import time_typed
from bot.domain.zones import zone
from bot.errors import Bug, Conflict, InvalidInput
from bot.store import hanging, queue, sessions
from bot.store.clinics import Clinic
from bot.store.connection import Reads, Store, Tx
from bot.usecases import plans
from bot.usecases.appointments import remind_again
from bot.usecases.clients import (
    Client,
    Named,
    Standing,
    check_named,
    find_client,
    find_or_add_client,
)
from bot.usecases.plans import Planned
from bot.usecases.session_lookup import check_free, client_of, require_session
from bot.usecases.staff import Caller, require_staff

# Judgement: a booking so close to what is logged is the session that is logged.
SAME_SESSION = timedelta(hours=4)
# Judgement: enough to find those that were logged before.
_LATEST = 50
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What staff typed or chose; ``when`` None: now; ``plan`` None: the one that suits.

    ``language`` is that of what was typed.
    """

    when: str | None = None
    plan: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class LogPreview:
    """What logging a session would do; nothing is kept of it.

    ``client_zone`` is that of the steps. ``replaces``: steps of a plan before are still to come.
    """

    clinic: Clinic
    client: DiscordUserId
    standing: Standing
    held_at: datetime
    planned: Planned
    replaces: bool


@dataclass(frozen=True, slots=True)
class Logged:
    """A session is logged; ``already``: it was before, and nothing has changed."""

    clinic: Clinic
    client: DiscordUserId
    standing: Standing
    session: Session
    planned: Planned
    already: bool = False


async def preview_log(  # noqa: PLR0917
    store: Store, clock: Clock, library: Library, caller: Caller, named: Named, asked: Asked
) -> LogPreview:
    """What ``/session log`` would do. Changes nothing.

    Raises NotAllowed for who is not staff, InvalidInput for a time that can't be used, NotFound for
    a plan there is not, and for somebody who is not in the server.
    """
    reads, now_at = store.reads, clock.now()
    clinic = await require_staff(reads, caller)
    check_named(named)
    held_at = _held_at(asked, clinic, now_at)
    client = await find_client(reads, clinic, named.id)
    before = await _before(reads, client, held_at)
    plan = plans.plan_for(library, asked.language, asked.plan, before, held_at)
    return LogPreview(
        clinic=clinic,
        client=named.id,
        standing=client.standing,
        held_at=held_at,
        planned=plans.planned(plan, before, held_at, client.zone, now_at),
        replaces=await _replaces(reads, client),
    )


def _held_at(asked: Asked, clinic: Clinic, now_at: datetime) -> datetime:
    if asked.when is None or not asked.when.strip():
        return now_at.replace(second=0, microsecond=0)
    found = time_typed(
        asked.when,
        language=asked.language,
        now_at=now_at,
        zone=zone(clinic.settings.zone),
        past_ok=True,
    )
    held_at = found.at.replace(second=0, microsecond=0)
    check_time(held_at, now_at)
    return held_at


def check_time(held_at: datetime, now_at: datetime) -> None:
    """Raises InvalidInput for a time at which no session can have been held, or too long ago."""
    if held_at > now_at:
        raise InvalidInput("session.not_yet")
    # What was previewed a minute ago may still be saved.
    if not may_be_logged(held_at + _MINUTE, now_at) and not may_be_logged(held_at, now_at):
        raise InvalidInput("session.too_long_ago")


async def log_session(
    store: Store,
    clock: Clock,
    library: Library,
    *,
    caller: Caller,
    client: DiscordUserId,
    held_at: datetime,
    plan: str,
    language: str,
    defaults: Settings,
) -> Logged:
    """Log a session and let its plan come, once however often it is saved.

    A booking of about that time is what is logged. Raises as ``preview_log``.
    """
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        check_time(held_at, now_at)
        known = await find_or_add_client(tx, clinic, client, defaults, now_at)
        there = await _there(tx, known, held_at)
        begun_at = held_at if there is None else min(held_at, there.starts_at)
        before = await _before(tx, known, begun_at)
        chosen = plans.plan_for(library, language, plan, before, held_at)
        found = plans.planned(chosen, before, held_at, known.zone, now_at)
        if there is None:
            session = await _write(tx, known, found, held_at, now_at)
        elif there.state is SessionState.HELD:
            return Logged(clinic, client, known.standing, there, found, already=True)
        else:
            session = await hold_booking(tx, there, found, caller, now_at)
        await plans.hang(tx, session, found, known, now_at)
    return Logged(clinic, client, known.standing, session, found)


async def _write(
    tx: Tx, client: Client, found: Planned, held_at: datetime, now_at: datetime
) -> Session:
    where = client.clinic.settings.zone
    number = await sessions.log(
        tx,
        client.clinic.id,
        client.known.id,
        local_at=local_of(held_at, zone(where)),
        zone=where,
        starts_at=held_at,
        plan=found.plan.id,
        course=found.course,
        now_at=now_at,
    )
    return await _fresh(tx, number)


async def hold_booking(
    tx: Tx, booking: Session, found: Planned, caller: Caller, now_at: datetime
) -> Session:
    """Note that a booking took place. Raises Conflict if somebody said so, or otherwise, before."""
    held = await sessions.hold(tx, booking, plan=found.plan.id, course=found.course, now_at=now_at)
    if not held:
        raise Conflict("session.changed")
    await hanging.end_session(tx, booking.id, SessionState.HELD.value, now_at)
    await queue.settle_cases(tx, booking.id, caller.by, now_at)
    return await _fresh(tx, booking.id)


async def undo_log(
    store: Store, clock: Clock, *, caller: Caller, session_id: SessionId
) -> DiscordUserId:
    """Take a log back: none of its steps comes, and the plan before goes on; whose it was.

    What was booked is booked again, and its reminders come. Raises NotAllowed for who is not staff,
    NotFound for another clinic's, Conflict for one undone before, or whose time was booked anew.
    """
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        session = await require_session(tx, clinic, session_id)
        if session.state is not SessionState.HELD:
            raise Conflict("undo.already")
        client = await client_of(tx, clinic, session)
        held_for = client.held_for
        await hanging.end_session(tx, session.id, "undone", now_at, plans.KIND)
        if await sessions.was_booked(tx, session_id):
            await check_free(tx, session, session.starts_at)
            await sessions.reopen(tx, session, now_at)
            again = await require_session(tx, clinic, session_id)
            await remind_again(tx, again, client.known, session.state, now_at, held_for=held_for)
        else:
            await sessions.cancel(tx, session, now_at)
        # Also what one replaced that was undone before: until now this one stood in its way.
        latest = await sessions.latest_of_member(tx, clinic.id, session.member_id, _LATEST)
        for why in (plans.replaced_by(one) for one in latest if one.state is not SessionState.HELD):
            await plans.bring_back(tx, client.known, clinic.id, why, now_at, held_for=held_for)
    return client.id


async def _before(reads: Reads, client: Client, held_at: datetime) -> Session | None:
    if client.member is None:
        return None
    return await sessions.latest_held(reads, client.clinic.id, client.member.id, held_at)


async def _replaces(reads: Reads, client: Client) -> bool:
    if client.member is None:
        return False
    member_id, clinic_id = client.member.id, client.clinic.id
    return bool(await hanging.pending_of_client(reads, member_id, clinic_id, plans.KIND))


async def _there(reads: Reads, client: Client, held_at: datetime) -> Session | None:
    """The session that is meant: one logged for that very time, or the nearest that was booked."""
    latest = await sessions.latest_of_member(reads, client.clinic.id, client.known.id, _LATEST)
    meant = [one for one in latest if await _may_be_meant(reads, one, held_at)]
    # Of two for the same time, the one that was logged already.
    return min(
        meant,
        key=lambda one: (abs(one.starts_at - held_at), one.state is SessionState.BOOKED),
        default=None,
    )


async def _may_be_meant(reads: Reads, session: Session, held_at: datetime) -> bool:
    if session.state not in {SessionState.BOOKED, SessionState.HELD}:
        return False
    if session.starts_at == held_at:
        return True
    near = abs(session.starts_at - held_at) <= SAME_SESSION
    return near and await sessions.was_booked(reads, session.id)


async def _fresh(reads: Reads, session_id: SessionId) -> Session:
    found = await sessions.get(reads, session_id)
    if found is None:
        raise Bug("a session that was just written is not there")
    return found
