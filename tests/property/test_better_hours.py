"""The offer of better hours over random wishes and histories of answers: what it never breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from bot.domain.better_hours import GRID_MIN, BetterHours, Came, DayTimes, better_hours
from bot.domain.member import Settings
from bot.domain.posture import EVERY_MIN_CHOICES, Moved, PostureWish, day_times, plan_posture
from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import Occasion, Rule, next_occasion, upcoming
from bot.domain.upcoming import first_unused
from bot.domain.zones import zone
from tests.property.test_rules import quiet_hours

modest = settings(derandomize=True, deadline=None, max_examples=150)

BERLIN, UTC_ZONE = zone("Europe/Berlin"), zone("UTC")
EVERY_DAY = frozenset(range(7))
MONDAY = date(2026, 11, 23)

AWAKE = Settings(BERLIN, None, 24)


Life = tuple[PostureWish, Settings, Rule, list[Came]]
Move = tuple[PostureWish, Rule, tuple[int, ...]]


@st.composite
def wishes(draw: st.DrawFn) -> PostureWish:
    """Windows of two hours to a whole day, many of them over midnight."""
    start, length = draw(st.integers(0, 1439)), draw(st.integers(120, 1439))
    start -= start % draw(st.sampled_from((1, 15, 30)))
    first, last = (time(m % 1440 // 60, m % 60) for m in (start, start + length))
    most = draw(st.none() | st.integers(1, 10))
    return PostureWish(draw(st.sampled_from(EVERY_MIN_CHOICES)), first, last, EVERY_DAY, most)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """A wish, the settings it lives with, and what was answered: mostly at one part of the day."""
    wish = draw(wishes())
    quiet = draw(st.none() | quiet_hours())
    chosen = Settings(BERLIN, quiet, draw(st.integers(1, 24)))
    rule = plan_posture(wish, chosen, draw(st.integers(0, 4))).rule
    assume(rule is not None)
    assert rule is not None
    first = draw(st.integers(0, len(rule.names) - 1))
    good = rule.names[first : first + draw(st.integers(1, len(rule.names)))]
    often, seldom = draw(st.sampled_from(((1.0, 0.0), (0.9, 0.1), (0.6, 0.5), (0.4, 0.0))))
    random = draw(st.randoms(use_true_random=False))
    came = [
        Came(name % 1440, random.random() < (often if name in good else seldom))
        for _ in range(draw(st.integers(1, 40)))
        for name in rule.names
    ]
    return wish, chosen, rule, came[-200:]


@st.composite
def moves(draw: st.DrawFn) -> Move:
    """Any times that the times of a wish may be moved to, whether or not they were offered."""
    wish = draw(wishes())
    rule = plan_posture(wish, AWAKE, 0).rule
    assert rule is not None
    day = day_times(wish, AWAKE, rule)
    number, apart = len(rule.names), day.apart_min
    last = min(day.end - 1, day.start + 1440 - apart)
    room = last - day.start - (number - 1) * apart
    late = sorted(draw(st.lists(st.integers(0, room), min_size=number, max_size=number)))
    minutes = tuple(day.start + n * apart + more for n, more in enumerate(late))
    assert day.fits(minutes)
    return wish, rule, minutes


def offered(life: Life) -> BetterHours | None:
    wish, chosen, rule, came = life
    found = better_hours(day_times(wish, chosen, rule), came)
    event("offered" if found else "nothing offered")
    return found


@modest
@given(life=lives())
def test_an_offer_keeps_number_order_window_quiet_hours_and_half_an_interval(
    life: Life,
) -> None:
    wish, chosen, rule, _ = life
    found = offered(life)
    if found is None:
        return

    inside = QuietHours(wish.local_from, wish.local_until)
    local_times = [time(m % 1440 // 60, m % 60) for m in found.minutes]
    assert len(found.minutes) == len(rule.names)
    assert all(inside.covers(local) for local in local_times)
    assert chosen.quiet is None or not any(map(chosen.quiet.covers, local_times))
    if len(rule.names) > 1:
        half = min(late - early for early, late in pairwise(rule.names)) / 2
        round_the_clock = (*found.minutes, found.minutes[0] + 1440)
        assert all(late - early >= half for early, late in pairwise(round_the_clock))


@modest
@given(life=lives())
def test_each_offered_time_is_its_own_or_a_quarter_of_an_hour(
    life: Life,
) -> None:
    found = offered(life)
    if found is not None:
        for minute, name in zip(found.minutes, life[2].names, strict=True):
            assert minute == name or minute % GRID_MIN == 0


@modest
@given(life=lives())
def test_an_offer_depends_on_nothing_but_what_came(
    life: Life,
) -> None:
    wish, chosen, rule, came = life
    kept = wish.to_wish()

    found = better_hours(day_times(wish, chosen, rule), came)

    assert better_hours(day_times(wish, chosen, rule), came[::-1]) == found
    # Nothing moves by itself: the wish, and the rule that follows from it, are what they were.
    assert wish.to_wish() == kept
    assert not rule.is_moved


def moved_in(rule: Rule, wish: PostureWish, minutes: tuple[int, ...], now_at: datetime) -> Rule:
    """The rule after a press at an instant, as the use case makes it."""
    today = wish.own_day(now_at.replace(tzinfo=None))
    first_day = today + timedelta(days=1)
    return Rule(rule.days, minutes, rule.names, first_day, rule.minutes_on(today))


def lived(rules: list[tuple[datetime, Rule]], until_at: datetime) -> list[Occasion]:
    """What comes under rules that take each other's place, each from an instant on."""
    came: list[Occasion] = []
    ends = [at for at, _ in rules[1:]] + [until_at]
    for (from_at, rule), end_at in zip(rules, ends, strict=True):
        last = came[-1].local_slot if came else None
        one = first_unused(rule, UTC_ZONE, from_at, last)
        while one is not None and one.at <= end_at:
            came.append(one)
            one = next_occasion(rule, UTC_ZONE, one.at)
    return came


