"""What several use cases need of a member: that they are one, and that their schedules fit them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain.consent import MembershipState
from bot.domain.ids import DiscordUserId, MemberId, ScheduleId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.occurrence import Wish
from bot.domain.reminder import first_occasion, fixed_at, fixed_occasion, not_before
from bot.domain.rule import Occasion, Rule, next_occasion
from bot.domain.upcoming import first_unused
from bot.errors import NotAllowed
from bot.kinds.registry import Kinds
from bot.store import clinics, controls, members, schedules
from bot.store.connection import Reads, Tx
from bot.store.schedules import Schedule
from bot.usecases.appointments import fit_reminders


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
    active = [
        one
        for one in await schedules.live(tx, member.id)
        if one.status == "active" and one.kind in kinds
    ]
    # First what has its places kept, so that the others share what is really left.
    active.sort(key=lambda one: one.kind not in kinds.reserving)
    for schedule in active:
        rule = schedule.rule
        if kinds[schedule.kind].rule_follows_settings:
            reserved = await reserved_places(tx, kinds, member.id)
            rule = kinds[schedule.kind].rule(schedule.wish, member.settings, reserved)
            upcoming = come(schedule, now_at) or next_of(rule, schedule, member, now_at)
        elif rule is None:
            continue
        else:
            moved = await _moved(tx, rule, schedule, member, now_at)
            upcoming = come(schedule, now_at) or moved
        await schedules.revise(
            tx,
            schedule.id,
            wish=schedule.wish,
            rule=rule,
            upcoming=upcoming,
            now_at=now_at,
        )
    await fit_reminders(tx, member, now_at)


async def refit(tx: Tx, kinds: Kinds, member: Member, kind: str, now_at: datetime) -> None:
    """Fit the member's other schedules to the places that ``kind`` keeps now, if it keeps any."""
    if kind in kinds.reserving:
        await reschedule(tx, kinds, member, now_at)


async def _moved(
    reads: Reads, rule: Rule, schedule: Schedule, member: Member, now_at: datetime
) -> Occasion | None:
    """What comes next of a rule that stays as it is, on another wall clock."""
    noted = next_noted(schedule)
    if noted is None:
        return None
    has_passed = noted.local_slot <= local_of(now_at, member.settings.zone)
    if has_passed and not await controls.is_used(reads, schedule.id, noted.local_slot):
        # The wall clock got past it on the way: then it has come.
        return Occasion(noted.local_slot, now_at)
    return await next_unused(reads, rule, schedule.id, schedule.wish, member, now_at)


async def next_unused(  # noqa: PLR0917
    reads: Reads,
    rule: Rule,
    schedule_id: ScheduleId,
    wish: Wish,
    member: Member,
    now_at: datetime,
) -> Occasion | None:
    """The first time of a rule, from where its wish begins, whose slot was not used yet."""
    zone = member.settings.zone
    upcoming = first_occasion(rule, wish, zone, now_at)
    while upcoming is not None and await controls.is_used(reads, schedule_id, upcoming.local_slot):
        upcoming = next_occasion(rule, zone, upcoming.at)
    return upcoming


def soonest(live: Iterable[Schedule], member: Member) -> datetime | None:
    """When the first of some schedules comes, on the member's wall clock; None: none does."""
    due = [one.next_due_at for one in live if one.status == "active" and one.next_due_at]
    return local_of(min(due), member.settings.zone) if due else None


def come(schedule: Schedule, now_at: datetime) -> Occasion | None:
    """What has come of a schedule and only waits to be planned."""
    noted = next_noted(schedule)
    return noted if noted is not None and noted.at <= now_at else None


def next_noted(schedule: Schedule) -> Occasion | None:
    """What a schedule has noted to come next."""
    if schedule.local_next_slot is None or schedule.next_due_at is None:
        return None
    return Occasion(schedule.local_next_slot, schedule.next_due_at)


def next_of(
    rule: Rule | None, schedule: Schedule, member: Member, now_at: datetime
) -> Occasion | None:
    """What comes next for a schedule, if its rule is ``rule``."""
    if rule is None:
        return None
    zone = member.settings.zone
    after_at = not_before(schedule.wish, zone, now_at)
    return first_unused(rule, zone, after_at, schedule.local_last_slot)


async def comes(
    reads: Reads, schedule: Schedule, member: Member, now_at: datetime
) -> Occasion | None:
    """When the one time of a schedule comes, if it is still ahead."""
    if schedule.rule is not None:
        return await next_unused(reads, schedule.rule, schedule.id, schedule.wish, member, now_at)
    at = fixed_at(schedule.wish)
    if at is None or at <= now_at:
        return None
    return fixed_occasion(at, member.settings.zone)


async def fitted(
    tx: Tx, kinds: Kinds, member: Member, schedule: Schedule, now_at: datetime
) -> tuple[Rule | None, Occasion | None]:
    """A schedule's rule under its member's settings, and when it comes next."""
    kind, rule = kinds[schedule.kind], schedule.rule
    if not kind.rule_follows_settings:
        return rule, await comes(tx, schedule, member, now_at)
    reserved = await reserved_places(tx, kinds, member.id)
    rule = kind.rule(schedule.wish, member.settings, reserved)
    return rule, next_of(rule, schedule, member, now_at)
