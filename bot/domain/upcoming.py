"""What comes next of a rule, given what already came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.rule import Occasion, Rule, next_occasion, upcoming


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


def unused(
    rule: Rule, zone: ZoneInfo, after_at: datetime, local_last_slot: datetime | None, count: int
) -> tuple[Occasion, ...]:
    """The first ``count`` occasions after an instant whose slots were not used yet."""
    first = first_unused(rule, zone, after_at, local_last_slot)
    return () if first is None else (first, *upcoming(rule, zone, first.at, count - 1))


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


def rest_of_day(
    rule: Rule,
    zone: ZoneInfo,
    after_at: datetime,
    local_slot: datetime,
    own_day: Callable[[datetime], date],
) -> RestOfDay:
    """What comes after an instant, up to the end of a slot's own day, and after that day.

    ``own_day`` says which day a slot belongs to. The slot may come of an earlier rule.
    """
    day = own_day(local_slot)
    last, occasion = None, next_occasion(rule, zone, after_at)
    while occasion and own_day(occasion.local_slot) <= day:
        last, occasion = occasion, next_occasion(rule, zone, occasion.at)
    return RestOfDay(last, occasion)
