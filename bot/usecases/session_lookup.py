"""Sessions as they are looked up: a clinic's own, its client, and what stands beside it."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import ClinicId, DiscordUserId, MemberId
from bot.domain.session import Session, SessionId
from bot.errors import Bug, Conflict, NotFound
from bot.store import members, sessions
from bot.store.clinics import Clinic
from bot.store.connection import Reads
from bot.usecases.clients import Client, find_client


async def require_session(reads: Reads, clinic: Clinic, session_id: SessionId) -> Session:
    """A clinic's session. Raises NotFound for another clinic's, or one that is not kept."""
    session = await sessions.find(reads, clinic.id, session_id)
    if session is None:
        raise NotFound("session.gone")
    return session


async def user_of(reads: Reads, session: Session) -> DiscordUserId:
    """Whose session it is."""
    found = await members.get(reads, session.member_id)
    if found is None:
        raise Bug("a session without its member")
    return found.discord_id


async def client_of(reads: Reads, clinic: Clinic, session: Session) -> Client:
    """Whose session it is, as the clinic knows them."""
    return await find_client(reads, clinic, await user_of(reads, session))


async def booked_at(
    reads: Reads, clinic_id: ClinicId, member_id: MemberId, at: datetime
) -> Session | None:
    """What a client has booked with a clinic for that very instant."""
    found = await sessions.next_booked(reads, clinic_id, member_id, at)
    return found if found is not None and found.starts_at == at else None


async def check_free(reads: Reads, session: Session, starts_at: datetime) -> None:
    """Raises Conflict where its client has another session booked for that very instant."""
    there = await booked_at(reads, session.clinic_id, session.member_id, starts_at)
    if there is not None and there.id != session.id:
        raise Conflict("session.booked_then")


async def before_of(reads: Reads, session: Session) -> Session | None:
    """The session that its client had before this one."""
    clinic, member = session.clinic_id, session.member_id
    return await sessions.latest_held(reads, clinic, member, session.starts_at)
