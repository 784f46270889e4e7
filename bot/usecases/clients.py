"""A clinic's clients: who they are to it, and whether it may write to them.

Staff may plan for anybody in their server; nothing is sent before the client has agreed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from bot.domain.consent import MembershipState
from bot.domain.follow_up import WAITING
from bot.domain.ids import DiscordUserId
from bot.domain.member import Member, Settings
from bot.domain.quiet_hours import QuietHours
from bot.domain.zones import zone
from bot.errors import Bug, InvalidInput, NotFound
from bot.store import clinics, members
from bot.store.clinics import Clinic, Membership
from bot.store.connection import Reads, Tx

# Until they say otherwise themselves.
LOCALE_UNKNOWN = "en"


class Standing(Enum):
    """Whether a clinic may write to a client."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    STOPPED = "stopped"
    LEFT = "left"


_STANDINGS = {
    MembershipState.AGREED: Standing.AGREED,
    MembershipState.STOPPED: Standing.STOPPED,
    MembershipState.LEFT: Standing.LEFT,
}


@dataclass(frozen=True, slots=True)
class Named:
    """Whom staff named. ``is_here``: in this server now, as Discord says."""

    id: DiscordUserId
    is_here: bool = True
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody to a clinic. ``member`` None: nobody here knows them."""

    id: DiscordUserId
    member: Member | None
    membership: Membership | None
    clinic: Clinic

    @property
    def standing(self) -> Standing:
        """Whether the clinic may write to them. What they told others is none of its business."""
        if self.member is None or self.membership is None:
            return Standing.NOT_AGREED
        if self.member.stopped_at is not None:
            return Standing.STOPPED
        return _STANDINGS[self.membership.state]

    @property
    def held_for(self) -> str | None:
        """Why what is planned for them has to wait; None: it need not."""
        return None if self.standing is Standing.AGREED else WAITING

    @property
    def zone(self) -> ZoneInfo:
        """Their zone; until they have agreed, the clinic's."""
        if self.member is None or self.held_for is not None:
            return zone(self.clinic.settings.zone)
        return self.member.settings.zone

    @property
    def quiet(self) -> QuietHours | None:
        """Their quiet hours, as far as the clinic may know."""
        if self.member is None or self.held_for is not None:
            return None
        return self.member.settings.quiet

    @property
    def known(self) -> Member:
        """The member. Raises Bug for somebody who is none."""
        if self.member is None:
            raise Bug("a client who is no member")
        return self.member


async def find_client(reads: Reads, clinic: Clinic, user: DiscordUserId) -> Client:
    """Who somebody is to a clinic."""
    member = await members.find(reads, user)
    if member is None:
        return Client(user, None, None, clinic)
    return Client(user, member, await clinics.membership(reads, member.id, clinic.id), clinic)


async def require_client(reads: Reads, clinic: Clinic, user: DiscordUserId) -> Client:
    """As ``find_client``. Raises NotFound for somebody no clinic ever had to do with."""
    client = await find_client(reads, clinic, user)
    if client.member is None:
        raise NotFound("client.unknown")
    return client


async def find_or_add_client(
    tx: Tx, clinic: Clinic, user: DiscordUserId, defaults: Settings, now_at: datetime
) -> Client:
    """Who somebody is to a clinic; written down, with its zone, so that something can wait."""
    client = await find_client(tx, clinic, user)
    if client.member is not None:
        return client
    settings = replace(defaults, zone=zone(clinic.settings.zone))
    await members.add(tx, user, LOCALE_UNKNOWN, settings, now_at)
    return await find_client(tx, clinic, user)


def check_named(named: Named) -> None:
    """Raises NotFound for somebody who is not in the server, InvalidInput for a bot."""
    if named.is_bot:
        raise InvalidInput("client.is_bot")
    if not named.is_here:
        raise NotFound("client.not_here")
