"""A clinic's staff for behaviour tests: a manager, therapists with a role, and what they press."""

from __future__ import annotations

from typing import Any

import discord

from bot.demo.stage import Shown
from tests.behaviour.world import Clinic, Person


def make_manager(clinic: Clinic, name: str = "pat") -> Person:
    """Somebody who may manage the server."""
    permissions = discord.Permissions(manage_guild=True)
    role = clinic.guild.create_role("front desk", permissions=permissions)
    return Person(clinic, clinic.guild.add_member(clinic.env.create_user(name), roles=[role]))


def private(
    clinic: Clinic, name: str, someone: Person, *, bot_allowed: bool = True, **denied: bool
) -> Any:
    """A channel for somebody and, perhaps, the bot."""
    overwrites = {
        clinic.guild.default_role: discord.PermissionOverwrite(view_channel=False),
        someone.actor: discord.PermissionOverwrite(view_channel=True),
        clinic.guild.me: discord.PermissionOverwrite(view_channel=bot_allowed, **denied),
    }
    return clinic.guild.create_text_channel(name, overwrites=overwrites)


def posts(channel: Any) -> list[Shown]:
    """What stands in a channel, the oldest first."""
    return [Shown(message) for message in sorted(channel.history(), key=lambda one: one.id)]


async def set_up(clinic: Clinic, boss: Person, **options: Any) -> Shown:
    """Type /clinic setup and save it; what the bot says then."""
    draft = await boss.slash("clinic setup", **options)
    assert draft is not None
    saved = await boss.press("Save", draft)
    assert saved is not None
    return saved


class Team:
    """Those who hold a clinic's staff role."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        nothing_more = discord.Permissions.none()
        self.role: Any = clinic.guild.create_role("therapist", permissions=nothing_more)

    def therapist(self, name: str) -> Person:
        """Somebody who holds the staff role."""
        user = self.clinic.env.create_user(name)
        return Person(self.clinic, self.clinic.guild.add_member(user, roles=[self.role]))

    def fire(self, someone: Person) -> None:
        """Take the staff role away."""
        guild = self.clinic.env.backend.get_guild(self.clinic.guild.id)
        guild.members[someone.id].role_ids.remove(self.role.id)


class Staff(Team):
    """A manager and two therapists."""

    def __init__(self, clinic: Clinic) -> None:
        super().__init__(clinic)
        self.boss = make_manager(clinic)
        self.ada = self.therapist("ada")
        self.ben = self.therapist("ben")


async def staffed(clinic: Clinic, **options: Any) -> Staff:
    """Set up the staff role, and what else is asked for."""
    staff = Staff(clinic)
    await set_up(clinic, staff.boss, staff_role=staff.role, **options)
    return staff
