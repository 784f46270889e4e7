"""The rule of a reminder that repeats from a first time on.

It keeps no first day where a rule has none ("daily", "weekdays", "monthly"): who plans takes the
first occasion at or after the first time.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from bot.domain.day_minutes import minute_of
from bot.domain.days import EVERY_DAY, WORKDAYS
from bot.domain.rule import Days, EveryWeeks, MonthDay, OneDate, Rule, Weekdays

_SHORTEST_MONTH = 28


class Repeat(Enum):
    """How often; the values are those of the option."""

    NONE = "none"
    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    EVERY_2_WEEKS = "every 2 weeks"
    MONTHLY = "monthly"


def rule_for(repeat: Repeat, local_first: datetime) -> Rule:
    """Return the rule that falls on a wall time, to the minute, and repeats from there.

    With weekdays and a first time on a weekend it begins on the Monday after.
    """
    return Rule(_days(repeat, local_first), (minute_of(local_first.time()),))


def keeps_to_the_last_day(rule: Rule) -> bool:
    """Whether months that are too short for the rule's day have it on their last, to be told."""
    return isinstance(rule.days, MonthDay) and rule.days.day > _SHORTEST_MONTH


def _days(repeat: Repeat, local_first: datetime) -> Days:
    first = local_first.date()
    match repeat:
        case Repeat.NONE:
            return OneDate(first)
        case Repeat.DAILY:
            return Weekdays(EVERY_DAY)
        case Repeat.WEEKDAYS:
            return Weekdays(WORKDAYS)
        case Repeat.WEEKLY:
            return EveryWeeks(first, 1)
        case Repeat.EVERY_2_WEEKS:
            return EveryWeeks(first, 2)
        case Repeat.MONTHLY:
            return MonthDay(first.day)
