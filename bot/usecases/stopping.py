"""Stopping: one kind from its own message, or everything, at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.consent import MESSAGES, Consent, MembershipState, Place
from bot.domain.ids import DiscordUserId
from bot.domain.member import Member
from bot.store import clinics, members, schedules
from bot.store.connection import Store, Tx

STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class StoppedAll:
    """Everything has stopped."""


@dataclass(frozen=True, slots=True)
class AlreadyStopped:
    """Everything had stopped before."""


@dataclass(frozen=True, slots=True)
class NeverJoined:
    """There was nothing to stop."""


Stopping = StoppedAll | AlreadyStopped | NeverJoined


async def stop_everything(
    store: Store, clock: Clock, *, by: DiscordUserId, place: Place
) -> Stopping:
    """End every message to a member, of every clinic, and note it in the ledger.

    What waits is dropped; what is just leaving is held back if its request has not gone out.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await members.find(tx, by)
        if member is None:
            return NeverJoined()
        if member.stopped_at is not None:
            return AlreadyStopped()
        await end_everything(tx, member, place, now_at)
    return StoppedAll()


async def end_everything(tx: Tx, member: Member, place: Place, now_at: datetime) -> None:
    """In a transaction that already knows the member: end every schedule and take back consent."""
    await members.set_stopped(tx, member.id, now_at)
    await schedules.end_all(tx, member.id, STOPPED, now_at)
    for joined in await clinics.memberships(tx, member.id):
        if joined.state is MembershipState.STOPPED:
            continue
        consent = Consent(joined.clinic_id, MESSAGES, place, now_at, given=False)
        await clinics.note_consent(tx, member.id, consent)
