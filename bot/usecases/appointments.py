"""What a client gets of a booked session: its reminders, and one notice of each change.

All of it is written in the transaction of the change itself, so that a crash tells nobody twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.appointment import BEFORE_MIN, Reminder, reminders
from bot.domain.booking import AppointmentWish, Told
from bot.domain.ids import ScheduleId
from bot.domain.local_time import instant_of, local_of
from bot.domain.member import Member
from bot.domain.session import Session, SessionState
from bot.domain.upcoming import fixed_at, fixed_occasion
from bot.domain.zones import zone
from bot.kinds.appointment import Appointment
from bot.kinds.booking import Booking, booking_wish
from bot.store import clinics, controls, facts, hanging, members, schedules, sessions
from bot.store.connection import Store, Tx
from bot.store.schedules import Schedule

# Nobody has more booked.
_MOST = 100
# No zone has ever moved by more.
_A_DAY = timedelta(days=1)


async def remind_of(
    tx: Tx,
    session: Session,
    member: Member,
    now_at: datetime,
    *,
    held_for: str | None = None,
    before_min: Sequence[int] = BEFORE_MIN,
    paused: Collection[int] = (),
) -> None:
    """Let a session's reminders come that are still to come, in the place of those there are.

    What its member paused of them rests, and so does what is ``paused``, in minutes before.
    """
    came = await hanging.reminded(tx, session.id, Appointment.name)
    before = [minutes for minutes in before_min if minutes not in came]
    settings = member.settings
    wanted = reminders(session.starts_at, settings.quiet, settings.zone, now_at, before)
    pending = [
        one
        for one in await hanging.pending_of_session(tx, session.id, Appointment.name)
        # What waits to be sent has come, and stays.
        if _minutes(one) not in came
    ]
    there = [(_minutes(one), fixed_at(one.wish)) for one in pending]
    if there == [(one.before_min, one.at) for one in wanted]:
        return
    await hanging.end_pending(tx, pending, "rescheduled", now_at)
    held_for = held_for or next((one.end_reason for one in pending if one.held_back), None)
    resting = {*paused, *paused_of(pending)}
    for one in wanted:
        number = await _plan(tx, session, member, one, now_at, held_for=held_for)
        if one.before_min in resting:
            await controls.set_paused(tx, number, now_at, paused=True)


async def _plan(
    tx: Tx,
    session: Session,
    member: Member,
    one: Reminder,
    now_at: datetime,
    *,
    held_for: str | None,
) -> ScheduleId:
    wish = AppointmentWish.of(session).to_wish()
    return await schedules.add(
        tx,
        kind=Appointment.name,
        member_id=member.id,
        clinic_id=session.clinic_id,
        session_id=session.id,
        wish={**wish, "before_min": one.before_min, "at": one.at.isoformat()},
        rule=None,
        upcoming=fixed_occasion(one.at, member.settings.zone),
        now_at=now_at,
        held_for=held_for,
    )


async def remind_again(
    tx: Tx,
    session: Session,
    member: Member,
    was: SessionState,
    now_at: datetime,
    *,
    held_for: str | None,
) -> None:
    """Let those reminders come again that ended when a session became what it ``was``.

    One that its member had stopped before does not, and one that they had paused rests.
    """
    ended = await hanging.ended_with_session(tx, session.id, Appointment.name, was.value)
    await remind_of(
        tx,
        session,
        member,
        now_at,
        held_for=held_for,
        before_min=[_minutes(one) for one in ended],
        paused=[_minutes(one) for one in ended if one.rested],
    )


def paused_of(pending: Sequence[Schedule]) -> list[int]:
    """Which reminders rest, by how many minutes before the session they would come."""
    return [_minutes(one) for one in pending if one.status == "paused"]


async def tell(tx: Tx, session: Session, member: Member, told: Told, now_at: datetime) -> None:
    """Tell a client of a session as it stands now, once; an older notice that waits gives way."""
    if await hanging.is_told(tx, session.id, Booking.name, session.sequence):
        return
    await hanging.end_session(tx, session.id, "overtaken", now_at, Booking.name)
    database = await facts.calendar_id(tx)
    await schedules.add_once(
        tx,
        kind=Booking.name,
        member_id=member.id,
        clinic_id=session.clinic_id,
        session_id=session.id,
        wish=booking_wish(told, AppointmentWish.of(session), database, now_at),
        local_slot=local_of(now_at, member.settings.zone),
        lane=Booking.policy.lane,
        now_at=now_at,
    )


async def fit_reminders(tx: Tx, member: Member, now_at: datetime) -> None:
    """Fit the reminders that are to come to a member's quiet hours and zone."""
    for clinic in await clinics.clinics_of(tx, member.id):
        for one in await sessions.booked_of_member(tx, clinic.id, member.id, now_at, _MOST):
            await _fit(tx, one, member, now_at)


async def _fit(tx: Tx, session: Session, member: Member, now_at: datetime) -> None:
    """One that the member stopped or deleted does not come back by this."""
    pending = await hanging.pending_of_session(tx, session.id, Appointment.name)
    if pending:
        before_min = [_minutes(one) for one in pending]
        await remind_of(tx, session, member, now_at, before_min=before_min)


async def follow_clinic_zones(store: Store, clock: Clock) -> int:
    """Work out anew when booked sessions begin, after the zones' rules changed; how many moved.

    The wall clock that was agreed on stays, so nobody is told anything.
    """
    now_at, moved = clock.now(), 0
    for booked in await sessions.all_booked(store.reads, now_at - _A_DAY):
        starts_at = instant_of(booked.local_at, zone(booked.zone))
        if starts_at is None or starts_at == booked.starts_at:
            continue
        async with store.write() as tx:
            member = await members.get(tx, booked.member_id)
            if member is not None and await sessions.rederive(tx, booked, starts_at, now_at):
                await _fit(tx, replace(booked, starts_at=starts_at), member, now_at)
                moved += 1
    return moved


def _minutes(schedule: Schedule) -> int:
    minutes = schedule.wish.get("before_min")
    return minutes if isinstance(minutes, int) else 0
