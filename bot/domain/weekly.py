"""The weekly card: one day a week, at a time on the clinic's wall clock, in one channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final

from bot.domain.day_minutes import minute_of, time_of
from bot.domain.ids import ChannelId
from bot.domain.occurrence import Wish
from bot.domain.rule import Rule, Weekdays

WEEKLY: Final = "weekly"
DEFAULT_DAY: Final = 0
DEFAULT_AT = time(10, 0)


@dataclass(frozen=True, slots=True)
class WeeklyWish:
    """Where and when: ``day`` is 0 for Monday to 6 for Sunday. ``locale``: in which language."""

    channel: ChannelId
    day: int
    local_at: time
    locale: str

    @property
    def rule(self) -> Rule:
        """When it comes."""
        return Rule(Weekdays(frozenset({self.day})), (minute_of(self.local_at),))

    def to_wish(self) -> Wish:
        """As a schedule keeps it."""
        return {
            "channel": self.channel,
            "day": self.day,
            "at_min": minute_of(self.local_at),
            "locale": self.locale,
        }

    @classmethod
    def from_wish(cls, wish: Wish) -> WeeklyWish:
        """Back from a schedule.

        Raises:
            ValueError: it is not what ``to_wish`` wrote.
        """
        match wish:
            case {
                "channel": int(channel),
                "day": int(day),
                "at_min": int(minute),
                "locale": str(locale),
            }:
                return cls(ChannelId(channel), day, time_of(minute), locale)
        raise ValueError("not the wish of a weekly card")
