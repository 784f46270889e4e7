"""What comes next of a rule, given what already came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from bot.domain.local_time import instant_of
from bot.domain.posture import PostureWish
from bot.domain.rule import Occasion, OneDate, Rule, Weekdays
from bot.domain.upcoming import first_unused, rest_of_day, slots_left, unused
from bot.domain.zones import zone

BERLIN = zone("Europe/Berlin")
EVERY_DAY = Weekdays(frozenset(range(7)))
WORKDAYS = Weekdays(frozenset(range(5)))
ONCE = Rule(OneDate(date(2026, 11, 23)), (9 * 60,))
DAYTIME = Rule(WORKDAYS, (9 * 60, 11 * 60, 13 * 60))
NIGHT = Rule(EVERY_DAY, (22 * 60, 23 * 60, 24 * 60, 25 * 60))
# What quiet hours until half past twelve leave of a window that begins at eleven at night.
AFTER_MIDNIGHT = Rule(EVERY_DAY, (24 * 60 + 40, 25 * 60))
OVER_MIDNIGHT = PostureWish(60, time(22), time(2), EVERY_DAY.days)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def at(text: str) -> datetime:
    found = instant_of(wall(text), BERLIN)
    assert found is not None
    return found


def named(occasion: Occasion | None) -> str | None:
    return None if occasion is None else f"{occasion.local_slot:%Y-%m-%d %H:%M}"


def rest(
    rule: Rule, now: str, slot: str, own_day: Callable[[datetime], date] = datetime.date
) -> tuple[str | None, str | None]:
    found = rest_of_day(rule, BERLIN, at(now), wall(slot), own_day)
    return named(found.last), named(found.following)


# What was used already


def test_the_first_unused_time_is_the_next_one() -> None:
    found = first_unused(DAYTIME, BERLIN, at("2026-11-23 09:30"), wall("2026-11-23 09:00"))

    assert named(found) == "2026-11-23 11:00"


def test_with_nothing_used_it_is_the_next_one_too() -> None:
    assert named(first_unused(DAYTIME, BERLIN, at("2026-11-23 09:30"), None)) == "2026-11-23 11:00"


def test_who_flies_west_meets_the_same_wall_times_and_has_had_them() -> None:
    lisbon = zone("Europe/Lisbon")

    found = first_unused(DAYTIME, lisbon, at("2026-11-23 11:30"), wall("2026-11-23 11:00"))

    assert named(found) == "2026-11-23 13:00"


def test_a_slot_used_ahead_is_skipped_with_all_before_it() -> None:
    found = first_unused(DAYTIME, BERLIN, at("2026-11-23 08:00"), wall("2026-11-23 13:00"))

    assert named(found) == "2026-11-24 09:00"


def test_as_many_unused_times_as_asked_for_come_after_those_that_were_used() -> None:
    found = unused(DAYTIME, BERLIN, at("2026-11-23 08:00"), wall("2026-11-23 11:00"), 2)

    assert [named(one) for one in found] == ["2026-11-23 13:00", "2026-11-24 09:00"]


def test_of_a_rule_that_has_ended_nothing_is_unused() -> None:
    assert unused(ONCE, BERLIN, at("2026-11-23 09:05"), None, 2) == ()


# The rest of a day


@pytest.mark.parametrize(
    ("now", "slot", "expected"),
    [
        ("2026-11-23 09:05", "2026-11-23 09:00", ("2026-11-23 13:00", "2026-11-24 09:00")),
        ("2026-11-23 11:05", "2026-11-23 09:00", ("2026-11-23 13:00", "2026-11-24 09:00")),
        ("2026-11-23 13:05", "2026-11-23 13:00", (None, "2026-11-24 09:00")),
        # Friday: the weekend has none.
        ("2026-11-27 09:05", "2026-11-27 09:00", ("2026-11-27 13:00", "2026-11-30 09:00")),
        # Pressed after midnight: yesterday is over, and today is not skipped.
        ("2026-11-24 00:30", "2026-11-23 13:00", (None, "2026-11-24 09:00")),
    ],
)
def test_the_rest_of_a_day_is_its_last_time_and_the_first_of_the_next(
    now: str, slot: str, expected: tuple[str | None, str]
) -> None:
    assert rest(DAYTIME, now, slot) == expected


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-11-23 22:05", "2026-11-23 22:00"),
        ("2026-11-23 23:30", "2026-11-23 22:00"),
        ("2026-11-24 00:05", "2026-11-23 23:00"),
        ("2026-11-24 00:05", "2026-11-24 00:00"),
    ],
)
def test_what_a_window_over_midnight_has_left_is_still_the_day_on_which_it_started(
    now: str, slot: str
) -> None:
    found = rest(NIGHT, now, slot, OVER_MIDNIGHT.own_day)

    assert found == ("2026-11-24 01:00", "2026-11-24 22:00")


def test_a_day_whose_times_all_lie_after_midnight_is_still_the_day_before() -> None:
    found = rest(AFTER_MIDNIGHT, "2026-11-24 00:45", "2026-11-24 00:40", OVER_MIDNIGHT.own_day)

    assert found == ("2026-11-24 01:00", "2026-11-25 00:40")


@pytest.mark.parametrize("slot", ["2026-11-23 07:00", "2026-11-23 16:00"])
def test_a_slot_of_an_earlier_rule_counts_for_its_own_date(slot: str) -> None:
    assert rest(DAYTIME, "2026-11-23 10:00", slot) == ("2026-11-23 13:00", "2026-11-24 09:00")


def test_the_rest_of_a_day_is_nothing_where_the_rule_has_ended() -> None:
    assert rest(ONCE, "2026-11-23 09:05", "2026-11-23 09:00") == (None, None)


def test_a_day_on_which_the_clocks_change_keeps_its_name() -> None:
    early = Rule(EVERY_DAY, (2 * 60 + 30, 3 * 60))

    # 02:30 and 03:00 are one instant on this day, and one occasion.
    now_at = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    found = rest_of_day(early, BERLIN, now_at, wall("2026-03-29"), datetime.date)

    assert named(found.last) == "2026-03-29 02:30"
    assert named(found.following) == "2026-03-30 02:30"


# What is still to come on a date


@pytest.mark.parametrize(
    ("rule", "slot", "left"),
    [
        (DAYTIME, "2026-11-23 08:00", 3),
        (DAYTIME, "2026-11-23 09:00", 2),
        (DAYTIME, "2026-11-23 12:00", 1),
        (DAYTIME, "2026-11-23 13:00", 0),
        (DAYTIME, "2026-11-22 08:00", 0),
        # What lies after midnight counts on the date it falls on.
        (NIGHT, "2026-11-23 00:00", 3),
        (NIGHT, "2026-11-23 12:00", 2),
        (NIGHT, "2026-11-23 23:00", 0),
        (Rule(Weekdays(frozenset({0})), NIGHT.minutes), "2026-11-24 00:00", 1),
        (Rule(Weekdays(frozenset({0})), NIGHT.minutes), "2026-11-23 00:00", 2),
    ],
)
def test_what_is_left_of_a_rule_on_a_date_comes_later_than_the_slot(
    rule: Rule, slot: str, left: int
) -> None:
    assert slots_left(rule, wall(slot)) == left
