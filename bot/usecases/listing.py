"""Lists of a clinic's sessions, for its staff."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.ids import DiscordUserId
from bot.domain.session import Session
from bot.store import sessions
from bot.store.clinics import Clinic
from bot.store.connection import Store
from bot.usecases.clients import find_client
from bot.usecases.session_lookup import user_of
from bot.usecases.staff import Caller, require_staff

# Judgement: what is read at a glance; a session may be longer under way than its start says.
SHOWN = 20
_MOST = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """What a clinic has booked, soonest first; or one client's sessions, the latest first.

    ``more`` are not shown.
    """

    clinic: Clinic
    client: DiscordUserId | None
    sessions: tuple[tuple[DiscordUserId, Session], ...]
    more: int


async def list_sessions(
    store: Store, clock: Clock, *, caller: Caller, client: DiscordUserId | None = None
) -> Listed:
    """What ``/session list`` shows. Raises NotAllowed for who is not staff."""
    reads = store.reads
    clinic = await require_staff(reads, caller)
    if client is None:
        found = await sessions.booked_of_clinic(reads, clinic.id, clock.now(), _MOST)
    else:
        known = await find_client(reads, clinic, client)
        found = []
        if known.member is not None:
            found = await sessions.latest_of_member(reads, clinic.id, known.member.id, _MOST)
    shown = [(await user_of(reads, one), one) for one in found[:SHOWN]]
    return Listed(clinic, client, tuple(shown), len(found) - len(shown))
