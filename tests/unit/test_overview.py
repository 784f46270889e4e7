"""A clinic's numbers put together: by the days of its own clock, and by what comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from bot.domain.ids import ChannelId
from bot.domain.overview import Overview, Tally, last_days
from bot.domain.rule import Rule, Weekdays
from bot.domain.weekly import WeeklyWish
from bot.domain.zones import zone

TODAY = date(2026, 3, 30)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_day_is_the_clinics_own_and_as_long_as_the_clocks_make_it() -> None:
    days = last_days(zone("Europe/Berlin"), TODAY, 3)

    assert [day.local_day for day in days] == [TODAY - timedelta(days=ago) for ago in (2, 1, 0)]
    assert days[0].from_at == at("2026-03-27 23:00")
    assert days[1].from_at == days[0].until_at == at("2026-03-28 23:00")
    assert days[2].from_at == days[1].until_at == at("2026-03-29 22:00")
    assert days[2].until_at == at("2026-03-30 22:00")


@pytest.mark.parametrize("number", [1, 7, 30, 90])
def test_so_many_days_follow_each_other_without_a_gap(number: int) -> None:
    days = last_days(zone("America/St_Johns"), TODAY, number)

    assert len(days) == number
    assert days[-1].local_day == TODAY
    assert all(one.until_at == next_.from_at for one, next_ in pairwise(days))


def test_a_day_that_a_zone_left_out_has_no_time() -> None:
    days = last_days(zone("Pacific/Apia"), date(2011, 12, 31), 3)

    lengths = {day.local_day.day: day.until_at - day.from_at for day in days}
    assert sorted(lengths.values()) == [timedelta(0), timedelta(hours=24), timedelta(hours=24)]
    assert lengths[31] == timedelta(hours=24)


def test_the_total_is_all_days_together() -> None:
    days = ((TODAY, Tally(3, 2, 1, 0)), (TODAY - timedelta(days=1), Tally(1, 0, 0, 4)))

    assert Overview(7, 9, enough=True, days=days).total == Tally(4, 2, 1, 4)


def test_a_weekly_wish_comes_back_as_it_was_and_a_broken_one_is_refused() -> None:
    wish = WeeklyWish(ChannelId(5), 3, time(8, 15), "fr")

    assert WeeklyWish.from_wish(wish.to_wish()) == wish
    assert wish.rule == Rule(Weekdays(frozenset({3})), (495,))
    for broken in ({}, {**wish.to_wish(), "day": "3"}):
        with pytest.raises(ValueError, match="weekly"):
            WeeklyWish.from_wish(broken)
