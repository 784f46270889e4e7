"""A member's own reminders: set, and really changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.ids import ChangeId, DiscordUserId, ScheduleId
from bot.domain.member import Member
from bot.domain.pause import pause_of
from bot.domain.reminder import MOST_ACTIVE, ReminderWish, Timing, text_typed, timing_of
from bot.domain.rule import Occasion, Rule, upcoming
from bot.domain.time_typed import time_typed
from bot.domain.upcoming import first_occasion, fixed_occasion
from bot.domain.when import Repeat
from bot.errors import InvalidInput, LimitReached, NotFound
from bot.kinds.registry import Kinds
from bot.kinds.reminder import Reminder
from bot.store import changes, coming, controls, habits, schedules
from bot.store.connection import Store, Tx
from bot.store.schedules import Schedule
from bot.usecases.member import require_member
from bot.usecases.rescheduling import next_noted, next_unused
from bot.usecases.restoring import kept, kept_nothing, make_way, subject_of

KIND = Reminder.name
SHOWN_TIMES = 3
# How the next time stands in the field that asks for it, so that it can be sent as it is.
TYPED = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a member typed, in ``language``.

    ``when_before`` is what stood where they could type another time.
    """

    text: str
    when: str
    repeat: Repeat
    language: str
    when_before: str | None = None


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder as it is now, and up to three of its times, in its member's zone.

    ``paused_until_at`` is set while everything is paused. ``change_id`` None: nothing has changed.
    """

    schedule_id: ScheduleId
    wish: ReminderWish
    rule: Rule | None
    coming: tuple[Occasion, ...]
    zone: ZoneInfo
    paused_until_at: datetime | None
    change_id: ChangeId | None


@dataclass(frozen=True, slots=True)
class _Now:
    member: Member
    schedule_id: ScheduleId
    at: datetime


async def remind(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId, asked: Asked
) -> Reminded:
    """Set a reminder. Takes effect at once.

    Raises NotAllowed before consent, LimitReached with 50 of them, InvalidInput for a text or a
    time that can't be used.
    """
    text, now_at = text_typed(asked.text), clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        if await coming.number_coming(tx, member.id, KIND) >= MOST_ACTIVE:
            raise LimitReached("reminder.too_many", most=MOST_ACTIVE)
        timing = _timing(asked, text, member, now_at)
        first = _first(timing, member, now_at)
        schedule_id = await schedules.add(
            tx,
            kind=KIND,
            member_id=member.id,
            wish=timing.wish.to_wish(),
            rule=timing.rule,
            upcoming=first,
            now_at=now_at,
        )
        subject = subject_of(kinds, KIND, schedule_id)
        change_id = await changes.note(tx, member.id, subject, kept_nothing(schedule_id), now_at)
    return _reminded(_Now(member, schedule_id, now_at), timing, first, change_id)


async def change_reminder(
    store: Store,
    clock: Clock,
    kinds: Kinds,
    *,
    by: DiscordUserId,
    schedule_id: ScheduleId,
    asked: Asked,
) -> Reminded:
    """Give a reminder another text, time or repeat; one that was paused goes on with it.

    What waits of the old time gives way. Raises as ``remind``, and NotFound for one that is gone.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        schedule = await schedules.owned(tx, member.id, schedule_id)
        if schedule is None or schedule.status == "ended" or schedule.kind != KIND:
            raise NotFound("reminder.gone")
        now = _Now(member, schedule_id, now_at)
        return await _change(tx, kinds, schedule, now, asked)


async def _change(tx: Tx, kinds: Kinds, schedule: Schedule, now: _Now, asked: Asked) -> Reminded:
    before, text = ReminderWish.from_wish(schedule.wish), text_typed(asked.text)
    if asked.when == asked.when_before and asked.repeat is before.repeat:
        wish, change_id = replace(before, text=text), None
        if wish != before:
            subject = subject_of(kinds, KIND, schedule.id)
            change_id = await changes.note(tx, now.member.id, subject, kept(schedule), now.at)
            await habits.set_wish(tx, schedule.id, wish.to_wish(), now.at)
        return _reminded(now, Timing(wish, schedule.rule), next_noted(schedule), change_id)
    timing = _timing(asked, text, now.member, now.at)
    change_id = await make_way(tx, kinds, now.member.id, schedule, now.at)
    first = await _first_unused(tx, timing, now)
    await schedules.revise(
        tx,
        schedule.id,
        wish=timing.wish.to_wish(),
        rule=timing.rule,
        upcoming=first,
        now_at=now.at,
    )
    return _reminded(now, timing, first, change_id)


def _timing(asked: Asked, text: str, member: Member, now_at: datetime) -> Timing:
    zone = member.settings.zone
    found = time_typed(asked.when, language=asked.language, now_at=now_at, zone=zone)
    return timing_of(text, found, asked.repeat)


def _first(timing: Timing, member: Member, now_at: datetime) -> Occasion | None:
    zone, wish = member.settings.zone, timing.wish
    if timing.rule is not None:
        return first_occasion(timing.rule, wish.to_wish(), zone, now_at)
    return None if wish.fixed_at is None else fixed_occasion(wish.fixed_at, zone)


async def _first_unused(tx: Tx, timing: Timing, now: _Now) -> Occasion:
    """The first time whose slot was not used yet: going west, the same wall times come again."""
    if timing.rule is None:
        first = _first(timing, now.member, now.at)
        if first is not None and await controls.is_used(tx, now.schedule_id, first.local_slot):
            first = None
    else:
        wish = timing.wish.to_wish()
        first = await next_unused(tx, timing.rule, now.schedule_id, wish, now.member, now.at)
    if first is None:
        raise InvalidInput("reminder.came_then")
    return first


def _reminded(
    now: _Now, timing: Timing, first: Occasion | None, change_id: ChangeId | None
) -> Reminded:
    zone = now.member.settings.zone
    later: tuple[Occasion, ...] = ()
    if first is not None and timing.rule is not None:
        later = upcoming(timing.rule, zone, first.at, SHOWN_TIMES - 1)
    return Reminded(
        schedule_id=now.schedule_id,
        wish=timing.wish,
        rule=timing.rule,
        coming=() if first is None else (first, *later),
        zone=zone,
        paused_until_at=pause_of(now.member, now.at),
        change_id=change_id,
    )


def when_as_typed(local_next: datetime) -> str:
    """A time in the words that reading it understands, in every language."""
    return local_next.strftime(TYPED)
