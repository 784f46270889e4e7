"""Fitting what comes to a member to their settings and their wall clock, as they stand now."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import ScheduleId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.occurrence import Wish
from bot.domain.rule import Occasion, Rule, next_occasion
from bot.domain.upcoming import first_occasion, first_unused, fixed_at, fixed_occasion, not_before
from bot.kinds.registry import Kinds
from bot.store import controls, schedules
from bot.store.connection import Reads, Tx
from bot.store.schedules import Schedule
from bot.usecases.appointments import fit_reminders
from bot.usecases.member import reserved_places


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
        rule, waiting = schedule.rule, come(schedule, now_at)
        if kinds[schedule.kind].rule_follows_settings:
            reserved = await reserved_places(tx, kinds, member.id)
            rule = kinds[schedule.kind].rule(schedule.wish, member.settings, reserved)
            upcoming = waiting or next_after_last_used(rule, schedule, member, now_at)
        elif rule is None:
            continue
        else:
            upcoming = waiting or await _moved(tx, rule, schedule, member, now_at)
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
    """The first time of a rule, from where its wish begins, whose slot was not used yet.

    For rules that stay as they are: slots may be used ahead, by skips, and left between them.
    """
    zone = member.settings.zone
    upcoming = first_occasion(rule, wish, zone, now_at)
    while upcoming is not None and await controls.is_used(reads, schedule_id, upcoming.local_slot):
        upcoming = next_occasion(rule, zone, upcoming.at)
    return upcoming


def come(schedule: Schedule, now_at: datetime) -> Occasion | None:
    """What has come of a schedule and only waits to be planned."""
    noted = next_noted(schedule)
    return noted if noted is not None and noted.at <= now_at else None


def next_noted(schedule: Schedule) -> Occasion | None:
    """What a schedule has noted to come next."""
    if schedule.local_next_slot is None or schedule.next_due_at is None:
        return None
    return Occasion(schedule.local_next_slot, schedule.next_due_at)


def next_after_last_used(
    rule: Rule | None, schedule: Schedule, member: Member, now_at: datetime
) -> Occasion | None:
    """What comes next for a schedule whose rule is ``rule``, after the latest slot it used.

    For rules that come and go with settings: a slot passed over stays passed over.
    """
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
    return rule, next_after_last_used(rule, schedule, member, now_at)
