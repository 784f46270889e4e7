"""Turning one kind of a member's check-ins on or off, with the way back.

A member has one schedule of such a kind at most. Refuses to know what any kind asks for: its wish
and the rule that follows from it come in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChangeId
from bot.domain.member import Member
from bot.domain.occurrence import Wish
from bot.domain.rule import Occasion, Rule, upcoming
from bot.domain.upcoming import first_unused
from bot.kinds.registry import Kinds
from bot.store import changes, controls, schedules
from bot.store.connection import Tx
from bot.store.schedules import Schedule
from bot.usecases.member import reschedule

SHOWN_TIMES = 3
TURNED_OFF = "turned off"


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """A kind is on: up to three of its times, and the change that "Undo" takes back."""

    coming: tuple[Occasion, ...]
    change_id: ChangeId


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
    change_id = await changes.note(tx, member.id, kind, snapshot(before), now_at)
    if before is not None:
        # What was skipped of the old times says nothing about the new ones.
        await controls.free_coming(tx, before.id, now_at)
        before = await schedules.get(tx, before.id)
    first = _first(rule, member, before, now_at)
    if before is None:
        await schedules.add(
            tx,
            kind=kind,
            member_id=member.id,
            wish=wish,
            rule=rule,
            upcoming=first,
            now_at=now_at,
        )
    else:
        await schedules.drop_queued(tx, before.id, "changed")
        await schedules.revise(tx, before.id, wish=wish, rule=rule, upcoming=first, now_at=now_at)
    await refit(tx, kinds, member, kind, now_at)
    return SwitchedOn(coming(rule, member, before, now_at), change_id)


async def switch_off(
    tx: Tx, kinds: Kinds, member: Member, kind: str, now_at: datetime
) -> ChangeId | None:
    """Turn a kind off; None: it was not on."""
    before = await schedules.live_of_kind(tx, member.id, kind)
    if before is None:
        return None
    change_id = await changes.note(tx, member.id, kind, snapshot(before), now_at)
    await schedules.end(tx, before.id, TURNED_OFF, now_at)
    await refit(tx, kinds, member, kind, now_at)
    return change_id


async def refit(tx: Tx, kinds: Kinds, member: Member, kind: str, now_at: datetime) -> None:
    """Fit the member's other schedules to the places that ``kind`` keeps now, if it keeps any."""
    if kind in kinds.reserving:
        await reschedule(tx, kinds, member, now_at)


def coming(
    rule: Rule | None, member: Member, schedule: Schedule | None, now_at: datetime
) -> tuple[Occasion, ...]:
    """The next times of a rule that follows on what a schedule already used."""
    first = _first(rule, member, schedule, now_at)
    if rule is None or first is None:
        return ()
    return first, *upcoming(rule, member.settings.zone, first.at, SHOWN_TIMES - 1)


def snapshot(schedule: Schedule | None) -> Wish:
    """How a schedule stood, for "Undo"."""
    return {"wish": None if schedule is None else schedule.wish}


def _first(
    rule: Rule | None, member: Member, before: Schedule | None, now_at: datetime
) -> Occasion | None:
    if rule is None:
        return None
    last = before.local_last_slot if before is not None else None
    return first_unused(rule, member.settings.zone, now_at, last)
