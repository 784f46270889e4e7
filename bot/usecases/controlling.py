"""Pausing, resuming, skipping and deleting one of the things that come to a member.

Each is done once however often it is pressed, takes effect at once, and can be undone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.clock import Clock
from bot.domain.ids import ChangeId, DiscordUserId, ScheduleId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.occurrence import Wish
from bot.domain.rule import Occasion, Rule
from bot.domain.upcoming import comes_once, first_unused
from bot.errors import Conflict, NotFound
from bot.kinds.registry import Kinds
from bot.store import changes, controls, schedules
from bot.store.connection import Store, Tx
from bot.store.schedules import Schedule
from bot.usecases.member import require_member
from bot.usecases.reminders import listed_one
from bot.usecases.rescheduling import fitted, next_noted, refit
from bot.usecases.restoring import dropped_by, kept, skipped_by, subject_of
from bot.usecases.stopping_one import still_comes
from bot.usecases.switching import end_one


class Control(StrEnum):
    """What can be done with one schedule, by the names of the buttons."""

    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Controlled:
    """It is done; ``change_id`` None: it stood so before. ``local_skipped`` does not come."""

    control: Control
    schedule_id: ScheduleId
    kind: str
    wish: Wish
    rule: Rule | None
    local_next: datetime | None
    change_id: ChangeId | None
    local_skipped: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    tx: Tx
    kinds: Kinds
    member: Member
    schedule: Schedule
    now_at: datetime

    async def note(self) -> ChangeId:
        """Keep how it stands."""
        subject = subject_of(self.kinds, self.schedule.kind, self.schedule.id)
        return await changes.note(
            self.tx, self.member.id, subject, kept(self.schedule), self.now_at
        )

    async def refit(self) -> None:
        """Fit the others to the places it has now."""
        await refit(self.tx, self.kinds, self.member, self.schedule.kind, self.now_at)

    def done(
        self, control: Control, upcoming: Occasion | None, change_id: ChangeId | None
    ) -> Controlled:
        """What came of it."""
        zone, one = self.member.settings.zone, self.schedule
        local_next = None if upcoming is None else local_of(upcoming.at, zone)
        return Controlled(control, one.id, one.kind, one.wish, one.rule, local_next, change_id)


async def control(
    store: Store,
    clock: Clock,
    kinds: Kinds,
    *,
    by: DiscordUserId,
    schedule_id: ScheduleId,
    what: Control,
    local_slot: datetime | None = None,
) -> Controlled:
    """Pause, resume, skip or delete one schedule of a member's.

    ``local_slot`` is the time to skip. Raises NotAllowed before consent, NotFound for one that is
    not theirs or has ended, Conflict for a skip of what is not next any more and for resuming what
    has no time left.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        schedule = await _found(tx, kinds, member, schedule_id)
        case = _Case(tx, kinds, member, schedule, now_at)
        match what:
            case Control.PAUSE:
                return await _pause(case)
            case Control.RESUME:
                return await _resume(case)
            case Control.SKIP:
                return await _skip(case, local_slot)
            case Control.DELETE:
                return await _delete(case)


async def _found(tx: Tx, kinds: Kinds, member: Member, schedule_id: ScheduleId) -> Schedule:
    schedule = await listed_one(tx, kinds, member, schedule_id)
    if schedule.status != "paused" and not await still_comes(tx, kinds[schedule.kind], schedule):
        raise NotFound("reminder.gone")
    return schedule


async def _pause(case: _Case) -> Controlled:
    schedule = case.schedule
    if schedule.status == "paused":
        return case.done(Control.PAUSE, None, None)
    change_id = await case.note()
    await schedules.drop_queued(case.tx, schedule.id, dropped_by(change_id))
    await controls.set_paused(case.tx, schedule.id, case.now_at, paused=True)
    await case.refit()
    return case.done(Control.PAUSE, None, change_id)


async def _resume(case: _Case) -> Controlled:
    schedule, now_at = case.schedule, case.now_at
    if schedule.status == "active":
        return case.done(Control.RESUME, next_noted(schedule), None)
    follows = case.kinds[schedule.kind].rule_follows_settings
    rule, upcoming = await fitted(case.tx, case.kinds, case.member, schedule, now_at)
    if upcoming is None and not follows:
        raise Conflict("reminder.time_passed")
    change_id = await case.note()
    await schedules.revise(
        case.tx, schedule.id, wish=schedule.wish, rule=rule, upcoming=upcoming, now_at=now_at
    )
    await case.refit()
    return case.done(Control.RESUME, upcoming, change_id)


async def _skip(case: _Case, local_slot: datetime | None) -> Controlled:
    schedule, now_at, zone = case.schedule, case.now_at, case.member.settings.zone
    skipped = next_noted(schedule)
    if (
        schedule.status != "active"
        or skipped is None
        or skipped.local_slot != local_slot
        or schedule.rule is None
        or comes_once(schedule.rule)
    ):
        raise Conflict("reminder.not_next")
    change_id = await case.note()
    lane = case.kinds.lane(schedule.kind)
    await controls.use_slot(case.tx, schedule.id, skipped, lane, skipped_by(change_id))
    upcoming = first_unused(schedule.rule, zone, skipped.at, skipped.local_slot)
    await controls.skip_to(case.tx, schedule.id, upcoming, now_at)
    done = case.done(Control.SKIP, upcoming, change_id)
    return replace(done, local_skipped=local_of(skipped.at, zone))


async def _delete(case: _Case) -> Controlled:
    change_id = await end_one(case.tx, case.kinds, case.member, case.schedule, case.now_at)
    return case.done(Control.DELETE, None, change_id)
