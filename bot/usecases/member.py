"""What several use cases need of a member: that they are one, and that their schedules fit them."""

from __future__ import annotations

from datetime import datetime

from bot.domain.consent import MembershipState
from bot.domain.ids import DiscordUserId, MemberId
from bot.domain.member import Member
from bot.domain.rule import Occasion, Rule
from bot.domain.upcoming import first_unused
from bot.errors import NotAllowed
from bot.kinds.registry import Kinds
from bot.store import clinics, members, schedules
from bot.store.connection import Reads, Tx
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


async def reschedule(tx: Tx, kinds: Kinds, member: Member, now_at: datetime) -> None:
    """Fit all that fires for a member to their settings, as they stand now."""
    reserved = await reserved_places(tx, kinds, member.id)
    for schedule in await schedules.live(tx, member.id):
        if schedule.status != "active" or schedule.kind not in kinds:
            continue
        rule = schedule.rule
        if kinds[schedule.kind].rule_follows_settings:
            rule = kinds[schedule.kind].rule(schedule.wish, member.settings, reserved)
        elif rule is None:
            continue
        await schedules.revise(
            tx,
            schedule.id,
            wish=schedule.wish,
            rule=rule,
            upcoming=next_of(rule, schedule, member, now_at),
            now_at=now_at,
        )


def next_of(
    rule: Rule | None, schedule: Schedule, member: Member, now_at: datetime
) -> Occasion | None:
    """What comes next for a schedule, if its rule is ``rule``."""
    if rule is None:
        return None
    return first_unused(rule, member.settings.zone, now_at, schedule.local_last_slot)
