"""/clinic queue: what waits for a person of the clinic, and who sees to it.

Every function asks anew whether the caller is staff of that clinic. Of two who press at once one
wins, and the other is told who.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.case import Case, CaseId
from bot.domain.ids import DiscordUserId
from bot.domain.pages import page_within
from bot.domain.session import Session
from bot.domain.zones import zone
from bot.errors import NotFound
from bot.log import get_logger
from bot.store import queue, sessions
from bot.store.clinics import Clinic
from bot.store.connection import Reads, Store, Tx
from bot.usecases.staff import Caller, require_staff

# Source: Discord: 40 components a message; a case takes five of them.
CASES_A_PAGE = 5

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case, and the session it is about, if it is about one."""

    case: Case
    session: Session | None


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of a clinic's queue, in the clinic's zone."""

    zone: ZoneInfo
    waiting: tuple[Waiting, ...]
    page: int
    pages: int
    number: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A press did what it says: the case as it stands now."""

    case: Case


@dataclass(frozen=True, slots=True)
class TooLate:
    """Somebody was first: the case as it stands, with who and when."""

    case: Case


async def show_queue(store: Store, caller: Caller, page: int = 1) -> Queue:
    """One page of the queue, from 1; a page there is not gives way to the last.

    Raises NotAllowed for who is not of the staff.
    """
    reads = store.reads
    clinic = await require_staff(reads, caller)
    number = await queue.number_waiting(reads, clinic.id)
    page, pages = page_within(page, number, CASES_A_PAGE)
    cases = await queue.waiting(reads, clinic.id, CASES_A_PAGE, (page - 1) * CASES_A_PAGE)
    waiting = [await _waiting(reads, clinic, case) for case in cases]
    return Queue(zone(clinic.settings.zone), tuple(waiting), page, pages, number)


async def take_case(store: Store, clock: Clock, caller: Caller, case_id: CaseId) -> Seen | TooLate:
    """See to a case. Raises NotAllowed for who is not of the staff, NotFound if it is not there."""
    return await _press(store, clock, caller, case_id, queue.take)


async def close_case(store: Store, clock: Clock, caller: Caller, case_id: CaseId) -> Seen | TooLate:
    """Be done with a case, whoever took it. Raises as ``take_case``."""
    return await _press(store, clock, caller, case_id, queue.close)


async def give_back(store: Store, clock: Clock, caller: Caller, case_id: CaseId) -> Seen | TooLate:
    """Open a case again that the caller took or was done with. Raises as ``take_case``."""
    return await _press(store, clock, caller, case_id, queue.reopen)


Change = Callable[[Tx, CaseId, DiscordUserId, datetime], Awaitable[bool]]


async def _press(
    store: Store, clock: Clock, caller: Caller, case_id: CaseId, change: Change
) -> Seen | TooLate:
    async with store.write() as tx:
        tx.stops_nobody = True
        clinic = await require_staff(tx, caller)
        await _find(tx, clinic, case_id)
        changed = await change(tx, case_id, caller.by, clock.now())
        case = await _find(tx, clinic, case_id)
    if not changed:
        return TooLate(case)
    state = case.state.value
    log.info("queue.changed", extra={"case": case.id, "clinic": clinic.id, "state": state})
    return Seen(case)


async def _find(reads: Reads, clinic: Clinic, case_id: CaseId) -> Case:
    case = await queue.find(reads, clinic.id, case_id)
    if case is None:
        raise NotFound("queue.gone")
    return case


async def _waiting(reads: Reads, clinic: Clinic, case: Case) -> Waiting:
    if case.session_id is None:
        return Waiting(case, None)
    return Waiting(case, await sessions.find(reads, clinic.id, case.session_id))
