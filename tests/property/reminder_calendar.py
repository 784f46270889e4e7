"""A plain calendar of one reminder: it knows no rules and no rows.

It writes down the days, asks the wall clock when each comes, and crosses out what was skipped, sent
or lies behind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.when import Repeat, rule_for
from tests.property.wall_clock_model import DAY, MINUTE, falls_on

# Twelve steps that each skip a month, and one more.
AHEAD = 13 * 31 * DAY


@dataclass(frozen=True)
class Kept:
    """What "Undo" goes back to."""

    repeat: Repeat
    first: datetime
    begins: datetime
    skipped: frozenset[datetime]
    paused: bool
    deleted: bool


@dataclass
class Calendar:
    """The plain calendar: every day a reminder falls on, written down and crossed out."""

    where: ZoneInfo
    repeat: Repeat
    first: datetime
    begins: datetime
    skipped: frozenset[datetime] = frozenset()
    sent: set[datetime] = field(default_factory=set)
    paused: bool = False
    deleted: bool = False

    def keep(self) -> Kept:
        parts = (self.repeat, self.first, self.begins, self.skipped, self.paused, self.deleted)
        return Kept(*parts)

    def bring_back(self, kept: Kept) -> None:
        self.repeat, self.first, self.begins = kept.repeat, kept.first, kept.begins
        self.skipped, self.paused, self.deleted = kept.skipped, kept.paused, kept.deleted

    def next_after(self, now_at: datetime) -> tuple[datetime, datetime] | None:
        """The slot and the instant that come next; None while nothing is to come."""
        if self.deleted:
            return None
        today = now_at.astimezone(self.where).date()
        for day in days(max(self.begins.date(), today - DAY), AHEAD):
            slot = datetime.combine(day, self.first.time())
            if not self.falls(day) or slot < self.begins or slot in self.skipped | self.sent:
                continue
            at = instant(slot, self.where)
            if at > now_at:
                return slot, at
        return None

    def falls(self, day: date) -> bool:
        return falls_on(rule_for(self.repeat, self.first).days, day)


def days(first: date, length: timedelta) -> list[date]:
    return [first + n * DAY for n in range(length.days)]


def instant(local: datetime, where: ZoneInfo) -> datetime:
    """The first minute at which the wall clock has got as far: looked for, minute by minute."""
    at = local.replace(tzinfo=UTC) - timedelta(hours=16)
    while at.astimezone(where).replace(tzinfo=None) < local:
        far = local - at.astimezone(where).replace(tzinfo=None)
        # Two hours short of it, so that no change of clocks is jumped over.
        at += max(far - timedelta(hours=2), MINUTE)
    return at


def replace_in(calendar: Calendar, repeat: Repeat, first: datetime) -> Calendar:
    """The calendar with another time: it begins anew, and what was skipped ahead is forgotten."""
    return Calendar(
        calendar.where,
        repeat,
        first,
        begins=first,
        sent=calendar.sent,
    )
