"""Joining a second server, and what the database says of a member's consents and clinics."""

from __future__ import annotations

from bot.domain.ids import DiscordUserId
from bot.store import clinics, members
from tests.behaviour.world import Clinic, Person


async def join_elsewhere(clinic: Clinic, person: Person) -> None:
    """Take the offer of a second server, "Elsewhere"."""
    guild = clinic.env.create_guild("Elsewhere")
    channel = guild.create_text_channel("welcome")
    there = guild.add_member(person.actor.user)
    offer = await there.slash(channel, "start")
    assert offer.response is not None
    await there.click(offer.response, label="Agree and start")


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
