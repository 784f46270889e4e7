"""Rules whose times were moved: they come at another time under the name of their slot."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.rule import Occasion, Rule, Weekdays, latest_occasion, next_occasion, upcoming
from bot.domain.zones import zone

BERLIN = zone("Europe/Berlin")
EVERY_DAY = Weekdays(frozenset(range(7)))
TUESDAY = date(2026, 11, 24)


def berlin(text):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def test_a_moved_time_keeps_the_name_of_its_slot():
    rule = Rule(EVERY_DAY, (555, 700), (540, 720))

    found = upcoming(rule, BERLIN, berlin("2026-11-23 09:00"), 3)

    assert [str(one.local_slot)[8:16] for one in found] == ["23 09:00", "23 12:00", "24 09:00"]
    assert [one.at for one in found] == [
        berlin("2026-11-23 09:15"),
        berlin("2026-11-23 11:40"),
        berlin("2026-11-24 09:15"),
    ]


@pytest.mark.parametrize(
    ("rule", "before", "then"),
    [
        (Rule(EVERY_DAY, (555,), (540,), TUESDAY), "09:00", "09:15"),
        (Rule(EVERY_DAY, (600,), (540,), TUESDAY, (555,)), "09:15", "10:00"),
    ],
    ids=["once", "again"],
)
def test_before_the_day_of_the_move_times_fall_where_they_fell(rule, before, then):
    found = upcoming(rule, BERLIN, berlin("2026-11-23 08:00"), 2)

    assert [one.at for one in found] == [
        berlin(f"2026-11-23 {before}"),
        berlin(f"2026-11-24 {then}"),
    ]
    assert latest_occasion(rule, BERLIN, berlin("2026-11-24 00:00")) == found[0]


def test_a_moved_time_on_a_skipped_hour_comes_right_after_it():
    rule = Rule(EVERY_DAY, (150,), (90,))

    found = next_occasion(rule, BERLIN, berlin("2026-03-29 00:00"))

    assert found == Occasion(datetime.fromisoformat("2026-03-29T01:30"), berlin("2026-03-29 03:00"))


def test_a_move_that_moves_nothing_is_none():
    plain = Rule(EVERY_DAY, (540,))

    assert Rule(EVERY_DAY, (540,), (540,)) == plain
    assert Rule(EVERY_DAY, (540,), (540,), TUESDAY) == plain
    assert Rule(EVERY_DAY, (540,), before=(555,)) == plain
    assert not plain.is_moved
    assert Rule(EVERY_DAY, (555,), (540,)).is_moved


@pytest.mark.parametrize(
    ("minutes", "names", "before"),
    [
        ((540,), (540, 600), ()),
        ((540, 600), (600, 540), ()),
        ((540,), (2880,), ()),
        ((540, 600), (540, 660), (540,)),
        ((0,), (1440,), ()),
        ((0,), (10,), (1440,)),
    ],
)
def test_names_and_earlier_times_have_to_be_as_good_as_minutes(minutes, names, before):
    with pytest.raises(ValueError, match="minute"):
        Rule(EVERY_DAY, minutes, names, TUESDAY, before)
