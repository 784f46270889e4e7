"""What several use cases need of a member: that they are one, and how full their day is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain.consent import MembershipState
from bot.domain.ids import DiscordUserId, MemberId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.errors import NotAllowed
from bot.kinds.registry import Kinds
from bot.store import clinics, members, schedules
from bot.store.connection import Reads
from bot.store.schedules import Schedule


async def require_member(reads: Reads, by: DiscordUserId) -> Member:
    """The member behind a Discord user who may be written to.

    Raises NotAllowed for somebody who has not joined, or has stopped.
    """
    member = await members.find(reads, by)
    if member is None or not await is_in(reads, member):
        raise NotAllowed("consent.needed")
    return member


async def is_in(reads: Reads, member: Member) -> bool:
    """Whether a member has not stopped, and agreed with a clinic they belong to."""
    if member.stopped_at is not None:
        return False
    joined = await clinics.memberships(reads, member.id)
    return any(one.state is MembershipState.AGREED for one in joined)


async def reserved_places(reads: Reads, kinds: Kinds, member_id: MemberId) -> int:
    """How many places of the member's day are kept for kinds that reserve them."""
    reserving = kinds.reserving
    live = await schedules.live(reads, member_id)
    return sum(
        len(one.rule.minutes)
        for one in live
        if one.kind in reserving and one.status == "active" and one.rule is not None
    )


def soonest(live: Iterable[Schedule], member: Member) -> datetime | None:
    """When the first of some schedules comes, on the member's wall clock; None: none does."""
    due = [one.next_due_at for one in live if one.status == "active" and one.next_due_at]
    return local_of(min(due), member.settings.zone) if due else None
