"""What comes next of a rule, given what already came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.day_minutes import DAY_MIN, minute_of
from bot.domain.rule import Occasion, Rule, next_occasion


def first_unused(
    rule: Rule, zone: ZoneInfo, after_at: datetime, local_last_slot: datetime | None
) -> Occasion | None:
    """The first occasion after an instant whose slot was not used yet.

    A member who flies west meets the same wall times again: they had those already.
    """
    occasion = next_occasion(rule, zone, after_at)
    while occasion and local_last_slot and occasion.local_slot <= local_last_slot:
        occasion = next_occasion(rule, zone, occasion.at)
    return occasion


def slots_left(rule: Rule, local_slot: datetime) -> int:
    """How many slots of a rule still lie on a slot's date, later than it."""
    return sum(
        local_slot < later and later.date() == local_slot.date()
        for day in (local_slot.date() - timedelta(days=1), local_slot.date())
        if rule.days.first_from(day) == day
        for later in (datetime.combine(day, time.min) + timedelta(minutes=m) for m in rule.names)
    )


@dataclass(frozen=True, slots=True)
class RestOfDay:
    """What is left of a rule's day: its last occasion, and the first one of a later day."""

    last: Occasion | None
    following: Occasion | None


def rest_of_day(rule: Rule, zone: ZoneInfo, after_at: datetime, local_slot: datetime) -> RestOfDay:
    """What comes after an instant, up to the end of a slot's own day, and after that day.

    A window over midnight belongs to the day on which it starts, so what is left of it after
    midnight is still that day's. The slot may come of an earlier rule.
    """
    day = _own_day(rule, local_slot)
    last, occasion = None, next_occasion(rule, zone, after_at)
    while occasion and _own_day(rule, occasion.local_slot) <= day:
        last, occasion = occasion, next_occasion(rule, zone, occasion.at)
    return RestOfDay(last, occasion)


def _own_day(rule: Rule, local_slot: datetime) -> date:
    # Minutes count from the midnight of the day they belong to: past 1440 they lie on the next.
    belongs_to_the_day_before = minute_of(local_slot.time()) <= rule.names[-1] - DAY_MIN
    return local_slot.date() - timedelta(days=belongs_to_the_day_before)
