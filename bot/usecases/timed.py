"""Check-ins at times of day on and off, whatever they ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from bot.clock import Clock
from bot.domain.ids import ChangeId, DiscordUserId
from bot.domain.member import Member
from bot.domain.pause import pause_of
from bot.domain.rule import Occasion, Rule, upcoming
from bot.domain.times import MOST_TIMES, Arrival, TimesWish, arrivals, check_times, waiting_times
from bot.kinds.posture import Posture
from bot.kinds.registry import Kinds
from bot.kinds.timed import Timed
from bot.store import schedules
from bot.store.connection import Reads, Store
from bot.usecases.member import require_member
from bot.usecases.switching import SHOWN_TIMES, switch_on


@dataclass(frozen=True, slots=True)
class TimedOn:
    """Check-ins of one kind as they are now, and when the next three come.

    ``waiting`` are the times of day that quiet hours hold back. ``posture`` is how many posture
    check-ins a day may still have, if their number has changed because of these.
    ``paused_until_at`` is set while everything is paused.
    """

    kind: str
    wish: TimesWish
    member: Member
    coming: tuple[Arrival, ...]
    waiting: tuple[time, ...]
    posture: int | None
    change_id: ChangeId
    paused_until_at: datetime | None = None


async def turn_timed_on(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId, kind: Timed, wish: TimesWish
) -> TimedOn:
    """Turn check-ins of a kind on, or change them. Takes effect at once.

    If their places are kept in the day, what else is spread over it makes room. Raises NotAllowed
    before consent, InvalidInput for more times than the daily limit, or than six.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        settings = member.settings
        check_times(wish, settings)
        rule = kind.rule(wish.to_wish(), settings, 0)
        before = await _posture_times(tx, member)
        on = await switch_on(
            tx, kinds, member, kind.name, wish=wish.to_wish(), rule=rule, now_at=now_at
        )
        after = await _posture_times(tx, member)
    return TimedOn(
        kind=kind.name,
        wish=wish,
        member=member,
        coming=_arrivals(rule, on.coming, member),
        waiting=waiting_times(wish, settings.quiet),
        posture=None if after == before else after,
        change_id=on.change_id,
        paused_until_at=pause_of(member, now_at),
    )


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
