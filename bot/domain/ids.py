"""Identifiers, told apart by type.

Row numbers are ours and may stand in a log. Discord's ids (snowflakes) name a person or a place and
may not.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, NewType

MemberId = NewType("MemberId", int)
ClinicId = NewType("ClinicId", int)
ScheduleId = NewType("ScheduleId", int)
OccurrenceId = NewType("OccurrenceId", int)
CheckInId = NewType("CheckInId", int)

DiscordUserId = NewType("DiscordUserId", int)
DiscordGuildId = NewType("DiscordGuildId", int)
ChannelId = NewType("ChannelId", int)
MessageId = NewType("MessageId", int)
ChangeId = NewType("ChangeId", int)
ClinicChangeId = NewType("ClinicChangeId", int)

#: In others' records, of whoever of the staff was erased. No Discord id: it mentions nobody.
FORMER_STAFF: Final = DiscordUserId(0)

_FIRST_SNOWFLAKE_AT: Final = datetime(2015, 1, 1, tzinfo=UTC)
_BITS_BELOW_TIME: Final = 22


def first_message_id(at: datetime) -> MessageId:
    """Smaller than the id of every message that Discord stores from ``at`` on.

    Source: Discord, Snowflakes.
    """
    since_ms = (at - _FIRST_SNOWFLAKE_AT) // timedelta(milliseconds=1)
    return MessageId(since_ms << _BITS_BELOW_TIME)
