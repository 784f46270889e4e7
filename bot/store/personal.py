"""Where data of people is kept: each table, whose its rows are, and what erasing does with them.

The one list for erasing and for the export. A table that is in neither tuple here, or a column that
names a person and is in none of the conditions, makes a contract test fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from bot.domain.ids import DiscordUserId, MemberId


class Erase(Enum):
    """What erasing a person does with such rows."""

    DELETE = auto()
    #: they go with the row they belong to
    CASCADE = auto()
    #: they are others' records: only the name of who did it goes
    FORMER_STAFF = auto()


@dataclass(frozen=True, slots=True)
class Personal:
    """Rows of one table that belong to a person.

    ``owner`` is the condition that finds them, with the parameters of ``whose``. A table is here
    twice where a row is about one person and names another.
    """

    table: str
    owner: str
    erase: Erase = Erase.CASCADE


def whose(member: MemberId | None, discord_id: DiscordUserId) -> Mapping[str, int | None]:
    """The parameters of ``Personal.owner``; ``member`` None: they never joined."""
    return {"member": member, "discord": discord_id}


_MEMBERS = "member_id = :member"
_STAFFS = "staff_id = :discord"
# What is posted in a clinic's channel is nobody's, but its wish may name whom it is about.
_SCHEDULES = f"""{_MEMBERS} OR member_id IS NULL
    AND (wish ->> 'client' = :discord OR wish ->> 'thread_of' = :member)"""
_OCCURRENCES = f"schedule_id IN (SELECT id FROM schedule WHERE {_SCHEDULES})"
_CHECKINS = f"checkin_id IN (SELECT id FROM checkin WHERE {_MEMBERS})"

PERSONAL: Final = (
    Personal("member", "id = :member", Erase.DELETE),
    Personal("membership", _MEMBERS),
    Personal("consent", _MEMBERS),
    Personal("schedule", _SCHEDULES, Erase.DELETE),
    Personal("occurrence", _OCCURRENCES),
    Personal("delivery", f"occurrence_id IN (SELECT id FROM occurrence WHERE {_OCCURRENCES})"),
    Personal("shown", _MEMBERS),
    Personal("change", _MEMBERS),
    Personal("checkin", _MEMBERS),
    Personal("score", _CHECKINS),
    Personal("choice", _CHECKINS),
    Personal("session", _MEMBERS),
    Personal("queue_item", _MEMBERS),
    Personal("look", _MEMBERS),
    Personal("queue_item", _STAFFS, Erase.FORMER_STAFF),
    Personal("look", _STAFFS, Erase.FORMER_STAFF),
    Personal("clinic_change", _STAFFS, Erase.FORMER_STAFF),
)

NOT_PERSONAL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fact": "what the database knows of itself",
        "migration": "what the database knows of itself",
        "clinic": "a server and what its managers set",
        "remnant": "of nobody who is on record: each row goes with what it names in Discord",
    }
)
