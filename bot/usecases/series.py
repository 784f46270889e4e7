"""Stopping all of a kind that hangs on one session: a plan's questions, an appointment's reminders.

What was sent already can still be answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChangeId
from bot.domain.member import Member
from bot.domain.occurrence import Wish
from bot.domain.session import SessionId
from bot.errors import Conflict
from bot.store import changes, hanging, schedules
from bot.store.changes import Change
from bot.store.connection import Tx
from bot.usecases.member import soonest
from bot.usecases.plans import bring_back
from bot.usecases.restoring import OVER, TURNED_OFF

_SESSION = "session"


@dataclass(frozen=True, slots=True)
class SeriesBack:
    """All of a kind goes on that hangs on a session, and when the first of it comes."""

    kind: str
    local_next: datetime | None


def is_series(before: Wish) -> bool:
    """Whether a change stopped a series."""
    return _SESSION in before


async def stop_series(
    tx: Tx, member: Member, session_id: SessionId, kind: str, now_at: datetime
) -> ChangeId | None:
    """End what of a kind is still to come of a session; None: nothing is.

    What was deleted of it before does not come back any more either.
    """
    await schedules.end_anew(tx, session_id, kind, TURNED_OFF, OVER)
    pending = await hanging.pending_of_session(tx, session_id, kind)
    if not pending:
        return None
    subject = f"{_SESSION} {session_id} {kind}"
    before: Wish = {_SESSION: session_id, "kind": kind}
    change_id = await changes.note(tx, member.id, subject, before, now_at)
    await hanging.end_pending(tx, pending, _stopped_by(change_id), now_at)
    return change_id


async def restore_series(tx: Tx, member: Member, change: Change, now_at: datetime) -> SeriesBack:
    """Let go on what a stop has ended.

    Raises Conflict when nothing of it is still to come.
    """
    reason, back = _stopped_by(change.id), []
    for clinic_id in await hanging.clinics_ended_for(tx, member.id, reason):
        back += await bring_back(tx, member, clinic_id, reason, now_at)
    if not back:
        raise Conflict("undo.too_late")
    fresh = [await schedules.get(tx, one.id) or one for one in back]
    return SeriesBack(str(change.before["kind"]), soonest(fresh, member))


def _stopped_by(change_id: ChangeId) -> str:
    return f"stopped by {change_id}"
