"""What tests of joining and stopping read in the database: a member's consents and clinics."""

from __future__ import annotations

from bot.domain.ids import DiscordUserId
from bot.store import clinics, members


async def ledger_of(person):
    """Each yes and no of somebody, the oldest first."""
    reads = person.clinic.store.reads
    member = await members.find(reads, DiscordUserId(person.id))
    return await clinics.ledger(reads, member.id)


async def joined_by(person):
    """The ids of the servers whose clinics somebody is with."""
    reads = person.clinic.store.reads
    member = await members.find(reads, DiscordUserId(person.id))
    return {one.discord_id for one in await clinics.clinics_of(reads, member.id)}
