"""Follow-ups that are not sent: a nudge that is not wanted, and a plan that nobody answers.

Looked at right before each is sent, and now and then beside it, so that a plan's end does not wait
for its next question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.content.library import DEFAULT, Library
from bot.domain.case import Reason
from bot.domain.claim import DropReason
from bot.domain.ids import OccurrenceId
from bot.domain.occurrence import Candidate
from bot.domain.plan import ANSWER_WITHIN, Ask, ends_in_silence, is_wanted, state_of_step
from bot.domain.session import SessionId
from bot.kinds.follow_up import FollowUp
from bot.log import get_logger
from bot.store import clinics, hanging, queue, schedules, sessions
from bot.store.connection import Reads, Store, Tx

log = get_logger(__name__)

KIND: Final = FollowUp.name
# Source: no plan is longer (bot.content.plans); a question may be put off a little.
_LONGEST_PLAN = timedelta(days=400)
# Silence is noticed hourly; after a week without the bot, what was silent before stays so.
_LOOKS_BACK = timedelta(days=7)


class HoldingBack:
    """Says for the claim which follow-ups are not to be sent now, and why.

    A plan that nobody answers, or that was taken out of the content, ends here.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    async def __call__(
        self, tx: Tx, candidates: Sequence[Candidate], now_at: datetime
    ) -> Mapping[OccurrenceId, DropReason]:
        """Called with what is about to be decided on."""
        found: dict[OccurrenceId, DropReason] = {}
        for candidate in candidates:
            if candidate.kind == KIND and candidate.schedule_active:
                reason = await self._reason(tx, candidate, now_at)
                if reason is not None:
                    found[candidate.id] = reason
        return found

    async def _reason(self, tx: Tx, candidate: Candidate, now_at: datetime) -> DropReason | None:
        schedule = await schedules.get(tx, candidate.schedule_id)
        if schedule is None or schedule.session_id is None:
            return None
        if await end_if_silent(tx, schedule.session_id, now_at, next_is_due=True):
            return DropReason.SILENT
        if self._library.plan(str(candidate.wish.get("plan")), DEFAULT) is None:
            pending = await hanging.pending_of_session(tx, schedule.session_id, KIND)
            await hanging.end_pending(tx, pending, "plan taken out", now_at)
            log.warning("plan.taken_out", extra={"session": schedule.session_id})
            return DropReason.ENDED
        return None if await _is_wanted(tx, candidate, now_at) else DropReason.NOT_WANTED


async def _is_wanted(reads: Reads, candidate: Candidate, now_at: datetime) -> bool:
    clinic, member = candidate.clinic_id, candidate.member_id
    if candidate.wish.get("ask") != Ask.BOOK_NEXT.value or clinic is None or member is None:
        return True
    membership = await clinics.membership(reads, member, clinic)
    booked = await sessions.next_booked(reads, clinic, member, now_at)
    invitations = membership is not None and membership.invitations
    return is_wanted(Ask.BOOK_NEXT, booked=booked is not None, invitations=invitations)


async def end_if_silent(
    tx: Tx, session_id: SessionId, now_at: datetime, *, next_is_due: bool = False
) -> bool:
    """End a session's questions after two that nobody answered, and tell staff; whether it did."""
    came = await hanging.came(tx, session_id, KIND)
    steps = [state_of_step(one.state, one.sent_at, now_at) for one in came]
    if not ends_in_silence(steps, next_is_due=next_is_due):
        return False
    session = await sessions.get(tx, session_id)
    pending = await hanging.pending_of_session(tx, session_id, KIND)
    told = await queue.had_case(tx, session_id, Reason.UNANSWERED)
    if session is None or (told and not pending):
        return False
    tx.stops_nobody = False
    await hanging.end_pending(tx, pending, "unanswered", now_at)
    if not told:
        clinic, member = session.clinic_id, session.member_id
        reason = Reason.UNANSWERED.value
        await queue.add(tx, clinic, member, reason, now_at, session_id=session_id)
    log.info("plan.unanswered", extra={"session": session_id})
    return True


async def end_silent_plans(store: Store, clock: Clock) -> int:
    """End every plan whose last two questions nobody answered; how many."""
    now_at, ended = clock.now(), 0
    found = await hanging.sessions_unanswered(
        store.reads,
        KIND,
        held_from_at=now_at - _LONGEST_PLAN,
        from_at=now_at - ANSWER_WITHIN - _LOOKS_BACK,
        until_at=now_at - ANSWER_WITHIN,
    )
    for session_id in found:
        async with store.write() as tx:
            tx.stops_nobody = True
            ended += await end_if_silent(tx, session_id, now_at)
    return ended
