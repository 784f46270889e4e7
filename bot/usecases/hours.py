"""The offer of better hours: only ever offered, in the answer to a press, and undone as easily.

Which hours are better is for the domain to say; here is what was answered, and what is pressed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.better_hours import ANSWERED_WITHIN_MIN, BetterHours, Came, better_hours
from bot.domain.day_minutes import DAY_MIN, minute_of
from bot.domain.ids import ChangeId, DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.occurrence import Pressed
from bot.domain.posture import Moved, PostureWish, day_times
from bot.domain.rule import Rule
from bot.errors import Conflict
from bot.kinds.registry import Kinds
from bot.store import changes, checkins, claims, habits, schedules
from bot.store.connection import Store, Tx
from bot.usecases.habits import KIND, find_posture, local_coming, put_wish
from bot.usecases.restoring import kept

ANSWERS_TO_AN_OFFER = 20
# As far back as hours are learned from: about a month of the usual six a day.
MOST_LOOKED_AT = 200
_OFFER = "better hours"
_ANSWERED_WITHIN = timedelta(minutes=ANSWERED_WITHIN_MIN)


@dataclass(frozen=True, slots=True)
class TimesMoved:
    """The times of a day are others now. ``change_id`` None: they were these before."""

    minutes: tuple[int, ...]
    local_coming: tuple[datetime, ...]
    change_id: ChangeId | None


@dataclass(frozen=True, slots=True)
class TimesLeft:
    """The times stay, and no others are offered again."""

    change_id: ChangeId | None


async def offer_hours(
    tx: Tx, member: Member, pressed: Pressed, now_at: datetime
) -> BetterHours | None:
    """Better hours, to be offered with the answer that was just noted; None: not now."""
    if pressed.kind != KIND:
        return None
    schedule = await schedules.get(tx, pressed.schedule_id)
    if schedule is None or schedule.rule is None:
        return None
    wish = PostureWish.from_wish(schedule.wish)
    if not wish.offers:
        return None
    # Counted from the last time: what was answered before is not kept for ever.
    last = await checkins.last_offered(tx, member.id, _OFFER)
    since_at = None if last is None else last[1]
    if await habits.answers(tx, schedule.id, since_at) < ANSWERS_TO_AN_OFFER:
        return None
    await claims.note_shown(tx, member.id, _OFFER, "asked", now_at)
    came = [
        Came(
            _minute_of(local_slot, wish, schedule.rule),
            answered_at is not None and answered_at - due_at <= _ANSWERED_WITHIN,
        )
        for local_slot, due_at, answered_at in await habits.came(tx, schedule.id, MOST_LOOKED_AT)
    ]
    return better_hours(day_times(wish, member.settings, schedule.rule), came)


def _minute_of(local_slot: datetime, wish: PostureWish, rule: Rule) -> int:
    """When a slot came, by the wall clock of its day: the member may be in another zone by now."""
    day = wish.own_day(local_slot)
    name = minute_of(local_slot.time()) + DAY_MIN * (day < local_slot.date())
    return dict(zip(rule.names, rule.minutes_on(day), strict=True)).get(name, name) % DAY_MIN


async def move_times(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId, minutes: Sequence[int]
) -> TimesMoved:
    """Move the times of a day to those that were offered, from the next day on.

    Today goes on as it was, so that nothing is lost and nothing comes twice. Raises NotAllowed
    before consent, InvalidInput when posture check-ins are not on, Conflict when they have changed
    so that these times don't fit any more.
    """
    now_at, moved = clock.now(), tuple(minutes)
    async with store.write() as tx:
        member, schedule = await find_posture(tx, by)
        wish, rule = PostureWish.from_wish(schedule.wish), schedule.rule
        if rule is None or not day_times(wish, member.settings, rule).fits(moved):
            raise Conflict("posture.times_changed")
        change_id = None
        if moved != rule.minutes:
            change_id = await changes.note(tx, member.id, KIND, kept(schedule), now_at)
            today = wish.own_day(local_of(now_at, member.settings.zone))
            before, first_day = rule.minutes_on(today), today + timedelta(days=1)
            wish = replace(wish, moved=Moved(rule.names, moved, first_day, before))
            rule = await put_wish(tx, kinds, member, schedule, wish=wish, now_at=now_at)
    return TimesMoved(moved, local_coming(rule, member, schedule, now_at), change_id)


async def leave_times(store: Store, clock: Clock, *, by: DiscordUserId) -> TimesLeft:
    """Offer no better hours again, until posture check-ins are turned on anew.

    Raises NotAllowed before consent, InvalidInput when posture check-ins are not on.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member, schedule = await find_posture(tx, by)
        wish = PostureWish.from_wish(schedule.wish)
        if not wish.offers:
            return TimesLeft(None)
        change_id = await changes.note(tx, member.id, KIND, kept(schedule), now_at)
        await habits.set_wish(tx, schedule.id, replace(wish, offers=False).to_wish(), now_at)
    return TimesLeft(change_id)
