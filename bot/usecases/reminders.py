"""All that comes to a member, of every kind, and what did not reach them lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.clock import Clock
from bot.domain.ids import DiscordUserId, ScheduleId
from bot.domain.local_time import local_of
from bot.domain.member import Member, Settings
from bot.domain.occurrence import Missed
from bot.domain.pause import pause_of
from bot.domain.policy import Quiet
from bot.domain.rule import upcoming
from bot.errors import NotFound
from bot.kinds.kind import Kind
from bot.kinds.registry import Kinds
from bot.store import coming, schedules
from bot.store.connection import Reads, Store
from bot.store.schedules import Schedule
from bot.usecases.habits import is_silent
from bot.usecases.member import require_member

# Judgement: older than that, nobody looks for it any more.
MISSED_WITHIN = timedelta(days=7)
MOST_MISSED = 5
# What is on its way takes less.
LATE_AFTER = timedelta(minutes=1)
SHOWN_TIMES = 3


class Standing(Enum):
    """How a schedule stands."""

    ON = "on"
    PAUSED = "paused"
    SILENT = "waits for an answer"
    NEVER = "all of its times lie in quiet hours"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that comes to a member.

    ``comes_at`` is when it comes next; ``waits`` says that this one is held back, by a snooze or
    by quiet hours, and so is not the schedule's own time.
    """

    schedule: Schedule
    standing: Standing
    comes_at: datetime | None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Reminders:
    """What comes, soonest first, and what did not, latest first.

    ``paused_until_at`` is set while everything is paused.
    """

    settings: Settings
    entries: tuple[Entry, ...]
    missed: tuple[Missed, ...]
    paused_until_at: datetime | None


@dataclass(frozen=True, slots=True)
class OneReminder:
    """One thing that comes, and the wall clock of its next times, three at most."""

    settings: Settings
    entry: Entry
    local_coming: tuple[datetime, ...]
    paused_until_at: datetime | None


async def all_reminders(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId
) -> Reminders:
    """What ``/reminders`` shows. Raises NotAllowed before consent."""
    now_at, reads = clock.now(), store.reads
    member = await require_member(reads, by)
    waiting = await coming.waiting(reads, member.id, now_at - LATE_AFTER)
    entries = [
        await _entry(reads, kinds[one.kind], member, one, waiting.get(one.id))
        for one in await schedules.live(reads, member.id)
        if one.kind in kinds and kinds[one.kind].listed and not one.held_back
    ]
    since_at, until_at = now_at - MISSED_WITHIN, now_at - LATE_AFTER
    missed = await coming.missed(reads, member.id, since_at, until_at, MOST_MISSED)
    return Reminders(
        settings=member.settings,
        entries=tuple(sorted(filter(_still_comes, entries), key=_soonest_first)),
        missed=tuple(one for one in missed if one.kind in kinds),
        paused_until_at=pause_of(member, now_at),
    )


async def one_reminder(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId, schedule_id: ScheduleId
) -> OneReminder:
    """One of them by number. Raises NotAllowed before consent, NotFound if it comes no more."""
    now_at, reads = clock.now(), store.reads
    member = await require_member(reads, by)
    schedule = await listed_one(reads, kinds, member, schedule_id)
    kind = kinds[schedule.kind]
    waiting = await coming.waiting(reads, member.id, now_at - LATE_AFTER)
    entry = await _entry(reads, kind, member, schedule, waiting.get(schedule.id))
    if not _still_comes(entry):
        raise NotFound("reminder.gone")
    return OneReminder(
        settings=member.settings,
        entry=entry,
        local_coming=_local_coming(entry, member),
        paused_until_at=pause_of(member, now_at),
    )


async def listed_one(
    reads: Reads, kinds: Kinds, member: Member, schedule_id: ScheduleId
) -> Schedule:
    """A member's own schedule, of a kind that is listed. Raises NotFound unless it goes on."""
    schedule = await schedules.owned(reads, member.id, schedule_id)
    if schedule is None or schedule.status == "ended" or schedule.held_back:
        raise NotFound("reminder.gone")
    if schedule.kind not in kinds or not kinds[schedule.kind].listed:
        raise NotFound("reminder.gone")
    return schedule


async def _entry(
    reads: Reads, kind: Kind, member: Member, schedule: Schedule, waiting_at: datetime | None
) -> Entry:
    if schedule.status == "paused":
        return Entry(schedule, Standing.PAUSED, None)
    if await is_silent(reads, schedule):
        return Entry(schedule, Standing.SILENT, None)
    due_at = _after_quiet(kind, member.settings, schedule.next_due_at)
    if waiting_at is not None and (due_at is None or waiting_at <= due_at):
        return Entry(schedule, Standing.ON, waiting_at, waits=True)
    if due_at is None and kind.rule_follows_settings:
        return Entry(schedule, Standing.NEVER, None)
    return Entry(schedule, Standing.ON, due_at)


def _after_quiet(kind: Kind, settings: Settings, due_at: datetime | None) -> datetime | None:
    if due_at is None or settings.quiet is None or kind.policy.quiet is not Quiet.WAITS:
        return due_at
    return settings.quiet.ends_at(due_at, settings.zone) or due_at


def _still_comes(entry: Entry) -> bool:
    return entry.standing is not Standing.ON or entry.comes_at is not None


def _soonest_first(entry: Entry) -> tuple[bool, float, int]:
    at = entry.comes_at
    return at is None, 0.0 if at is None else at.timestamp(), entry.schedule.id


def _local_coming(entry: Entry, member: Member) -> tuple[datetime, ...]:
    schedule, zone = entry.schedule, member.settings.zone
    if entry.comes_at is None:
        return ()
    first = [entry.comes_at] if entry.waits or schedule.next_due_at is None else []
    if schedule.next_due_at is not None:
        first.append(schedule.next_due_at)
        if schedule.rule is not None:
            later = upcoming(schedule.rule, zone, schedule.next_due_at, SHOWN_TIMES)
            first += [occasion.at for occasion in later]
    return tuple(local_of(at, zone) for at in first[:SHOWN_TIMES])
