"""From rows to domain objects, where several query modules need the same ones."""

from __future__ import annotations

import functools
import json

from bot.domain.day_minutes import minute_of, time_of
from bot.domain.ids import ChannelId
from bot.domain.member import Settings
from bot.domain.occurrence import Wish
from bot.domain.quiet_hours import QuietHours
from bot.domain.zones import zone
from bot.errors import StoreError
from bot.store.connection import Row

# Where a message goes: the DM of its member m or, without one, the channel its schedule s names.
CHANNEL_COLUMN = (
    "CASE WHEN m.id IS NULL THEN CAST(s.wish ->> 'channel' AS INTEGER) ELSE m.dm_channel_id END"
    " AS channel_id"
)
SETTINGS_COLUMNS = (
    "m.zone, m.quiet_from_min, m.quiet_until_min, m.daily_limit, m.discreet, m.fallback, m.language"
)


def settings_of(row: Row) -> Settings:
    """A member's settings from SETTINGS_COLUMNS."""
    return _settings(
        zone_name=row["zone"],
        from_min=row["quiet_from_min"],
        until_min=row["quiet_until_min"],
        daily_limit=row["daily_limit"],
        discreet=bool(row["discreet"]),
        fallback=bool(row["fallback"]),
        language=row["language"],
    )


# A few settings are shared by most.
@functools.lru_cache(maxsize=1024)
def _settings(
    *,
    zone_name: str,
    from_min: int | None,
    until_min: int | None,
    daily_limit: int,
    discreet: bool,
    fallback: bool,
    language: str | None,
) -> Settings:
    quiet = quiet_of(from_min, until_min)
    return Settings(zone(zone_name), quiet, daily_limit, discreet, fallback, language)


def quiet_of(from_min: int | None, until_min: int | None) -> QuietHours | None:
    """Quiet hours from their two columns; None where there are none."""
    if from_min is None or until_min is None:
        return None
    return QuietHours(time_of(from_min), time_of(until_min))


def quiet_columns(quiet: QuietHours | None) -> tuple[int | None, int | None]:
    """Quiet hours as their two columns."""
    if quiet is None:
        return None, None
    return minute_of(quiet.local_from), minute_of(quiet.local_until)


def wish_of(text: str) -> Wish:
    """A schedule's wish from its column."""
    wish = json.loads(text)
    if not isinstance(wish, dict):
        raise StoreError("a schedule's wish is no object")
    return wish


def channel_of(value: int | None) -> ChannelId | None:
    """A channel's id, or None."""
    return None if value is None else ChannelId(value)
