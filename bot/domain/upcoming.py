"""What comes next of a rule, given where its wish begins and what already came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.local_time import instant_of, local_of
from bot.domain.rule import Occasion, OneDate, Rule, next_occasion, upcoming

_MOMENT = timedelta(microseconds=1)


def local_first(wish: dict[str, object]) -> datetime | None:
    """The slot with which a schedule's wish begins; None: it has no beginning."""
    first = wish.get("first")
    return datetime.fromisoformat(first) if isinstance(first, str) else None


def fixed_at(wish: dict[str, object]) -> datetime | None:
    """The instant that a schedule's wish keeps; None: it follows the wall clock."""
    at = wish.get("at")
    return datetime.fromisoformat(at) if isinstance(at, str) else None


def not_before(wish: dict[str, object], zone: ZoneInfo, after_at: datetime) -> datetime:
    """The instant after which a schedule may come: ``after_at``, or where its wish begins."""
    first = local_first(wish)
    first_at = None if first is None else instant_of(first, zone)
    return after_at if first_at is None else max(after_at, first_at - _MOMENT)


def first_occasion(
    rule: Rule, wish: dict[str, object], zone: ZoneInfo, after_at: datetime
) -> Occasion | None:
    """The first time of a rule after an instant that is no earlier than its wish begins."""
    return next_occasion(rule, zone, not_before(wish, zone, after_at))


def fixed_occasion(at: datetime, zone: ZoneInfo) -> Occasion:
    """An instant that stays, named by the wall clock where it was asked for."""
    return Occasion(local_of(at, zone).replace(second=0, microsecond=0), at)


def comes_once(rule: Rule | None) -> bool:
    """Whether there is one time at most."""
    return rule is None or isinstance(rule.days, OneDate)


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
