"""Whether something has taken the place of what was stopped of a session.

That the session itself has changed is not looked at: that ends all that hangs on it.
"""

from __future__ import annotations

from bot.kinds.follow_up import FollowUp
from bot.store import hanging
from bot.store.connection import Reads
from bot.store.schedules import Schedule


async def is_replaced(reads: Reads, schedule: Schedule) -> bool:
    """Whether a later session brought its own plan, or the same reminder was planned anew.

    False for what hangs on no session.
    """
    if schedule.session_id is None:
        return False
    if schedule.kind == FollowUp.name:
        return await hanging.is_overtaken(reads, schedule.id)
    before_min = schedule.wish.get("before_min")
    pending = await hanging.pending_of_session(reads, schedule.session_id, schedule.kind)
    return any(one.id > schedule.id and one.wish.get("before_min") == before_min for one in pending)
