"""Posture check-ins on, off and now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.content.cards import Prompt
from bot.content.library import Library
from bot.domain.ids import ChangeId, DiscordUserId
from bot.domain.member import DAILY_LIMIT_RANGE, Member
from bot.domain.occurrence import Wish
from bot.domain.picking import pick
from bot.domain.posture import EVERY_MIN_CHOICES, PosturePlan, PostureWish, plan_posture
from bot.domain.rule import Occasion, upcoming
from bot.domain.upcoming import first_unused
from bot.errors import InvalidInput
from bot.kinds.posture import Posture
from bot.kinds.registry import Kinds
from bot.store import changes, claims, schedules
from bot.store.connection import Store, Tx
from bot.store.schedules import Schedule
from bot.usecases.member import require_member, reserved_places
from bot.usecases.settings import change_settings

KIND = Posture.name
SHOWN_TIMES = 3
TURNED_OFF = "turned off"
HIGHEST_LIMIT = DAILY_LIMIT_RANGE.stop - 1


@dataclass(frozen=True, slots=True)
class PostureOn:
    """Posture check-ins as they are now, and up to three of their times.

    ``change_id`` None: nothing has changed.
    """

    wish: PostureWish
    plan: PosturePlan
    member: Member
    coming: tuple[Occasion, ...]
    change_id: ChangeId | None

    @property
    def limit_can_be_raised(self) -> bool:
        """Whether the daily limit leaves times out, and may be higher."""
        return self.plan.is_spread and self.member.settings.daily_limit < HIGHEST_LIMIT


@dataclass(frozen=True, slots=True)
class PostureOff:
    """They are off; ``change_id`` None: they were not on."""

    change_id: ChangeId | None


async def turn_posture_on(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId, wish: PostureWish
) -> PostureOn:
    """Turn posture check-ins on, or change them. Takes effect at once.

    What was on before, and what of it waits, gives way. Raises NotAllowed before consent,
    InvalidInput for an ``every_min`` that is not on offer and for a window that begins where it
    ends.
    """
    if wish.every_min not in EVERY_MIN_CHOICES:
        choices = ", ".join(str(choice) for choice in EVERY_MIN_CHOICES)
        raise InvalidInput("every.not_offered", choices=choices)
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        plan = plan_posture(wish, member.settings, await reserved_places(tx, kinds, member.id))
        before = await schedules.live_of_kind(tx, member.id, KIND)
        change_id = await changes.note(tx, member.id, KIND, snapshot(before), now_at)
        await _put(tx, member, before, wish=wish, plan=plan, now_at=now_at)
    return PostureOn(wish, plan, member, _coming(plan, member, before, now_at), change_id)


async def turn_posture_off(store: Store, clock: Clock, *, by: DiscordUserId) -> PostureOff:
    """Turn posture check-ins off. Raises NotAllowed before consent."""
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        before = await schedules.live_of_kind(tx, member.id, KIND)
        if before is None:
            return PostureOff(None)
        change_id = await changes.note(tx, member.id, KIND, snapshot(before), now_at)
        await schedules.end(tx, before.id, TURNED_OFF, now_at)
    return PostureOff(change_id)


async def posture_now(
    store: Store, clock: Clock, library: Library, *, by: DiscordUserId, locale: str
) -> Prompt:
    """The prompt to show right now, never the one that came last.

    Raises NotAllowed before consent.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        prompts = {prompt.id: prompt for prompt in library.prompts(locale)}
        last = await claims.last_shown(tx, member.id, KIND)
        item = pick(tuple(prompts), last, f"{member.id} {now_at.isoformat()}")
        await claims.note_shown(tx, member.id, KIND, item, now_at)
    return prompts[item]


async def raise_limit_for_posture(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId
) -> PostureOn:
    """Raise the daily limit so that every posture time outside quiet hours fits, 24 at most.

    ``change_id`` is that of the settings. Raises NotAllowed before consent, InvalidInput when
    posture check-ins are not on.
    """
    before = await posture_as_it_is(store, clock, kinds, by=by)
    reserved = await reserved_places(store.reads, kinds, before.member.id)
    room = before.plan.wanted - before.plan.in_quiet + reserved
    limit = max(before.member.settings.daily_limit, min(room, HIGHEST_LIMIT))
    changed = await change_settings(store, clock, kinds, by=by, daily_limit=limit)
    after = await posture_as_it_is(store, clock, kinds, by=by)
    return replace(after, change_id=changed.change_id)


async def posture_as_it_is(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId
) -> PostureOn:
    """Posture check-ins as they stand. Raises as ``raise_limit_for_posture``."""
    member = await require_member(store.reads, by)
    schedule = await schedules.live_of_kind(store.reads, member.id, KIND)
    if schedule is None:
        raise InvalidInput("posture.not_on")
    wish = PostureWish.from_wish(schedule.wish)
    reserved = await reserved_places(store.reads, kinds, member.id)
    plan = plan_posture(wish, member.settings, reserved)
    return PostureOn(wish, plan, member, _coming(plan, member, schedule, clock.now()), None)


async def _put(
    tx: Tx,
    member: Member,
    before: Schedule | None,
    *,
    wish: PostureWish,
    plan: PosturePlan,
    now_at: datetime,
) -> None:
    occasion = _first(plan, member, before, now_at)
    if before is None:
        await schedules.add(
            tx,
            kind=KIND,
            member_id=member.id,
            wish=wish.to_wish(),
            rule=plan.rule,
            upcoming=occasion,
            now_at=now_at,
        )
        return
    await schedules.drop_queued(tx, before.id, "changed")
    await schedules.revise(
        tx, before.id, wish=wish.to_wish(), rule=plan.rule, upcoming=occasion, now_at=now_at
    )


def _first(
    plan: PosturePlan, member: Member, before: Schedule | None, now_at: datetime
) -> Occasion | None:
    if plan.rule is None:
        return None
    last = before.local_last_slot if before is not None else None
    return first_unused(plan.rule, member.settings.zone, now_at, last)


def _coming(
    plan: PosturePlan, member: Member, before: Schedule | None, now_at: datetime
) -> tuple[Occasion, ...]:
    first = _first(plan, member, before, now_at)
    if plan.rule is None or first is None:
        return ()
    return first, *upcoming(plan.rule, member.settings.zone, first.at, SHOWN_TIMES - 1)


def snapshot(schedule: Schedule | None) -> Wish:
    """How a schedule stood, for "Undo"."""
    return {"wish": None if schedule is None else schedule.wish}