@modest
@given(move=moves(), local=st.times(), second=moves(), later_min=st.integers(0, 3 * 1440))
def test_moves_in_the_middle_of_a_day_neither_repeat_nor_lose_a_slot(
    move: Move, local: time, second: Move, later_min: int
) -> None:
    wish, rule, minutes = move
    began_at = datetime.combine(MONDAY, time(0), UTC)
    first_at = datetime.combine(MONDAY + timedelta(days=2), local, UTC)
    then_at = first_at + timedelta(minutes=later_min)
    until_at = then_at + timedelta(days=5)
    again = second[2] if day_times(wish, AWAKE, rule).fits(second[2]) else rule.names

    once = moved_in(rule, wish, minutes, first_at)
    twice = moved_in(once, wish, again, then_at)
    came = lived([(began_at, rule), (first_at, once), (then_at, twice)], until_at)

    # The same names, day after day, as if nothing had been moved; and time goes forward.
    named = upcoming(rule, UTC_ZONE, began_at, len(came))
    assert [one.local_slot for one in came] == [one.local_slot for one in named]
    assert all(early.at < late.at for early, late in pairwise(came))


@modest
@given(move=moves(), reserved=st.integers(0, 24))
def test_moved_times_survive_being_kept_and_hold_while_just_their_names_would_come(
    move: Move, reserved: int
) -> None:
    wish, rule, minutes = move
    wish = replace(wish, moved=Moved(rule.names, minutes, MONDAY, rule.minutes))

    assert PostureWish.from_wish(wish.to_wish()) == wish
    again = plan_posture(wish, AWAKE, reserved).rule
    assert again is not None
    assert again.minutes == (minutes if again.names == rule.names else again.names)


@modest
@given(move=moves(), night=quiet_hours())
def test_moved_times_never_come_in_new_quiet_hours(move: Move, night: QuietHours) -> None:
    wish, rule, minutes = move
    wish = replace(wish, moved=Moved(rule.names, minutes, MONDAY, rule.minutes))

    after = plan_posture(wish, replace(AWAKE, quiet=night), 0).rule

    if after is not None:
        local_times = [time(m % 1440 // 60, m % 60) for m in after.minutes]
        assert not any(map(night.covers, local_times))


def test_random_histories_do_bring_offers() -> None:
    good = [Came(m, m < 720) for _ in range(10) for m in range(540, 1020, 60)]
    day = DayTimes(tuple(range(540, 1020, 60)), tuple(range(540, 1020, 60)), 540, 1020, None)

    assert better_hours(day, good) is not None
