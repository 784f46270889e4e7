"""Every zone there is, round every change of its clocks for ten years, against lived minutes.

Zones with the same changes are tested once: some 600 names, 67 histories in tzdata 2026.6.
"""

from __future__ import annotations

import functools
import itertools
import zoneinfo
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.rule import (
    OneDate,
    Rule,
    Weekdays,
    latest_occasion,
    next_occasion,
    upcoming,
)
from bot.domain.zones import zone
from tests.property.wall_clock_model import DAY, MINUTE, lived_minutes, occasions_lived_through, utc

FIRST_AT = utc("2026-01-01")
LAST_AT = utc("2037-01-01")
TODAY_AT = utc("2026-11-23 12:00")
EVERY_DAY = Weekdays(frozenset(range(7)))
# Shorter than any stay on one offset: Morocco's Ramadan month is the shortest.
SAMPLE = timedelta(days=5)
SECOND = timedelta(seconds=1)

# Days left out, clocks set back on a date line, and half-hour steps of the past.
OLD_CHANGES = {
    "Pacific/Apia": "2011-12-30 10:00",
    "Pacific/Fakaofo": "2011-12-30 11:00",
    "Pacific/Kiritimati": "1994-12-31 10:40",
    "Pacific/Kwajalein": "1993-08-21 12:00",
    "Asia/Pyongyang": "2018-05-04 15:00",
    "America/Caracas": "2016-05-01 07:00",
}


def offset(at: datetime, in_zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(in_zone).utcoffset()


def changes_of(in_zone: ZoneInfo, from_at: datetime, until_at: datetime) -> tuple[datetime, ...]:
    """The first instant on each new offset, found by halving."""
    found = []
    samples = [from_at + n * SAMPLE for n in range((until_at - from_at) // SAMPLE + 1)]
    for early_at, late_at in itertools.pairwise(samples):
        before = offset(early_at, in_zone)
        if offset(late_at, in_zone) != before:
            seconds = range((late_at - early_at) // SECOND)
            wait_s = bisect_left(
                seconds, True, key=lambda s: offset(early_at + s * SECOND, in_zone) != before
            )
            found.append(early_at + wait_s * SECOND)
    return tuple(found)


@functools.cache
def histories() -> dict[str, tuple[datetime, ...]]:
    """One zone for each distinct history, and the changes in it."""
    zones_by_history: dict[tuple[object, ...], str] = {}
    for name in sorted(zoneinfo.available_timezones()):
        in_zone = ZoneInfo(name)
        changes = changes_of(in_zone, FIRST_AT, LAST_AT)
        offsets = [offset(at, in_zone) for at in (FIRST_AT, *changes)]
        zones_by_history.setdefault((changes, *offsets), name)
    return {name: history[0] for history, name in zones_by_history.items()}


def rules_around(in_zone: ZoneInfo, change_at: datetime) -> list[Rule]:
    """Slots on, in, across and just beside the wall times that a change skips or repeats."""
    walls = [at.astimezone(in_zone).replace(tzinfo=None) for at in (change_at - SECOND, change_at)]
    walls[0] += SECOND
    low, high = min(walls), max(walls)
    edge = low.hour * 60 + low.minute
    width = min((high - low) // MINUTE, 1439)
    beside = sorted({max(edge + n, 0) for n in (-1, 0, 1, width // 2, width - 1, width, width + 1)})
    overnight = tuple(range(22 * 60, 30 * 60, 7))
    return [
        Rule(EVERY_DAY, tuple(minute for minute in beside if minute - beside[0] < 1440)),
        Rule(EVERY_DAY, tuple(range(0, 1440, 15))),
        Rule(EVERY_DAY, overnight),
        Rule(EVERY_DAY, (edge + width // 2,)),
        Rule(OneDate(low.date()), tuple(range(edge, min(edge + 180, 2880), 20))),
        Rule(OneDate(low.date() - DAY), overnight),
        Rule(Weekdays(frozenset({high.weekday()})), tuple(range(0, 360, 10))),
    ]


def check_around(in_zone: ZoneInfo, change_at: datetime, hours: int = 4) -> int:
    """Compare both directions with the model; return how many occasions were compared."""
    start_at = change_at - hours * 60 * MINUTE
    steps = lived_minutes(in_zone, start_at, 2 * hours * 60)
    end_at = steps[-1][0]
    compared = 0
    for rule in rules_around(in_zone, change_at):
        lived = occasions_lived_through(rule, steps)
        found = upcoming(rule, in_zone, start_at, len(lived) + 1)
        assert list(found[: len(lived)]) == lived, (in_zone.key, change_at, rule)
        assert all(occasion.at > end_at for occasion in found[len(lived) :])
        for before, occasion in itertools.pairwise(lived):
            assert latest_occasion(rule, in_zone, occasion.at) == occasion
            assert latest_occasion(rule, in_zone, occasion.at - MINUTE / 60) == before
        compared += len(lived)
    return compared


def test_the_changes_found_are_those_that_are_known():
    berlin = changes_of(zone("Europe/Berlin"), utc("2026-01-01"), utc("2028-01-01"))

    known = ("2026-03-29 01:00", "2026-10-25 01:00", "2027-03-28 01:00", "2027-10-31 01:00")
    assert berlin == tuple(utc(text) for text in known)


def test_around_every_change_in_every_zone_nothing_is_missed_or_doubled():
    compared = sum(
        check_around(ZoneInfo(name), change_at)
        for name, changes in histories().items()
        for change_at in changes
    )

    assert compared > 40_000


@pytest.mark.parametrize(("name", "near"), OLD_CHANGES.items())
def test_around_a_lost_day_or_a_half_hour_nothing_is_missed_or_doubled(name, near):
    in_zone = zone(name)
    (change_at,) = changes_of(in_zone, utc(near) - 2 * DAY, utc(near) + 4 * DAY)

    assert check_around(in_zone, change_at, hours=52) > 0


def test_a_daily_rule_falls_once_on_every_local_day_for_ten_years_in_every_zone():
    rule = Rule(EVERY_DAY, (150,))
    last_day = date(2036, 11, 23)

    for name in histories():
        in_zone = ZoneInfo(name)
        at, day = TODAY_AT, TODAY_AT.astimezone(in_zone).date()
        if TODAY_AT.astimezone(in_zone).strftime("%H%M") < "0230":
            day -= DAY
        while day < last_day:
            occasion = next_occasion(rule, in_zone, at)
            assert occasion is not None
            assert occasion.at > at
            assert occasion.local_slot.date() == day + DAY, name
            at, day = occasion.at, day + DAY


def test_no_occasion_lands_on_a_wall_time_that_the_clocks_skip():
    rule = Rule(EVERY_DAY, tuple(range(0, 1440, 30)))

    for name, changes in histories().items():
        in_zone = ZoneInfo(name)
        for change_at in changes:
            for occasion in upcoming(rule, in_zone, change_at - 2 * 60 * MINUTE, 6):
                wall = occasion.at.astimezone(in_zone)
                assert wall.replace(tzinfo=None) == occasion.local_slot or occasion.at == change_at
                assert occasion.at.tzinfo is UTC
