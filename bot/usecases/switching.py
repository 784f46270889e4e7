"""Turning one kind of a member's check-ins on or off, with the way back.

A member has one schedule of such a kind at most. Refuses to know what any kind asks for: its wish
and the rule that follows from it come in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.ids import ChangeId, DiscordUserId
from bot.domain.member import Member
from bot.domain.occurrence import Wish
from bot.domain.rule import Occasion, Rule
from bot.domain.upcoming import unused
from bot.kinds.registry import Kinds
from bot.store import changes, schedules
from bot.store.connection import Store, Tx
from bot.store.schedules import Schedule
from bot.usecases.member import require_member
from bot.usecases.rescheduling import refit
from bot.usecases.restoring import TURNED_OFF, kept_nothing, make_way

SHOWN_TIMES = 3


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """A kind is on: up to three of its times, and the change that "Undo" takes back."""

    coming: tuple[Occasion, ...]
    change_id: ChangeId


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """A kind is off; ``change_id`` None: it was not on."""

    kind: str
    change_id: ChangeId | None


async def turn_off(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId, kind: str
) -> SwitchedOff:
    """Turn a kind off for a member. Raises NotAllowed before consent."""
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        return SwitchedOff(kind, await switch_off(tx, kinds, member, kind, now_at))


async def switch_on(
    tx: Tx,
    kinds: Kinds,
    member: Member,
    kind: str,
    *,
    wish: Wish,
    rule: Rule | None,
    now_at: datetime,
) -> SwitchedOn:
    """Turn a kind on, or change it. What was on before, and what of it waits, gives way."""
    before = await schedules.live_of_kind(tx, member.id, kind)
    if before is None:
        times = coming(rule, member, None, now_at)
        added = await schedules.add(
            tx,
            kind=kind,
            member_id=member.id,
            wish=wish,
            rule=rule,
            upcoming=next(iter(times), None),
            now_at=now_at,
        )
        change_id = await changes.note(tx, member.id, kind, kept_nothing(added), now_at)
    else:
        change_id = await make_way(tx, kinds, member.id, before, now_at)
        before = await schedules.get(tx, before.id) or before
        times = coming(rule, member, before, now_at)
        first = next(iter(times), None)
        await schedules.revise(tx, before.id, wish=wish, rule=rule, upcoming=first, now_at=now_at)
    await refit(tx, kinds, member, kind, now_at)
    return SwitchedOn(times, change_id)


async def switch_off(
    tx: Tx, kinds: Kinds, member: Member, kind: str, now_at: datetime
) -> ChangeId | None:
    """Turn a kind off; None: it was not on."""
    before = await schedules.live_of_kind(tx, member.id, kind)
    return None if before is None else await end_one(tx, kinds, member, before, now_at)


async def end_one(
    tx: Tx, kinds: Kinds, member: Member, schedule: Schedule, now_at: datetime
) -> ChangeId:
    """End a schedule and what of it waits; the change that "Undo" takes back."""
    change_id = await make_way(tx, kinds, member.id, schedule, now_at)
    await schedules.end(tx, schedule.id, TURNED_OFF, now_at)
    await refit(tx, kinds, member, schedule.kind, now_at)
    return change_id


def coming(
    rule: Rule | None, member: Member, schedule: Schedule | None, now_at: datetime
) -> tuple[Occasion, ...]:
    """The next times of a rule that follows on what a schedule already used."""
    last = None if schedule is None else schedule.local_last_slot
    return () if rule is None else unused(rule, member.settings.zone, now_at, last, SHOWN_TIMES)
