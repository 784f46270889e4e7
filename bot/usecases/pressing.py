"""A button on a message that arrived by itself was pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.claim import DropReason
from bot.domain.ids import ChangeId, ChannelId, DiscordUserId, MessageId, OccurrenceId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.occurrence import Planned, Pressed
from bot.domain.press import Answer, Effect, Show, SkipToday, Snooze, StopThis, Verdict, judge
from bot.domain.upcoming import rest_of_day
from bot.domain.zones import zone
from bot.errors import NotAllowed, NotFound
from bot.kinds.kind import Kind
from bot.kinds.registry import Kinds
from bot.store import changes, members, planning, presses, schedules
from bot.store.connection import Reads, Store, Tx
from bot.usecases.posture import TURNED_OFF


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
    """What the message was about has ended. ``change_id`` None: it had ended before."""

    kind: str
    change_id: ChangeId | None


@dataclass(frozen=True, slots=True)
class NothingToStop:
    """The message came once and comes no more: only everything is left to stop."""

    kind: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Something is to be shown: "warning_signs" or "talk"."""

    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class DidNotCount:
    """The press changed nothing, and why: the answer given before, or when it comes back."""

    kind: str
    verdict: Verdict
    answer: str | None
    local_until: datetime | None
    local_next: datetime | None


@dataclass(frozen=True, slots=True)
class StoppedBefore:
    """The press changed nothing: the member has stopped everything since."""

    kind: str


PressResult = (
    Answered
    | Snoozed
    | SnoozeInQuiet
    | SkippedToday
    | StoppedThis
    | NothingToStop
    | Shown
    | DidNotCount
    | StoppedBefore
)


@dataclass(frozen=True, slots=True)
class _Pressing:
    pressed: Pressed
    kind: Kind
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
        pressing = await _find(tx, kinds, press, now_at)
        pressed = pressing.pressed
        verdict = judge(pressed, pressing.effect, step=press.step, by=press.by, now_at=now_at)
        if verdict is Verdict.NOT_YOURS:
            raise NotAllowed("button.not_yours")
        if pressing.member.stopped_at is not None and not isinstance(pressing.effect, Show):
            return StoppedBefore(pressed.kind)
        if verdict is not Verdict.ACCEPTED:
            return await _did_not_count(tx, pressed, verdict)
        if press.step == pressed.step:
            await presses.note_delivered(tx, pressed, press.channel_id, press.message_id, now_at)
        return await _do(tx, pressing)


async def _find(tx: Tx, kinds: Kinds, press: Press, now_at: datetime) -> _Pressing:
    """What was pressed, not judged yet."""
    pressed = await presses.find(tx, press.occurrence_id)
    if pressed is None or pressed.kind not in kinds:
        raise NotFound("button.outdated")
    kind = kinds[pressed.kind]
    effect = kind.effect(press.action)
    member = await members.get(tx, pressed.member_id)
    if effect is None or member is None:
        raise NotFound("button.outdated")
    return _Pressing(pressed, kind, member, press.action, effect, now_at)


async def _do(tx: Tx, pressing: _Pressing) -> PressResult:
    pressed, action, now_at = pressing.pressed, pressing.action, pressing.now_at
    match pressing.effect:
        case Answer():
            await presses.note_answer(tx, pressed, action, now_at)
            return Answered(pressed.kind, action, await _local_next(tx, pressed))
        case Snooze(minutes):
            return await _snooze(tx, pressing, minutes)
        case SkipToday():
            await presses.note_answer(tx, pressed, action, now_at)
            await _skip_day(tx, pressing)
            return SkippedToday(pressed.kind, await _local_next(tx, pressed))
        case Show(what):
            return Shown(pressed.kind, what)
        case StopThis():
            return await _stop_this(tx, pressing)


async def _snooze(tx: Tx, pressing: _Pressing, minutes: int) -> PressResult:
    pressed, settings = pressing.pressed, pressing.member.settings
    until_at = pressing.now_at + timedelta(minutes=minutes)
    local_until = local_of(until_at, settings.zone)
    if settings.quiet is not None and settings.quiet.covers(local_until):
        await presses.note_answer(tx, pressed, pressing.action, pressing.now_at)
        return SnoozeInQuiet(pressed.kind, await _local_next(tx, pressed))
    await presses.snooze(tx, pressed, until_at)
    return Snoozed(pressed.kind, local_until)


async def _skip_day(tx: Tx, pressing: _Pressing) -> None:
    pressed, now_at = pressing.pressed, pressing.now_at
    schedule = await schedules.get(tx, pressed.schedule_id)
    if schedule is None or schedule.rule is None or schedule.status != "active":
        return
    rest = rest_of_day(schedule.rule, zone(pressed.zone), now_at, pressed.local_slot)
    if rest.last is not None:
        # The day's slots are used up by this, so that no change of settings brings them back.
        lane = pressing.kind.policy.lane
        slot = Planned(schedule.id, rest.last.local_slot, rest.last.at, lane, covers=1)
        await planning.add_occurrences(tx, [slot])
    await schedules.drop_queued(tx, schedule.id, DropReason.SKIPPED.value)
    await schedules.skip_to(tx, schedule.id, rest.following, now_at)


async def _stop_this(tx: Tx, pressing: _Pressing) -> StoppedThis | NothingToStop:
    pressed, now_at = pressing.pressed, pressing.now_at
    await presses.note_answer(tx, pressed, pressing.action, now_at)
    schedule = await schedules.get(tx, pressed.schedule_id)
    if schedule is None:
        return StoppedThis(pressed.kind, None)
    if schedule.rule is None and not pressing.kind.rule_follows_settings:
        await schedules.end(tx, schedule.id, TURNED_OFF, now_at)
        return NothingToStop(pressed.kind)
    if schedule.status == "ended":
        return StoppedThis(pressed.kind, None)
    before: dict[str, object] = {"wish": schedule.wish}
    change_id = await changes.note(tx, pressed.member_id, pressed.kind, before, now_at)
    await schedules.end(tx, schedule.id, TURNED_OFF, now_at)
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
