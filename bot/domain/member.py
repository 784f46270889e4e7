"""A member as the rules see one: where, when and how they want to be written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId, DiscordUserId, MemberId
from bot.domain.quiet_hours import QuietHours

# Source: judgement (care.md gives no number); product default.
DAILY_LIMIT_RANGE = range(1, 25)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a member chose. ``quiet`` None: no quiet hours. ``daily_limit`` 1 to 24.

    ``language`` None: that of their Discord client.
    """

    zone: ZoneInfo
    quiet: QuietHours | None
    daily_limit: int
    discreet: bool = True
    fallback: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person, across every clinic they belong to. ``locale`` is their client's, as last seen."""

    id: MemberId
    discord_id: DiscordUserId
    dm_channel_id: ChannelId | None
    locale: str
    settings: Settings
    stopped_at: datetime | None
    paused_until_at: datetime | None
    unreachable_at: datetime | None
