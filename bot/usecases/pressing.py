"""A button on a message that arrived by itself was pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.ids import ChangeId, ChannelId, DiscordUserId, MessageId, OccurrenceId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.occurrence import Pressed
from bot.domain.press import Answer, Effect, Show, SkipToday, Snooze, StopThis, Verdict, judge
from bot.domain.upcoming import first_on_a_later_day
from bot.domain.zones import zone
from bot.errors import NotAllowed, NotFound
from bot.kinds.registry import Kinds
from bot.store import changes, members, presses, schedules
from bot.store.connection import Reads, Store, Tx


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed what, on which message. All of it comes from outside."""

    by: DiscordUserId
    occurrence_id: OccurrenceId
    step: int
    action: str
    channel_id: ChannelId
    message_id: MessageId


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer is noted. ``local_next`` is what comes next of this, if anything does."""

    kind: str
    answer: str
    local_next: datetime | None


@dataclass(frozen=True, slots=True)
class Snoozed:
    """It comes again at ``local_until``."""

    kind: str
    local_until: datetime


@dataclass(frozen=True, slots=True)
class SnoozeInQuiet:
    """A snooze would end in the member's quiet hours: it does not come again."""

    kind: str
    local_next: datetime | None


@dataclass(frozen=True, slots=True)
class SkippedToday:
    """Nothing more of this today."""

    kind: str
    local_next: datetime | None


@dataclass(frozen=True, slots=True)
class StoppedThis:
    """What the message was about has ended. ``change_id`` None: there was nothing to end."""

    kind: str
    change_id: ChangeId | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Something is to be shown: "warning_signs" or "talk"."""

    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class DidNotCount:
    """The press changed nothing, and why."""

    kind: str
    verdict: Verdict
    answer: str | None
    local_until: datetime | None
    local_next: datetime | None


PressResult = Answered | Snoozed | SnoozeInQuiet | SkippedToday | StoppedThis | Shown | DidNotCount


@dataclass(frozen=True, slots=True)
class _Accepted:
    pressed: Pressed
    member: Member
    action: str
    effect: Effect
    now_at: datetime


async def press_button(store: Store, clock: Clock, kinds: Kinds, press: Press) -> PressResult:
    """Do what the button says, once.

    Raises NotAllowed for somebody else's button, NotFound for one whose message is no longer kept.
    """
    now_at = clock.now()
    async with store.write() as tx:
        pressed = await presses.find(tx, press.occurrence_id)
        effect = None
        if pressed is not None and pressed.kind in kinds:
            effect = kinds[pressed.kind].effect(press.action)
        member = None if pressed is None else await members.get(tx, pressed.member_id)
        if pressed is None or effect is None or member is None:
            raise NotFound("button.outdated")
        verdict = judge(pressed, effect, step=press.step, by=press.by, now_at=now_at)
        if verdict is Verdict.NOT_YOURS:
            raise NotAllowed("button.not_yours")
        if verdict is not Verdict.ACCEPTED:
            return await _did_not_count(tx, pressed, verdict)
        if press.step == pressed.step:
            await presses.note_delivered(tx, pressed, press.channel_id, press.message_id, now_at)
        return await _do(tx, _Accepted(pressed, member, press.action, effect, now_at))


async def _do(tx: Tx, accepted: _Accepted) -> PressResult:
    pressed, action, now_at = accepted.pressed, accepted.action, accepted.now_at
    match accepted.effect:
        case Answer():
            await presses.note_answer(tx, pressed, action, now_at)
            return Answered(pressed.kind, action, await _local_next(tx, pressed))
        case Snooze(minutes):
            return await _snooze(tx, accepted, minutes)
        case SkipToday():
            await presses.note_answer(tx, pressed, action, now_at)
            await _skip_day(tx, pressed, now_at)
            return SkippedToday(pressed.kind, await _local_next(tx, pressed))
        case Show(what):
            return Shown(pressed.kind, what)
        case StopThis():
            return await _stop_this(tx, pressed, action, now_at)


async def _snooze(tx: Tx, accepted: _Accepted, minutes: int) -> PressResult:
    pressed, settings = accepted.pressed, accepted.member.settings
    until_at = accepted.now_at + timedelta(minutes=minutes)
    local_until = local_of(until_at, settings.zone)
    if settings.quiet is not None and settings.quiet.covers(local_until):
        await presses.note_answer(tx, pressed, accepted.action, accepted.now_at)
        return SnoozeInQuiet(pressed.kind, await _local_next(tx, pressed))
    await presses.snooze(tx, pressed, until_at)
    return Snoozed(pressed.kind, local_until)


async def _skip_day(tx: Tx, pressed: Pressed, now_at: datetime) -> None:
    schedule = await schedules.get(tx, pressed.schedule_id)
    if schedule is None or schedule.rule is None or schedule.status != "active":
        return
    where = zone(pressed.zone)
    later = first_on_a_later_day(schedule.rule, where, now_at, pressed.local_slot)
    await schedules.drop_queued(tx, schedule.id, "skipped")
    await schedules.skip_to(tx, schedule.id, later, now_at)


async def _stop_this(tx: Tx, pressed: Pressed, action: str, now_at: datetime) -> StoppedThis:
    await presses.note_answer(tx, pressed, action, now_at)
    schedule = await schedules.get(tx, pressed.schedule_id)
    if schedule is None or schedule.status == "ended" or schedule.rule is None:
        return StoppedThis(pressed.kind, None)
    before: dict[str, object] = {"wish": schedule.wish}
    change_id = await changes.note(tx, pressed.member_id, pressed.kind, before, now_at)
    await schedules.end(tx, schedule.id, "turned off", now_at)
    return StoppedThis(pressed.kind, change_id)


async def _did_not_count(tx: Tx, pressed: Pressed, verdict: Verdict) -> DidNotCount:
    snoozed = verdict is Verdict.SNOOZED_MEANWHILE
    return DidNotCount(
        kind=pressed.kind,
        verdict=verdict,
        answer=pressed.answer,
        local_until=local_of(pressed.send_after_at, zone(pressed.zone)) if snoozed else None,
        local_next=await _local_next(tx, pressed),
    )


async def _local_next(reads: Reads, pressed: Pressed) -> datetime | None:
    schedule = await schedules.get(reads, pressed.schedule_id)
    if schedule is None or schedule.next_due_at is None:
        return None
    return local_of(schedule.next_due_at, zone(pressed.zone))
