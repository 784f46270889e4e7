"""Joining: the offer, the consent and the welcome."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.delivery.messenger import Outcome, RetryAt, RetryReason, Sent, Unreachable
from bot.domain.consent import MESSAGES, Consent, MembershipState, Place
from bot.domain.ids import DiscordGuildId, DiscordUserId, OccurrenceId
from bot.domain.member import Member, Settings
from bot.domain.zones import zone
from bot.errors import Bug, NotAllowed
from bot.kinds.notice import WELCOME
from bot.store import clinics, members, presses
from bot.store.clinics import Clinic
from bot.store.connection import Reads, Store, Tx
from bot.usecases.coming_back import kinds_of, still_there
from bot.usecases.delivering import Delivering
from bot.usecases.member import is_in, require_member
from bot.usecases.noticing import queue_notice
from bot.usecases.waiting import begin_waiting

WELCOME_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Offer:
    """Not in: the offer is shown. ``guilds`` are the clinics it may be for.

    Empty: asked in a DM by somebody no clinic is known of.
    """

    guilds: tuple[DiscordGuildId, ...]


@dataclass(frozen=True, slots=True)
class AlreadyIn:
    """In already."""

    member: Member


@dataclass(frozen=True, slots=True)
class Agreed:
    """In from now on. ``welcome`` is the occurrence of the welcome message.

    ``had`` are the kinds that can be brought back; None for ``welcome``: they were in already.
    """

    member: Member
    welcome: OccurrenceId | None
    had: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WelcomeSent:
    """It is in the member's DMs."""


@dataclass(frozen=True, slots=True)
class WelcomeWaits:
    """It comes in about so many seconds: others are joining too."""

    seconds: int


@dataclass(frozen=True, slots=True)
class WelcomeClosed:
    """The member's DMs are closed."""


@dataclass(frozen=True, slots=True)
class WelcomeComes:
    """Nobody knows yet; the engine goes on with it."""


Welcome = WelcomeSent | WelcomeWaits | WelcomeClosed | WelcomeComes


async def start(
    store: Store, *, by: DiscordUserId, guild: DiscordGuildId | None
) -> Offer | AlreadyIn:
    """What ``/start`` answers. Changes nothing."""
    reads = store.reads
    member = await members.find(reads, by)
    if member is None:
        return Offer(() if guild is None else (guild,))
    known = await _guilds_of(reads, member)
    if await is_in(reads, member) and (guild is None or known.get(guild) is MembershipState.AGREED):
        return AlreadyIn(member)
    return Offer(tuple(known) if guild is None else (guild,))


async def agree(
    store: Store,
    clock: Clock,
    *,
    by: DiscordUserId,
    guild: DiscordGuildId,
    place: Place,
    locale: str,
    defaults: Settings,
) -> Agreed:
    """Record a consent and queue the welcome message.

    Somebody new takes the clinic's zone and ``defaults``. From a DM only a clinic that the member
    agreed with before can be agreed with again: a server's number is easily made up.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await members.find(tx, by)
        if place is Place.DM and (member is None or guild not in await _guilds_of(tx, member)):
            raise NotAllowed("server_only")
        clinic = await clinics.find_or_add(tx, guild, defaults.zone.key, now_at)
        if member is None:
            settings = replace(defaults, zone=zone(clinic.settings.zone))
            await members.add(tx, by, locale, settings, now_at)
        elif not await clinics.memberships(tx, member.id):
            # Staff planned for them before they ever wrote to us.
            await members.set_locale(tx, member.id, locale)
        elif await _agreed_with(tx, member, clinic):
            return Agreed(member, None, ())
        return await _let_in(tx, by, clinic, place, now_at)


async def welcome(delivering: Delivering, agreed: Agreed) -> Welcome:
    """Send the welcome message ahead of its turn and wait up to 10 s for its outcome."""
    if agreed.welcome is None:
        return WelcomeSent()
    outcome = await delivering.deliver_now(agreed.welcome, timeout_s=WELCOME_WITHIN_S)
    return _welcome_of(outcome)


async def try_again(
    store: Store, clock: Clock, delivering: Delivering, *, by: DiscordUserId
) -> Welcome:
    """Try a member's DMs once more, after they opened them. Raises NotAllowed before consent."""
    async with store.write() as tx:
        member = await require_member(tx, by)
        await members.reach_again(tx, member.id, clock.now())
        waiting = await presses.latest_welcome(tx, member.id)
    if waiting is None:
        return WelcomeSent()
    return _welcome_of(await delivering.deliver_now(waiting, timeout_s=WELCOME_WITHIN_S))


async def _let_in(
    tx: Tx, by: DiscordUserId, clinic: Clinic, place: Place, now_at: datetime
) -> Agreed:
    member = await members.find(tx, by)
    if member is None:
        raise Bug("a member who was just written is not there")
    await members.set_stopped(tx, member.id, None)
    await members.reach_again(tx, member.id, now_at)
    # What they typed before they agreed is settled by their agreeing.
    await members.set_heard(tx, member.id, now_at)
    consent = Consent(clinic.id, MESSAGES, place, now_at, given=True)
    await clinics.note_consent(tx, member.id, consent)
    occurrence = await queue_notice(tx, member, WELCOME, now_at, clinic.id)
    fresh = replace(member, stopped_at=None, unreachable_at=None)
    await begin_waiting(tx, fresh, clinic, now_at)
    # Afterwards: what has begun by itself is not offered.
    had = await still_there(tx, fresh, now_at) if member.stopped_at else []
    return Agreed(fresh, occurrence, kinds_of(had))


async def _guilds_of(reads: Reads, member: Member) -> dict[DiscordGuildId, MembershipState]:
    joined = {one.clinic_id: one.state for one in await clinics.memberships(reads, member.id)}
    known = await clinics.clinics_ever_of(reads, member.id)
    return {clinic.discord_id: joined[clinic.id] for clinic in known}


async def _agreed_with(reads: Reads, member: Member, clinic: Clinic) -> bool:
    joined = await clinics.memberships(reads, member.id)
    return member.stopped_at is None and any(
        one.clinic_id == clinic.id and one.state is MembershipState.AGREED for one in joined
    )


def _welcome_of(outcome: Outcome | None) -> Welcome:
    match outcome:
        case Sent():
            return WelcomeSent()
        case Unreachable():
            return WelcomeClosed()
        case RetryAt(retry_after_s, RetryReason.OPENING_PAUSED):
            return WelcomeWaits(math.ceil(retry_after_s))
    return WelcomeComes()
