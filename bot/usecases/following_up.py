"""A client answers what hangs on a session: a plan's question, a reminder, or talks back.

Nothing here weighs symptoms. Scores never leave: what goes on the queue is that somebody feels
worse, and only of clients who share their scores.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.booking import AppointmentWish
from bot.domain.case import Reason
from bot.domain.follow_up import BEFORE_SESSION, FollowUpWish, Reply, rose
from bot.domain.ids import ClinicId, DiscordGuildId, DiscordUserId, OccurrenceId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.occurrence import Pressed
from bot.domain.plan import ANSWERS, LATER
from bot.domain.press import AnswerAppointment, AnswerStep, SessionEffect, Verdict
from bot.domain.session import SessionId, SessionState
from bot.errors import Bug, NotAllowed, NotFound
from bot.kinds.follow_up import FollowUp
from bot.store import checkins, clinics, presses, queue, schedules, sessions
from bot.store.clinics import Clinic
from bot.store.connection import Reads, Store, Tx
from bot.usecases.checking_in import CheckedIn
from bot.usecases.press_results import AppointmentAnswered, DidNotCount, Shown, StepAnswered
from bot.usecases.snoozing import put_off

# How an answer is noted that was none of the question's own.
REPLIED = "reply"


@dataclass(frozen=True, slots=True)
class Replied:
    """What a client chose to say is on the clinic's queue; ``is_new`` False: it was there."""

    reply: Reply
    guild: DiscordGuildId
    is_new: bool


async def answer_of_session(  # noqa: PLR0917
    tx: Tx, member: Member, pressed: Pressed, effect: SessionEffect, action: str, now_at: datetime
) -> StepAnswered | AppointmentAnswered | DidNotCount:
    """Keep what a client answered to a follow-up or about an appointment."""
    match effect:
        case AnswerStep():
            return await _answer_step(tx, member, pressed, action, now_at)
        case AnswerAppointment(comes):
            return await _answer_appointment(tx, pressed, action, now_at, comes=comes)


async def _answer_step(
    tx: Tx, member: Member, pressed: Pressed, action: str, now_at: datetime
) -> StepAnswered:
    wish = FollowUpWish.from_wish(pressed.wish)
    if action not in ANSWERS[wish.ask]:
        raise NotFound("button.outdated")
    answered = StepAnswered(wish.ask, action, warns=wish.warns)
    if action == "later":
        until_at = now_at + LATER
        await put_off(tx, member, pressed, until_at)
        return replace(answered, local_until=local_of(until_at, member.settings.zone))
    await presses.note_answer(tx, pressed, action, now_at)
    clinic, session_id = await about(tx, pressed)
    if action == "book":
        if clinic.settings.booking_link is not None:
            return replace(answered, link=clinic.settings.booking_link)
        await _queue(tx, pressed, clinic, Reason.BOOK, now_at, session_id)
        return answered
    if action == "worse":
        await _queue_worse(tx, pressed, clinic, session_id, now_at)
        return replace(answered, worse=True)
    return answered


async def compared(tx: Tx, pressed: Pressed, checked: CheckedIn, now_at: datetime) -> CheckedIn:
    """A check-in after a session: whose it was, and whether somebody feels worse than before it."""
    if pressed.kind != FollowUp.name:
        return checked
    clinic, session_id = await about(tx, pressed)
    checked = replace(checked, guild=clinic.discord_id)
    session = await sessions.get(tx, session_id)
    if session is None or checked.asking is not None:
        return checked
    from_at = session.starts_at - BEFORE_SESSION
    before = await checkins.scores_between(tx, pressed.member_id, from_at, session.starts_at)
    if not rose(before, checked.check_in.scores):
        return checked
    await _queue_worse(tx, pressed, clinic, session_id, now_at)
    return replace(checked, worse=True)


async def _queue_worse(
    tx: Tx, pressed: Pressed, clinic: Clinic, session_id: SessionId, now_at: datetime
) -> None:
    membership = await clinics.membership(tx, pressed.member_id, clinic.id)
    if membership is not None and membership.sharing:
        await _queue(tx, pressed, clinic, Reason.WORSE, now_at, session_id)


