"""Plans on their way: hung on a session, replaced by the next one's, ended and brought back.

A client has one plan with a clinic at a time: the plan of the session that was logged last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.content.library import Library
from bot.domain.course import Course, next_in_course
from bot.domain.day_minutes import time_of
from bot.domain.follow_up import FollowUpWish
from bot.domain.ids import ClinicId
from bot.domain.member import Member
from bot.domain.plan import Plan, PlannedStep, steps_after
from bot.domain.rule import Occasion
from bot.domain.session import Session
from bot.errors import NotFound
from bot.kinds.follow_up import FollowUp
from bot.store import controls, hanging, schedules
from bot.store.connection import Tx
from bot.store.schedules import Schedule
from bot.usecases.clients import Client
from bot.usecases.hanging import is_replaced
from bot.usecases.rescheduling import comes

KIND = FollowUp.name


@dataclass(frozen=True, slots=True)
class Planned:
    """What a session brings: its plan, its place in a course, and the steps in a client's zone."""

    plan: Plan
    course: Course | None
    steps: tuple[PlannedStep, ...]
    zone: ZoneInfo


def plan_for(
    library: Library, code: str, asked: str | None, before: Session | None, held_at: datetime
) -> Plan:
    """The plan that was asked for; without one, that of a course under way, else the first.

    Raises NotFound for a plan there is not.
    """
    if asked is not None:
        return _named(library, code, asked)
    course = None if before is None or before.plan is None else library.plan(before.plan, code)
    if before is not None and course is not None and course.sessions is not None:
        place = next_in_course(before.attended, held_at, course.sessions).place
        if place > 1:
            return course
    return library.plans(code)[0]


def _named(library: Library, code: str, asked: str) -> Plan:
    found = library.plan(asked, code)
    if found is None:
        like = asked.strip().casefold()
        found = next((one for one in library.plans(code) if one.title.casefold() == like), None)
    if found is None:
        raise NotFound("plan.unknown")
    return found


def planned(
    plan: Plan, before: Session | None, held_at: datetime, zone: ZoneInfo, now_at: datetime
) -> Planned:
    """What a session at that time brings, given the one before it."""
    course = None
    if plan.sessions is not None:
        attended = None if before is None else before.attended
        course = next_in_course(attended, held_at, plan.sessions)
    return Planned(plan, course, steps_after(plan, held_at, zone, now_at, course), zone)


async def hang(tx: Tx, session: Session, found: Planned, client: Client, now_at: datetime) -> None:
    """Let a session's steps come, in the place of what is pending of the plan before."""
    member = client.known
    old = await hanging.pending_of_client(tx, member.id, session.clinic_id, KIND)
    await hanging.end_pending(tx, old, replaced_by(session), now_at)
    for step in found.steps:
        if step.at is None or step.skipped:
            continue
        local_slot = datetime.combine(step.local_day, time_of(step.minute))
        day = found.plan.steps[step.number - 1].day
        await schedules.add(
            tx,
            kind=KIND,
            member_id=member.id,
            clinic_id=session.clinic_id,
            session_id=session.id,
            wish=FollowUpWish(found.plan.id, step.number, step.ask, day, found.course).to_wish(),
            rule=step.rule,
            upcoming=Occasion(local_slot, step.at),
            now_at=now_at,
            held_for=client.held_for,
        )


def replaced_by(session: Session) -> str:
    """Why what was pending of the plan before has ended: "Undo" finds it by this."""
    return f"replaced by {session.id}"


async def bring_back(
    tx: Tx,
    member: Member,
    clinic_id: ClinicId,
    reason: str,
    now_at: datetime,
    *,
    held_for: str | None = None,
) -> list[Schedule]:
    """Let go on what ended for a reason and may still come; which. What was paused rests."""
    back = []
    for one in await hanging.ended_for(tx, member.id, clinic_id, reason):
        if await is_replaced(tx, one):
            continue
        waits = await controls.requeue(tx, one.id, reason)
        upcoming = await comes(tx, one, member, now_at)
        if upcoming is None and not waits:
            continue
        await schedules.revise(
            tx, one.id, wish=one.wish, rule=one.rule, upcoming=upcoming, now_at=now_at
        )
        if one.rested:
            await controls.set_paused(tx, one.id, now_at, paused=True)
        if held_for is not None:
            await controls.hold_back(tx, one.id, held_for, now_at)
        back.append(one)
    return back
