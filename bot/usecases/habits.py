"""The question that takes a prompt's place when nobody answers, and what its answers do.

Nothing here changes by itself. Each change comes of a press, is made once however often that is
pressed, and can be undone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.ids import ChangeId, DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.occurrence import Pressed
from bot.domain.posture import PostureWish, plan_posture
from bot.domain.press import AskNoMore, QuestionEffect, Verdict
from bot.domain.rule import Rule
from bot.errors import InvalidInput, NotFound
from bot.kinds.kind import Kind
from bot.kinds.posture import Posture
from bot.kinds.registry import Kinds
from bot.store import changes, habits, schedules
from bot.store.connection import Reads, Store, Tx
from bot.store.schedules import Schedule
from bot.usecases.member import require_member, reserved_places
from bot.usecases.rescheduling import come, next_after_last_used
from bot.usecases.restoring import kept
from bot.usecases.switching import coming

KIND = Posture.name


@dataclass(frozen=True, slots=True)
class KeptAsTheyAre:
    """They go on as they are, and the question does not come again. Since when that is so.

    ``change_id`` None: it was so before. ``local_next`` is what comes next, if anything does.
    """

    local_next: datetime | None
    change_id: ChangeId | None


@dataclass(frozen=True, slots=True)
class LessOften:
    """They come ``times`` a day, and next at ``local_coming``. ``change_id`` None: as before."""

    times: int
    local_coming: tuple[datetime, ...]
    change_id: ChangeId | None


QuestionAnswered = KeptAsTheyAre | LessOften


async def is_silent(reads: Reads, schedule: Schedule) -> bool:
    """Whether nothing of a schedule comes until somebody answers its question, or presses on it."""
    return schedule.status != "ended" and await habits.waits_for_answer(reads, schedule.id)


async def note_press(tx: Tx, kind: Kind, pressed: Pressed, verdict: Verdict, at: datetime) -> None:
    """A press on any message of a schedule, counted or not, ends its silence."""
    if kind.policy.asks_after is None:
        return
    await habits.close_question(tx, pressed.schedule_id, except_for=pressed.id, now_at=at)
    if verdict is Verdict.TOO_LATE:
        await habits.note_late(tx, pressed.id, at)


async def answer_question(
    tx: Tx,
    kinds: Kinds,
    member: Member,
    pressed: Pressed,
    effect: QuestionEffect,
    *,
    action: str,
    now_at: datetime,
) -> QuestionAnswered:
    """Do what the question's button says. Raises NotFound on a message that is not the question."""
    schedule = await schedules.get(tx, pressed.schedule_id)
    if schedule is None or not await habits.answer_question(tx, pressed.id, action, now_at):
        raise NotFound("button.outdated")
    if isinstance(effect, AskNoMore):
        return await _keep(tx, member, schedule, now_at)
    half = max(1, _times(schedule) // 2)
    return await _thin_out(tx, kinds, member, schedule, times=half, now_at=now_at)


async def keep_posture(store: Store, clock: Clock, *, by: DiscordUserId) -> KeptAsTheyAre:
    """Keep them as they are, asked on a card instead of the question itself.

    Raises NotAllowed before consent, InvalidInput when posture check-ins are not on.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member, schedule = await find_posture(tx, by)
        await habits.close_question(tx, schedule.id, except_for=None, now_at=now_at)
        return await _keep(tx, member, schedule, now_at)


async def posture_less_often(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId, times: int
) -> LessOften:
    """Let them come ``times`` a day at most, as a card offered. Raises as ``keep_posture``."""
    now_at = clock.now()
    async with store.write() as tx:
        member, schedule = await find_posture(tx, by)
        await habits.close_question(tx, schedule.id, except_for=None, now_at=now_at)
        return await _thin_out(tx, kinds, member, schedule, times=times, now_at=now_at)


async def find_posture(tx: Tx, by: DiscordUserId) -> tuple[Member, Schedule]:
    """A member and their posture check-ins.

    Raises NotAllowed before consent, InvalidInput when they are not on.
    """
    member = await require_member(tx, by)
    schedule = await schedules.live_of_kind(tx, member.id, KIND)
    if schedule is None:
        raise InvalidInput("posture.not_on")
    return member, schedule


async def _keep(tx: Tx, member: Member, schedule: Schedule, now_at: datetime) -> KeptAsTheyAre:
    wish, zone = PostureWish.from_wish(schedule.wish), member.settings.zone
    due_at = schedule.next_due_at
    local_next = None if due_at is None else local_of(due_at, zone)
    if not wish.asks:
        return KeptAsTheyAre(local_next, None)
    change_id = await changes.note(tx, member.id, KIND, kept(schedule), now_at)
    await habits.set_wish(tx, schedule.id, replace(wish, asks=False).to_wish(), now_at)
    return KeptAsTheyAre(local_next, change_id)


async def _thin_out(
    tx: Tx, kinds: Kinds, member: Member, schedule: Schedule, *, times: int, now_at: datetime
) -> LessOften:
    rule, change_id = schedule.rule, None
    if times < _times(schedule):
        change_id = await changes.note(tx, member.id, KIND, kept(schedule), now_at)
        wish = replace(PostureWish.from_wish(schedule.wish), most_a_day=times)
        rule = await put_wish(tx, kinds, member, schedule, wish=wish, now_at=now_at)
    times = 0 if rule is None else len(rule.minutes)
    return LessOften(times, local_coming(rule, member, schedule, now_at), change_id)


async def put_wish(
    tx: Tx,
    kinds: Kinds,
    member: Member,
    schedule: Schedule,
    *,
    wish: PostureWish,
    now_at: datetime,
) -> Rule | None:
    """Give a schedule another wish, and what follows from it."""
    reserved = await reserved_places(tx, kinds, member.id)
    rule = plan_posture(wish, member.settings, reserved).rule
    upcoming = come(schedule, now_at) or next_after_last_used(rule, schedule, member, now_at)
    await habits.revise(
        tx, schedule.id, wish=wish.to_wish(), rule=rule, upcoming=upcoming, now_at=now_at
    )
    return rule


def _times(schedule: Schedule) -> int:
    return 0 if schedule.rule is None else len(schedule.rule.minutes)


def local_coming(
    rule: Rule | None, member: Member, schedule: Schedule, now_at: datetime
) -> tuple[datetime, ...]:
    """The next times of a rule on the member's wall clock, three at most."""
    zone = member.settings.zone
    return tuple(local_of(one.at, zone) for one in coming(rule, member, schedule, now_at))
