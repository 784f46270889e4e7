"""Identifiers, told apart by type.

Row numbers are ours and may stand in a log. Discord's ids (snowflakes) name a person or a place and
may not.
"""

from __future__ import annotations

from typing import NewType

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
