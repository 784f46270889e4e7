"""What staff planned for somebody who has not agreed: it waits, then begins or is deleted.

Nothing of it is ever sent before. After 30 days it is deleted, and staff are told.
"""

from __future__ import annotations

from datetime import datetime

from bot.clock import Clock
from bot.domain.booking import Told
from bot.domain.case import Reason
from bot.domain.follow_up import WAITING, WAITS_AT_MOST
from bot.domain.member import Member
from bot.kinds.follow_up import FollowUp
from bot.log import get_logger
from bot.store import hanging, queue, schedules, sessions
from bot.store.clinics import Clinic
from bot.store.connection import Store, Tx
from bot.usecases.appointments import remind_of, tell
from bot.usecases.rescheduling import comes

log = get_logger(__name__)

_MOST = 100


async def begin_waiting(tx: Tx, member: Member, clinic: Clinic, now_at: datetime) -> None:
    """Let begin what waited for a member's consent and is still ahead.

    What is booked is told to them now, and reminded of by the settings they have now.
    """
    for one in await hanging.held_back(tx, member.id, clinic.id, WAITING):
        upcoming = None
        if one.kind == FollowUp.name:
            upcoming = await comes(tx, one, member, now_at)
        if upcoming is None:
            await schedules.end(tx, one.id, "agreed too late", now_at)
        else:
            await schedules.revise(
                tx, one.id, wish=one.wish, rule=one.rule, upcoming=upcoming, now_at=now_at
            )
    for session in await sessions.booked_of_member(tx, clinic.id, member.id, now_at, _MOST):
        await remind_of(tx, session, member, now_at)
        await tell(tx, session, member, Told.BOOKED, now_at)


async def drop_waiting(store: Store, clock: Clock) -> int:
    """Delete what waited for 30 days and tell staff whose it was; how many sessions."""
    now_at = clock.now()
    async with store.write() as tx:
        waited = await sessions.not_agreed(tx, now_at - WAITS_AT_MOST, WAITING, _MOST)
        for one in waited:
            await sessions.delete(tx, one.id)
        for clinic_id, member_id in {(one.clinic_id, one.member_id) for one in waited}:
            await queue.add(tx, clinic_id, member_id, Reason.NEVER_AGREED.value, now_at)
    if waited:
        log.info("waiting.dropped", extra={"sessions": len(waited)})
    return len(waited)
