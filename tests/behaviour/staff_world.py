"""A clinic's staff for behaviour tests: a manager, therapists with a role, and what they press."""

from __future__ import annotations

from typing import Any

import discord

from bot.demo.stage import Shown
from tests.behaviour.test_help import manager
from tests.behaviour.world import Clinic, Person


def make_manager(clinic: Clinic, name: str = "pat") -> Person:
    """Somebody who may manage the server."""
    someone: Person = manager(clinic, name)
    return someone


async def set_up(clinic: Clinic, boss: Person, **options: Any) -> Shown:
    """Type /clinic setup and save it; what the bot says then."""
    draft = await boss.slash("clinic setup", **options)
    assert draft is not None
    saved = await boss.press("Save", draft)
    assert saved is not None
    return saved


class Staff:
    """A clinic with a staff role, its manager and two therapists."""

    def __init__(self, clinic: Clinic, role: Any) -> None:
        self.clinic = clinic
        self.role = role
        self.boss = make_manager(clinic)
        self.ada = self.therapist("ada")
        self.ben = self.therapist("ben")

    def therapist(self, name: str) -> Person:
        """Somebody who holds the staff role."""
        user = self.clinic.env.create_user(name)
        return Person(self.clinic, self.clinic.guild.add_member(user, roles=[self.role]))

    def fire(self, someone: Person) -> None:
        """Take the staff role away."""
        guild = self.clinic.env.backend.get_guild(self.clinic.guild.id)
        guild.members[someone.id].role_ids.remove(self.role.id)


async def staffed(clinic: Clinic, **options: Any) -> Staff:
    """Set up the staff role, and what else is asked for."""
    role = clinic.guild.create_role("therapist", permissions=discord.Permissions.none())
    staff = Staff(clinic, role)
    await set_up(clinic, staff.boss, staff_role=role, **options)
    return staff
