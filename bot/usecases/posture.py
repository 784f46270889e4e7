"""Posture check-ins on and now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.content.cards import Prompt
from bot.content.library import Library
from bot.domain.ids import ChangeId, DiscordUserId
from bot.domain.member import DAILY_LIMIT_RANGE, Member
from bot.domain.pause import pause_of
from bot.domain.picking import pick
from bot.domain.posture import EVERY_MIN_CHOICES, PosturePlan, PostureWish, plan_posture
from bot.domain.rule import Occasion
from bot.errors import InvalidInput
from bot.kinds.posture import Posture
from bot.kinds.registry import Kinds
from bot.store import claims, habits, schedules
from bot.store.connection import Store
from bot.usecases.habits import is_silent
from bot.usecases.member import require_member, reserved_places
from bot.usecases.settings import change_settings
from bot.usecases.switching import coming, switch_on

KIND = Posture.name
HIGHEST_LIMIT = DAILY_LIMIT_RANGE.stop - 1


@dataclass(frozen=True, slots=True)
class PostureOn:
    """Posture check-ins as they are now, and up to three of their times.

    ``change_id`` None: nothing has changed. ``waits``: none come until somebody answers whether
    they shall go on. ``moved_back``: times that had been moved are where they were.
    ``paused_until_at`` is set while everything is paused.
    """

    wish: PostureWish
    plan: PosturePlan
    member: Member
    coming: tuple[Occasion, ...]
    change_id: ChangeId | None
    waits: bool = False
    moved_back: bool = False
    paused_until_at: datetime | None = None

    @property
    def limit_can_be_raised(self) -> bool:
        """Whether the daily limit leaves times out, and may be higher."""
        return self.plan.is_spread and self.member.settings.daily_limit < HIGHEST_LIMIT


async def turn_posture_on(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId, wish: PostureWish
) -> PostureOn:
    """Turn posture check-ins on, or change them. Takes effect at once.

    What was on before gives way, with what of it waits, and with all that answers made of it.
    Raises NotAllowed before consent, InvalidInput for an ``every_min`` that is not on offer and for
    a window that begins where it ends.
    """
    if wish.every_min not in EVERY_MIN_CHOICES:
        choices = ", ".join(str(choice) for choice in EVERY_MIN_CHOICES)
        raise InvalidInput("every.not_offered", choices=choices)
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        plan = plan_posture(wish, member.settings, await reserved_places(tx, kinds, member.id))
        before = await schedules.live_of_kind(tx, member.id, KIND)
        if before is not None:
            await habits.close_question(tx, before.id, except_for=None, now_at=now_at)
        on = await switch_on(
            tx, kinds, member, KIND, wish=wish.to_wish(), rule=plan.rule, now_at=now_at
        )
    moved_back = before is not None and before.rule is not None and before.rule.is_moved
    return PostureOn(
        wish,
        plan,
        member,
        on.coming,
        on.change_id,
        moved_back=moved_back,
        paused_until_at=pause_of(member, now_at),
    )


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
    limit = max(
        before.member.settings.daily_limit, min(before.plan.awake + reserved, HIGHEST_LIMIT)
    )
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
    waits = await is_silent(store.reads, schedule)
    now_at = clock.now()
    times = coming(plan.rule, member, schedule, now_at)
    paused_until_at = pause_of(member, now_at)
    return PostureOn(wish, plan, member, times, None, waits, paused_until_at=paused_until_at)
