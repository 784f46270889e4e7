"""A clinic with a therapist, for stories about sessions; and what can be seen of them."""

from __future__ import annotations

from typing import Any

from bot.domain.ids import DiscordGuildId
from bot.store import clinics
from tests.behaviour.staff_world import Team
from tests.behaviour.world import Clinic, Person, Shown

SET_ROLE = "UPDATE clinic SET staff_role_id = ? WHERE discord_id = ?"


class Practice(Team):
    """A clinic and Rosa, who has its staff role."""

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self.rosa = self.therapist("rosa")

    async def log(self, client: Person, **options: Any) -> Shown:
        """Log a session: preview and save."""
        return await self.saved("session log", client, **options)

    async def book(self, client: Person, when: str, **options: Any) -> Shown:
        """Book a session: preview and save."""
        return await self.saved("session book", client, when=when, **options)

    async def move(self, client: Person, when: str) -> Shown:
        """Move the only session that is booked: preview and save."""
        return await self.saved("session move", client, when=when)

    async def saved(self, command: str, client: Person, **options: Any) -> Shown:
        preview = await self.rosa.slash(command, client=client.actor, **options)
        assert preview is not None
        shown = await self.rosa.press("Save", preview)
        assert shown is not None
        return shown


async def practice_of(clinic: Clinic) -> Practice:
    """Give a clinic its staff role, and Rosa that role."""
    practice = Practice(clinic)
    async with clinic.store.write() as tx:
        guild = DiscordGuildId(clinic.guild.id)
        await clinics.find_or_add(tx, guild, clinic.zone.key, clinic.env.now())
        await tx.run(SET_ROLE, (practice.role.id, guild))
    return practice


def arrived(person: Person, text: str) -> list[str]:
    """When messages with a text arrived, by the clinic's clock."""
    clinic = person.clinic
    return [clinic.local(shown.sent_at) for shown in person.inbox if text in shown.text]


async def queued(clinic: Clinic) -> list[tuple[int, str, str]]:
    """Who waits on a queue, why, and how it stands."""
    rows = await clinic.store.reads.rows(
        "SELECT m.discord_id, q.reason, q.state FROM queue_item AS q"
        " JOIN member AS m ON m.id = q.member_id"
        " JOIN clinic AS c ON c.id = q.clinic_id WHERE c.discord_id = ? ORDER BY q.id",
        (clinic.guild.id,),
    )
    return [tuple(row) for row in rows]