async def _queue(  # noqa: PLR0917
    tx: Tx,
    pressed: Pressed,
    clinic: Clinic,
    reason: Reason,
    now_at: datetime,
    session_id: SessionId,
) -> bool:
    member = pressed.member_id
    return await queue.add(tx, clinic.id, member, reason.value, now_at, session_id=session_id)


async def _answer_appointment(
    tx: Tx, pressed: Pressed, action: str, now_at: datetime, *, comes: bool
) -> AppointmentAnswered | DidNotCount:
    clinic, session_id = await about(tx, pressed)
    session = await sessions.get(tx, session_id)
    if session is None or session.state is not SessionState.BOOKED:
        return DidNotCount(Verdict.OUTDATED)
    if session.sequence != AppointmentWish.from_wish(pressed.wish).sequence:
        return DidNotCount(Verdict.OUTDATED)
    if session.starts_at <= now_at:
        return DidNotCount(Verdict.TOO_LATE)
    if not await presses.note_answer(tx, pressed, action, now_at):
        await presses.answer_anew(tx, pressed.id, action, now_at)
    if not comes:
        await _queue(tx, pressed, clinic, Reason.CANT_MAKE_IT, now_at, session_id)
    return AppointmentAnswered(comes, session.local_at, session.zone)


async def shown_of_session(reads: Reads, pressed: Pressed, what: str) -> Shown:
    """What a message about a session shows: the words of its own clinic."""
    schedule = await schedules.get(reads, pressed.schedule_id)
    if schedule is None or schedule.session_id is None:
        return Shown(what)
    clinic, _ = await about(reads, pressed)
    directions = clinic.settings.directions
    return Shown(what, guild=clinic.discord_id, directions=directions, replies=True)


async def reply(
    store: Store, clock: Clock, *, by: DiscordUserId, occurrence_id: OccurrenceId, said: Reply
) -> Replied:
    """Put what a client chose to say on the queue of the clinic whose message it was about.

    Raises NotAllowed for somebody else's message, NotFound for one that is no longer kept.
    """
    now_at = clock.now()
    async with store.write() as tx:
        pressed = await _own(tx, by, occurrence_id)
        clinic, session_id = await about(tx, pressed)
        if pressed.kind == FollowUp.name:
            # Whoever talks back has answered.
            await presses.note_answer(tx, pressed, REPLIED, now_at)
        is_new = await _queue(tx, pressed, clinic, Reason(said.value), now_at, session_id)
    return Replied(said, clinic.discord_id, is_new)


async def guild_of(
    store: Store, *, by: DiscordUserId, occurrence_id: OccurrenceId
) -> DiscordGuildId:
    """The server of the clinic whose message somebody pressed a button of.

    Raises as ``reply``.
    """
    clinic, _ = await about(store.reads, await _own(store.reads, by, occurrence_id))
    return clinic.discord_id


async def _own(reads: Reads, by: DiscordUserId, occurrence_id: OccurrenceId) -> Pressed:
    pressed = await presses.find(reads, occurrence_id)
    if pressed is None:
        raise NotFound("button.outdated")
    if pressed.owner != by:
        raise NotAllowed("button.not_yours")
    return pressed


async def about(reads: Reads, pressed: Pressed) -> tuple[Clinic, SessionId]:
    """The clinic and the session that a message is about. Raises NotFound where they are gone."""
    schedule = await schedules.get(reads, pressed.schedule_id)
    if schedule is None or schedule.clinic_id is None or schedule.session_id is None:
        raise NotFound("button.outdated")
    return await clinic_of(reads, schedule.clinic_id), schedule.session_id


async def clinic_of(reads: Reads, clinic_id: ClinicId) -> Clinic:
    """A clinic that is there. Raises Bug where it is not."""
    clinic = await clinics.get(reads, clinic_id)
    if clinic is None:
        raise Bug("a schedule without its clinic")
    return clinic
