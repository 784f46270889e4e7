"""Tension check-ins on, off and now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from bot.clock import Clock
from bot.domain.check_in import asked_of_interaction_at, origin_of_interaction
from bot.domain.ids import ChangeId, DiscordUserId
from bot.domain.member import Member
from bot.domain.press import CheckInEffect, Verdict
from bot.domain.rule import Occasion, Rule, upcoming
from bot.domain.safety import says_crisis
from bot.domain.tension import (
    MOST_TIMES,
    Arrival,
    TensionWish,
    arrivals,
    check_times,
    tension_rule,
    waiting_times,
)
from bot.errors import NotFound
from bot.kinds.posture import Posture
from bot.kinds.registry import Kinds
from bot.kinds.tension import Tension
from bot.store import checkins, members, schedules
from bot.store.connection import Reads, Store
from bot.usecases.checking_in import Asked, CheckedIn, check_in
from bot.usecases.member import require_member
from bot.usecases.press_results import DidNotCount, StoppedBefore
from bot.usecases.switching import SHOWN_TIMES, switch_off, switch_on

KIND = Tension.name


@dataclass(frozen=True, slots=True)
class TensionOn:
    """Tension check-ins as they are now, and when the next three come.

    ``waiting`` are the times of day that quiet hours hold back. ``posture`` is how many posture
    check-ins a day may still have, if their number has changed because of these.
    """

    wish: TensionWish
    member: Member
    coming: tuple[Arrival, ...]
    waiting: tuple[time, ...]
    posture: int | None
    change_id: ChangeId


@dataclass(frozen=True, slots=True)
class TensionOff:
    """They are off; ``change_id`` None: they were not on."""

    change_id: ChangeId | None


async def turn_tension_on(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId, wish: TensionWish
) -> TensionOn:
    """Turn tension check-ins on, or change them. Takes effect at once.

    Their places are kept in the day, so what else is spread over it makes room. Raises NotAllowed
    before consent, InvalidInput for more times than the daily limit, or than six.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        check_times(wish, member.settings)
        rule = tension_rule(wish, member.settings)
        before = await _posture_times(tx, member)
        on = await switch_on(tx, kinds, member, KIND, wish=wish.to_wish(), rule=rule, now_at=now_at)
        after = await _posture_times(tx, member)
    quiet = member.settings.quiet
    return TensionOn(
        wish=wish,
        member=member,
        coming=_arrivals(rule, on.coming, member),
        waiting=waiting_times(wish, quiet),
        posture=None if after == before else after,
        change_id=on.change_id,
    )


async def turn_tension_off(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId
) -> TensionOff:
    """Turn tension check-ins off. Raises NotAllowed before consent."""
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        return TensionOff(await switch_off(tx, kinds, member, KIND, now_at))


async def tension_now(store: Store, *, by: DiscordUserId) -> None:
    """Whether a member may check in right now. Raises NotAllowed before consent."""
    await require_member(store.reads, by)


@dataclass(frozen=True, slots=True)
class OwnPress:
    """A press in a check-in that the member asked for. All of it comes from outside.

    ``asked_by`` is the number of the interaction that asked for it.
    """

    by: DiscordUserId
    asked_by: int
    action: str
    values: tuple[str, ...] = ()


async def press_own_check_in(
    store: Store, clock: Clock, kinds: Kinds, press: OwnPress, *, cards: Collection[str] = ()
) -> CheckedIn | DidNotCount | StoppedBefore:
    """Keep an answer of a check-in that the member asked for.

    Raises NotAllowed before consent, NotFound for a button there is not.
    """
    effect = kinds[KIND].effect(press.action)
    if not isinstance(effect, CheckInEffect):
        raise NotFound("button.outdated")
    now_at = clock.now()
    async with store.write() as tx:
        known = await members.find(tx, press.by)
        if known is not None and known.stopped_at is not None:
            return StoppedBefore(KIND, says_crisis(effect))
        member = await require_member(tx, press.by)
        asked_at = asked_of_interaction_at(press.asked_by, now_at)
        asked = Asked(member, KIND, origin_of_interaction(press.asked_by), asked_at)
        before = await checkins.find(tx, member.id, asked.origin)
        if before is not None and before.stands(now_at):
            crisis = says_crisis(effect)
            return DidNotCount(KIND, Verdict.STANDS, None, None, None, in_crisis=crisis)
        return await check_in(tx, asked, effect, values=press.values, cards=cards, now_at=now_at)


def _arrivals(rule: Rule, coming: tuple[Occasion, ...], member: Member) -> tuple[Arrival, ...]:
    if not coming:
        return ()
    settings, first = member.settings, coming[0]
    # More than are shown, because those that wait for one end come as one.
    later = upcoming(rule, settings.zone, first.at, SHOWN_TIMES * MOST_TIMES)
    return arrivals((first, *later), settings.quiet, settings.zone, SHOWN_TIMES)


async def _posture_times(reads: Reads, member: Member) -> int | None:
    posture = await schedules.live_of_kind(reads, member.id, Posture.name)
    if posture is None:
        return None
    return 0 if posture.rule is None else len(posture.rule.minutes)
