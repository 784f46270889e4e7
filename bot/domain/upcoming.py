"""What comes next of a rule, given what already came."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

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


def first_on_a_later_day(
    rule: Rule, zone: ZoneInfo, after_at: datetime, local_slot: datetime
) -> Occasion | None:
    """The first occasion of a later day than a slot's own.

    A window over midnight belongs to the day on which it starts, so what is left of it after
    midnight is still that day's.
    """
    day = _own_day(rule, local_slot)
    occasion = next_occasion(rule, zone, after_at)
    while occasion and _own_day(rule, occasion.local_slot) <= day:
        occasion = next_occasion(rule, zone, occasion.at)
    return occasion


def _own_day(rule: Rule, local_slot: datetime) -> date:
    return (local_slot - timedelta(minutes=rule.minutes[0])).date()
