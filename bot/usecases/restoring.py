"""How one schedule stood before a change, and bringing that back.

A member has one schedule of most kinds, and a change of it is about the kind; of their own
reminders they have many, and a change is about one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.ids import ChangeId, MemberId, ScheduleId
from bot.domain.local_time import instant_of, local_of
from bot.domain.member import Member
from bot.domain.occurrence import Wish
from bot.domain.rule import Occasion, Rule, rule_from_json, rule_to_json
from bot.domain.upcoming import fixed_at, local_first
from bot.errors import Conflict
from bot.kinds.registry import Kinds
from bot.store import changes, coming, controls, schedules
from bot.store.changes import Change
from bot.store.connection import Reads, Tx
from bot.store.schedules import Schedule
from bot.usecases.hanging import is_replaced
from bot.usecases.rescheduling import fitted, refit

TURNED_OFF, UNDONE, OVER = "turned off", "undone", "over"


@dataclass(frozen=True, slots=True)
class OneBack:
    """One schedule is as it was: ``on`` if there was one, ``paused`` if it rested."""

    kind: str
    wish: Wish
    rule: Rule | None
    on: bool
    paused: bool
    local_next: datetime | None


@dataclass(frozen=True, slots=True)
class _Kept:
    wish: Wish
    rule: Rule | None
    skipped: tuple[datetime, ...]
    paused: bool


def subject_of(kinds: Kinds, kind: str, schedule_id: ScheduleId) -> str:
    """What a change of a schedule is about."""
    return f"schedule {schedule_id}" if kinds[kind].many else kind


def kept(schedule: Schedule, skipped: Sequence[datetime] = ()) -> Wish:
    """How a schedule stands, for "Undo"; ``skipped`` are the slots that a change takes back."""
    return {
        "id": schedule.id,
        "wish": schedule.wish,
        "rule": None if schedule.rule is None else rule_to_json(schedule.rule),
        "skipped": [slot.isoformat() for slot in skipped],
        "paused": schedule.status == "paused",
    }


def kept_nothing(schedule_id: ScheduleId) -> Wish:
    """There was no such schedule before, for "Undo"."""
    return {"id": schedule_id, "wish": None}


def dropped_by(change_id: ChangeId) -> str:
    """Why what waited was dropped: "Undo" finds it by this."""
    return f"dropped by {change_id}"


def skipped_by(change_id: ChangeId) -> str:
    """Why a slot was used up without a message: "Undo" finds it by this."""
    return f"skipped by {change_id}"


async def make_way(
    tx: Tx, kinds: Kinds, member_id: MemberId, schedule: Schedule, now_at: datetime
) -> ChangeId:
    """Before a schedule gets other times, or none: drop what waits and free what was skipped.

    The change that "Undo" takes back.
    """
    skipped = await controls.free_coming(tx, schedule.id, now_at)
    subject = subject_of(kinds, schedule.kind, schedule.id)
    change_id = await changes.note(tx, member_id, subject, kept(schedule, skipped), now_at)
    await schedules.drop_queued(tx, schedule.id, dropped_by(change_id))
    return change_id


async def restore(
    tx: Tx, kinds: Kinds, member: Member, change: Change, now_at: datetime
) -> OneBack:
    """Bring back how a schedule stood, and what of it waited.

    What came meanwhile does not come again. Raises Conflict when it would never come any more, or
    something else ended it since.
    """
    schedule = await schedules.owned(tx, member.id, _id(change.before))
    if schedule is None or not await _may_return(tx, schedule):
        raise Conflict("undo.too_late")
    before = _kept(change.before)
    if before is None:
        await schedules.end(tx, schedule.id, UNDONE, now_at)
        await refit(tx, kinds, member, schedule.kind, now_at)
        return _back(member, schedule, None, None)
    await controls.free_slot(tx, schedule.id, skipped_by(change.id))
    await _skip_again(tx, kinds, member, schedule, before.skipped, change.id)
    fresh = await schedules.get(tx, schedule.id) or schedule
    was = replace(fresh, wish=before.wish, rule=before.rule)
    rule, upcoming = await fitted(tx, kinds, member, was, now_at)
    if not _same_times(schedule, before, rule):
        await schedules.drop_queued(tx, schedule.id, UNDONE)
    await controls.requeue(tx, schedule.id, dropped_by(change.id))
    waits = await coming.is_waiting(tx, schedule.id)
    if upcoming is None and not waits and not before.paused and not _follows(kinds, schedule):
        raise Conflict("undo.too_late")
    await schedules.revise(
        tx, schedule.id, wish=before.wish, rule=rule, upcoming=upcoming, now_at=now_at
    )
    if before.paused:
        await controls.set_paused(tx, schedule.id, now_at, paused=True)
    await refit(tx, kinds, member, schedule.kind, now_at)
    return _back(member, schedule, before, upcoming)


async def _may_return(reads: Reads, schedule: Schedule) -> bool:
    ended_otherwise = schedule.status == "ended" and schedule.end_reason != TURNED_OFF
    return not ended_otherwise and not await is_replaced(reads, schedule)


def _same_times(schedule: Schedule, before: _Kept, rule: Rule | None) -> bool:
    """Whether what waits of a schedule may go on waiting: the change left its times alone."""
    now, was = schedule.wish, before.wish
    return (schedule.rule, local_first(now), fixed_at(now), schedule.status == "paused") == (
        rule,
        local_first(was),
        fixed_at(was),
        before.paused,
    )


async def _skip_again(  # noqa: PLR0917
    tx: Tx,
    kinds: Kinds,
    member: Member,
    schedule: Schedule,
    skipped: Sequence[datetime],
    change_id: ChangeId,
) -> None:
    for slot in skipped:
        at = instant_of(slot, member.settings.zone)
        if at is not None:
            lane, reason = kinds.lane(schedule.kind), skipped_by(change_id)
            await controls.use_slot(tx, schedule.id, Occasion(slot, at), lane, reason)


def _follows(kinds: Kinds, schedule: Schedule) -> bool:
    return kinds[schedule.kind].rule_follows_settings


def _back(
    member: Member, schedule: Schedule, before: _Kept | None, upcoming: Occasion | None
) -> OneBack:
    paused = before is not None and before.paused
    zone = member.settings.zone
    local_next = None if upcoming is None or paused else local_of(upcoming.at, zone)
    return OneBack(
        kind=schedule.kind,
        wish=schedule.wish if before is None else before.wish,
        rule=schedule.rule if before is None else before.rule,
        on=before is not None,
        paused=paused,
        local_next=local_next,
    )


def _id(before: Wish) -> ScheduleId:
    number = before.get("id")
    return ScheduleId(number if isinstance(number, int) else 0)


def _kept(before: Wish) -> _Kept | None:
    wish, rule, skipped = before.get("wish"), before.get("rule"), before.get("skipped")
    if not isinstance(wish, dict) or not isinstance(skipped, list):
        return None
    return _Kept(
        wish=wish,
        rule=rule_from_json(rule) if isinstance(rule, str) else None,
        skipped=tuple(datetime.fromisoformat(slot) for slot in skipped),
        paused=before.get("paused") is True,
    )
