"""Whom somebody may turn to: the words of their clinics, and a flag that asks a clinic to call.

The flag carries no score and no answer. Refuses to put anything on a queue that was not asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import Clock
from bot.domain.check_in import CRISIS_STRESS, STRESS
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.store import checkins, clinics, members, queue
from bot.store.clinics import Clinic
from bot.store.connection import Reads, Store
from bot.usecases.services import Operator

# Judgement: so long after a crisis answer, asking for contact shows the crisis contact first.
_CRISIS_FRESH = timedelta(hours=24)


async def words_for(
    reads: Reads, operator: Operator, *, by: DiscordUserId | None, guild: DiscordGuildId | None
) -> Operator:
    """The operator's words, each replaced by what a clinic has set in its place.

    The clinic of the server that was asked in comes first, then those that this person agreed
    with, then those they once did; of several the first that set one. ``by`` None: that server's
    words, whoever reads them.
    """
    known = await _clinics_of(reads, by, guild)
    return replace(
        operator,
        emergency_text=_first(operator.emergency_text, [one.settings.emergency for one in known]),
        crisis_text=_first(operator.crisis_text, [one.settings.crisis for one in known]),
        contact=_first(operator.contact, [one.settings.contact for one in known]),
    )


@dataclass(frozen=True, slots=True)
class ContactNoted:
    """The clinic's people will read that this member wants to hear from them.

    ``is_new`` False: it was noted before. ``in_crisis``: the member said lately that the stress is
    more than they can cope with.
    """

    is_new: bool
    in_crisis: bool


@dataclass(frozen=True, slots=True)
class WhichClinic:
    """The member belongs to several."""

    guilds: tuple[DiscordGuildId, ...]
    in_crisis: bool


@dataclass(frozen=True, slots=True)
class NoClinic:
    """The member belongs to none, or to none any more: nobody would read it."""


async def ask_for_contact(
    store: Store, clock: Clock, *, by: DiscordUserId, guild: DiscordGuildId | None
) -> ContactNoted | WhichClinic | NoClinic:
    """Put a flag on a clinic's queue, once until somebody there is done with it.

    ``guild`` names the clinic; None, or one this member does not belong to: their only one.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await members.find(tx, by)
        joined = [] if member is None else await clinics.clinics_of(tx, member.id)
        if member is None or member.stopped_at is not None or not joined:
            return NoClinic()
        in_crisis = await checkins.scored_between(
            tx,
            member.id,
            STRESS,
            CRISIS_STRESS,
            from_at=now_at - _CRISIS_FRESH,
            until_at=now_at,
        )
        named = [one for one in joined if one.discord_id == guild] or joined
        if len(named) > 1:
            return WhichClinic(tuple(one.discord_id for one in named), in_crisis)
        is_new = await queue.add(tx, named[0].id, member.id, queue.CONTACT, now_at)
    return ContactNoted(is_new, in_crisis)


async def _clinics_of(
    reads: Reads, by: DiscordUserId | None, guild: DiscordGuildId | None
) -> list[Clinic]:
    found = [] if guild is None else [await clinics.find(reads, guild)]
    member = None if by is None else await members.find(reads, by)
    if member is not None:
        found += await clinics.clinics_of(reads, member.id)
        found += await clinics.clinics_ever_of(reads, member.id)
    return [one for one in found if one is not None]


def _first(default: str | None, texts: list[str | None]) -> str | None:
    return next((text for text in texts if text), default)
