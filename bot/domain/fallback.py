"""When a message cannot reach a member's DMs: a line in a private thread that says only that.

The line holds nothing of the message. It is for that member alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.ids import ChannelId, ClinicId, DiscordUserId, MemberId, ScheduleId
from bot.domain.policy import Lane

FALLBACK: Final = "fallback"
FALLBACK_LANE: Final = Lane.PERSONAL
# Judgement: one ping says that something waits; a day later it may be said again.
QUIET_FOR = timedelta(days=1)
OPENED: Final = "opened"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, and where it belongs: a thread of ``parent``, None if there is none yet."""

    schedule_id: ScheduleId
    member_id: MemberId
    client: DiscordUserId
    clinic_id: ClinicId
    locale: str
    parent: ChannelId
    thread: ChannelId | None
