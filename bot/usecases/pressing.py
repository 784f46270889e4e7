"""A button on a message that arrived by itself was pressed."""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.check_in import origin_of_occurrence
from bot.domain.claim import DropReason
from bot.domain.ids import ChannelId, DiscordUserId, MessageId, OccurrenceId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.occurrence import Pressed
from bot.domain.press import (
    Answer,
    AnswerAppointment,
    AnswerStep,
    AskAgain,
    AskLess,
    AskNoMore,
    CheckInEffect,
    Choose,
    Effect,
    OfferSnooze,
    Score,
    SessionEffect,
    Show,
    SkipToday,
    Snooze,
    SnoozeEffect,
    SnoozeUntil,
    StopThis,
    Verdict,
    judge,
)
from bot.domain.safety import says_crisis
from bot.domain.upcoming import rest_of_day
from bot.errors import NotAllowed, NotFound
from bot.kinds.kind import Kind
from bot.kinds.registry import Kinds
from bot.store import controls, members, presses, schedules
from bot.store.connection import Reads, Store, Tx
from bot.usecases.checking_in import Asked, CheckedIn, check_in
from bot.usecases.following_up import answer_of_session, compared, shown_of_session
from bot.usecases.habits import answer_question, note_press
from bot.usecases.hours import offer_hours
from bot.usecases.press_results import (
    Answered,
    DidNotCount,
    PressResult,
    SkippedToday,
    Snoozed,
    SnoozeInQuiet,
    StoppedBefore,
)
from bot.usecases.snoozing import Typed, put_off, snooze_as_asked
from bot.usecases.stopping_one import stop_this


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed, chose or typed what, on which message. All of it comes from outside.

    ``language`` is that of what was typed.
    """

    by: DiscordUserId
    occurrence_id: OccurrenceId
    step: int
    action: str
    channel_id: ChannelId
    message_id: MessageId
    values: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class _Pressing:
    pressed: Pressed
    kinds: Kinds
    kind: Kind
    member: Member
    press: Press
    effect: Effect
    cards: Collection[str]
    now_at: datetime


async def press_button(
    store: Store, clock: Clock, kinds: Kinds, press: Press, *, cards: Collection[str] = ()
) -> PressResult:
    """Do what the button says, once. ``cards`` are those that may be offered after an answer.

    Raises NotAllowed for somebody else's button, NotFound for one whose message is no longer kept.
    """
    now_at = clock.now()
    async with store.write() as tx:
        pressing = await _find(tx, kinds, press, cards, now_at)
        pressed = pressing.pressed
        verdict = judge(pressed, pressing.effect, step=press.step, by=press.by, now_at=now_at)
        if verdict is Verdict.NOT_YOURS:
            raise NotAllowed("button.not_yours")
        if pressing.member.stopped_at is not None and not isinstance(pressing.effect, Show):
            return StoppedBefore(says_crisis(pressing.effect))
        await note_press(tx, pressing.kind, pressed, verdict, now_at)
        if verdict is not Verdict.ACCEPTED:
            return await _did_not_count(tx, pressing, verdict)
        if press.step == pressed.step:
            await presses.note_delivered(tx, pressed, press.channel_id, press.message_id, now_at)
        return await _do(tx, pressing)


async def _find(
    tx: Tx, kinds: Kinds, press: Press, cards: Collection[str], now_at: datetime
) -> _Pressing:
    """What was pressed, not judged yet."""
    pressed = await presses.find(tx, press.occurrence_id)
    if pressed is None or pressed.kind not in kinds:
        raise NotFound("button.outdated")
    kind = kinds[pressed.kind]
    effect = kind.effect(press.action)
    member = await members.get(tx, pressed.member_id)
    if effect is None or member is None:
        raise NotFound("button.outdated")
    return _Pressing(pressed, kinds, kind, member, press, effect, cards, now_at)


async def _do(tx: Tx, pressing: _Pressing) -> PressResult:
    match pressing.effect:
        case Answer() | SkipToday():
            return await _answer(tx, pressing)
        case Snooze() | OfferSnooze() | SnoozeUntil() as effect:
            return await _snooze(tx, pressing, effect)
        case StopThis():
            return await stop_this(
                tx,
                pressing.kinds,
                pressing.member,
                pressing.pressed,
                action=pressing.press.action,
                now_at=pressing.now_at,
            )
        case Score() | Choose() | AskAgain() as effect:
            return await _check_in(tx, pressing, effect)
        case Show() | AnswerStep() | AnswerAppointment() as effect:
            return await _of_session(tx, pressing, effect)
        case AskNoMore() | AskLess() as effect:
            return await answer_question(
                tx,
                pressing.kinds,
                pressing.member,
                pressing.pressed,
                effect,
                action=pressing.press.action,
                now_at=pressing.now_at,
            )


async def _of_session(tx: Tx, pressing: _Pressing, effect: Show | SessionEffect) -> PressResult:
    pressed, now_at = pressing.pressed, pressing.now_at
    if isinstance(effect, Show):
        return await shown_of_session(tx, pressed, effect.what)
    action = pressing.press.action
    return await answer_of_session(tx, pressing.member, pressed, effect, action, now_at)


async def _answer(tx: Tx, pressing: _Pressing) -> Answered | SkippedToday:
    pressed, action = pressing.pressed, pressing.press.action
    await presses.note_answer(tx, pressed, action, pressing.now_at)
    skips = isinstance(pressing.effect, SkipToday)
    if skips:
        await _skip_day(tx, pressing)
    local_next = await _local_next(tx, pressing)
    offer = await offer_hours(tx, pressing.member, pressed, pressing.now_at)
    if skips:
        return SkippedToday(local_next, offer)
    return Answered(local_next, offer)


async def _check_in(tx: Tx, pressing: _Pressing, effect: CheckInEffect) -> CheckedIn:
    pressed, now_at = pressing.pressed, pressing.now_at
    if isinstance(effect, Score):
        # The score itself stands with the check-in; here only that there is one.
        await presses.note_answer(tx, pressed, effect.question, now_at)
    checked = await check_in(
        tx,
        Asked(
            member=pressing.member,
            kind=pressed.kind,
            origin=origin_of_occurrence(pressed.id),
            asked_at=pressed.sent_at or pressed.send_after_at,
        ),
        effect,
        values=pressing.press.values,
        # What follows a session offers nothing.
        cards=() if pressing.kind.series else pressing.cards,
        now_at=now_at,
    )
    return await compared(tx, pressed, checked, now_at)


async def _snooze(tx: Tx, pressing: _Pressing, effect: Snooze | SnoozeEffect) -> PressResult:
    if not isinstance(effect, Snooze):
        typed = Typed(pressing.press.values, pressing.press.language)
        member, now_at = pressing.member, pressing.now_at
        return await snooze_as_asked(
            tx, member, pressing.pressed, effect, typed=typed, now_at=now_at
        )
    pressed, settings = pressing.pressed, pressing.member.settings
    until_at = pressing.now_at + timedelta(minutes=effect.minutes)
    local_until = local_of(until_at, settings.zone)
    if settings.quiet is not None and settings.quiet.covers(local_until):
        await presses.note_answer(tx, pressed, pressing.press.action, pressing.now_at)
        return SnoozeInQuiet(await _local_next(tx, pressing))
    await put_off(tx, pressing.member, pressed, until_at)
    return Snoozed(local_until)


async def _skip_day(tx: Tx, pressing: _Pressing) -> None:
    pressed, now_at = pressing.pressed, pressing.now_at
    schedule = await schedules.get(tx, pressed.schedule_id)
    if schedule is None or schedule.rule is None or schedule.status != "active":
        return
    where = pressing.member.settings.zone
    own_day = functools.partial(pressing.kind.own_day, schedule.wish)
    rest = rest_of_day(schedule.rule, where, now_at, pressed.local_slot, own_day)
    if rest.last is not None:
        # The day's slots are used up by this, so that no change of settings brings them back.
        lane, reason = pressing.kind.policy.lane, DropReason.SKIPPED.value
        await controls.use_slot(tx, schedule.id, rest.last, lane, reason)
    await schedules.drop_queued(tx, schedule.id, DropReason.SKIPPED.value)
    await controls.skip_to(tx, schedule.id, rest.following, now_at)


async def _did_not_count(tx: Tx, pressing: _Pressing, verdict: Verdict) -> DidNotCount:
    pressed = pressing.pressed
    where = pressing.member.settings.zone
    local_until = local_of(pressed.send_after_at, where)
    snoozed = verdict is Verdict.SNOOZED_MEANWHILE
    return DidNotCount(
        verdict=verdict,
        answer=pressed.answer,
        local_until=local_until if snoozed else None,
        local_next=await _local_next(tx, pressing),
        in_crisis=says_crisis(pressing.effect),
        later_day=local_until.date() != local_of(pressing.now_at, where).date(),
    )


async def _local_next(reads: Reads, pressing: _Pressing) -> datetime | None:
    schedule = await schedules.get(reads, pressing.pressed.schedule_id)
    if schedule is None or schedule.next_due_at is None:
        return None
    return local_of(schedule.next_due_at, pressing.member.settings.zone)
