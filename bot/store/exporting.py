"""What is kept of one person: how much of it, and all of it for them to take along.

One query for each entry of bot.store.personal. Every column is in it but those that name somebody
else: who looked at a member's card is the member's to know, whom staff looked at is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from bot.domain.ids import ClinicId, DiscordGuildId, DiscordUserId
from bot.store import clinics, members
from bot.store.connection import Reads, Row
from bot.store.personal import PERSONAL, Erase, Personal, whose

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Export:
    """What becomes of one table's rows: the name of their group, and the columns left out."""

    group: str
    withheld: tuple[str, ...] = ()


OF_MEMBERS: Final[Mapping[str, Export]] = MappingProxyType(
    {
        "member": Export("settings"),
        "membership": Export("clinics"),
        "consent": Export("consents"),
        "checkin": Export("check_ins"),
        "score": Export("scores"),
        "choice": Export("choices"),
        "schedule": Export("reminders"),
        "occurrence": Export("messages"),
        "delivery": Export("deliveries"),
        "shown": Export("shown"),
        "change": Export("changes"),
        "session": Export("sessions"),
        "queue_item": Export("requests", ("staff_id",)),
        "look": Export("looks"),
    }
)
OF_STAFF: Final[Mapping[str, Export]] = MappingProxyType(
    {
        "queue_item": Export("staff_requests", ("member_id", "session_id")),
        "look": Export("staff_looks", ("member_id",)),
        "clinic_change": Export("staff_changes"),
    }
)


def export_of(personal: Personal) -> Export:
    """What becomes of one entry's rows."""
    known = OF_STAFF if personal.erase is Erase.FORMER_STAFF else OF_MEMBERS
    return known[personal.table]


async def counts(reads: Reads, by: DiscordUserId) -> dict[str, int]:
    """How many rows of each group are kept of somebody, member, staff or neither."""
    each = ", ".join(
        f"(SELECT count(*) FROM {one.table} WHERE {one.owner}) AS {export_of(one).group}"
        for one in PERSONAL
    )
    (row,) = await reads.rows(f"SELECT {each}", await _owner(reads, by))
    return dict(row)


async def records(reads: Reads, by: DiscordUserId) -> dict[str, list[Record]]:
    """All that is kept of somebody, by group; a group without rows is left out.

    A row is as the database has it, with its instants in milliseconds since 1970, and names the
    server of its clinic beside that clinic's number.
    """
    owner = await _owner(reads, by)
    servers = await clinics.servers(reads)
    found = {}
    for one in PERSONAL:
        sql = f"SELECT * FROM {one.table} WHERE {one.owner} ORDER BY 1, 2"
        rows = [_record(row, one, servers) for row in await reads.rows(sql, owner)]
        if rows:
            found[export_of(one).group] = rows
    return found


async def _owner(reads: Reads, by: DiscordUserId) -> Mapping[str, int | None]:
    member = await members.find(reads, by)
    return whose(None if member is None else member.id, by)


def _record(row: Row, personal: Personal, servers: Mapping[ClinicId, DiscordGuildId]) -> Record:
    withheld = export_of(personal).withheld
    record = {name: value for name, value in dict(row).items() if name not in withheld}
    if "clinic_id" in record:
        record["server_id"] = servers.get(record["clinic_id"])
    return record
