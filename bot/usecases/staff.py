"""Who may act for a clinic: its staff by the role it named, its managers by their permission.

Asked anew for every command, button, select and form, because a role may have been taken away
since. Everything a caller does is about the clinic of the server they are in, and no other.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.errors import NotAllowed
from bot.log import get_logger
from bot.store import clinics
from bot.store.clinics import Clinic
from bot.store.connection import Reads

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, from which server, and what Discord says they may do there.

    ``guild`` None: from a DM, where nobody is staff.
    """

    by: DiscordUserId
    guild: DiscordGuildId | None
    role_ids: frozenset[int]
    manages_server: bool


async def require_staff(reads: Reads, caller: Caller) -> Clinic:
    """The clinic whose staff a caller is.

    Raises NotAllowed outside a server, where no staff role is set yet, and without that role.
    Managers who want to act as staff need it too: a log and its looks name people with that role.
    """
    if caller.guild is None:
        raise NotAllowed("server_only")
    clinic = await clinics.find(reads, caller.guild)
    if clinic is None or clinic.settings.staff_role is None:
        raise _refused(clinic, "errors.staff.no_role_set")
    if clinic.settings.staff_role not in caller.role_ids:
        raise _refused(clinic, "errors.staff.only")
    return clinic


async def is_staff(reads: Reads, caller: Caller) -> bool:
    """Whether a caller is staff here; asked only to decide what to show."""
    clinic = None if caller.guild is None else await clinics.find(reads, caller.guild)
    return clinic is not None and clinic.settings.staff_role in caller.role_ids


def require_manager(caller: Caller) -> DiscordGuildId:
    """The server that a caller may manage; its clinic may still have to be set up.

    Raises NotAllowed outside a server, and without the permission.
    """
    if caller.guild is None:
        raise NotAllowed("server_only")
    if not caller.manages_server:
        raise _refused(None, "errors.staff.managers_only")
    return caller.guild


def _refused(clinic: Clinic | None, key: str) -> NotAllowed:
    # The row number alone: Discord's would name a person or a place.
    log.info("staff.refused", extra={"clinic": clinic.id if clinic else None, "reason": key})
    return NotAllowed(key)
