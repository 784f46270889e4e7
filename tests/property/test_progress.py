"""Progress over any history: many zones, clock changes, days with none, one and many answers.

The model counts by hand: it walks over the dates and looks at every answer for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.check_in import STRESS, TENSION
from bot.domain.local_time import local_of
from bot.domain.progress import (
    ENOUGH,
    PERIODS,
    SHOWN,
    Compared,
    Middle,
    Progress,
    Score,
    Trend,
    earliest_needed,
    progress_of,
)
from bot.domain.zones import zone

# Both changes of Berlin's and New York's clocks of 2026 lie within a hundred days of one of these.
BEGINNINGS = [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 9, 20, tzinfo=UTC)]
ZONES = [
    zone(name)
    for name in (
        "Europe/Berlin",
        "America/New_York",
        "Pacific/Kiritimati",
        "Pacific/Niue",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "UTC",
    )
]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Life:
    """What a member answered, where, and what their day is now."""

    scores: list[Score]
    sessions: list[date]
    local_today: date

    @property
    def local_began(self) -> date | None:
        return min((score.local_at.date() for score in self.scores), default=None)

    def seen(self, period_days: int) -> Progress:
        """As the store would hand it over: nothing from before what is needed."""
        earliest = earliest_needed(self.local_today, period_days)
        return progress_of(
            [score for score in self.scores if score.local_at.date() >= earliest],
            [day for day in self.sessions if day >= earliest],
            local_today=self.local_today,
            period_days=period_days,
            local_began=self.local_began,
        )


@st.composite
def lives(draw: st.DrawFn) -> Life:
    began_at = draw(st.sampled_from(BEGINNINGS))
    minutes = st.integers(0, 100 * 1440)
    moves = draw(st.lists(st.tuples(minutes, st.sampled_from(ZONES)), max_size=4))
    moves.sort(key=lambda one: one[0])
    home = draw(st.sampled_from(ZONES))

    def where(minute: int) -> ZoneInfo:
        return ([home] + [there for moved, there in moves if moved <= minute])[-1]

    value = st.integers(0, 10)
    # A few days with many answers, and answers anywhere.
    crowds = draw(st.lists(st.tuples(st.integers(0, 99), st.lists(value, max_size=6)), max_size=6))
    at = [(day * 1440 + 180 * n, v, v) for day, values in crowds for n, v in enumerate(values)]
    at += draw(st.lists(st.tuples(minutes, value, st.none() | value), max_size=60))
    scores = []
    for minute, tension, stress in sorted(at, key=lambda one: one[0]):
        local_at = local_of(began_at + timedelta(minutes=minute), where(minute))
        scores.append(Score(local_at, TENSION, tension))
        if stress is not None:
            scores.append(Score(local_at, STRESS, stress))
    end = max([draw(minutes), *(one[0] for one in at)])
    local_today = local_of(began_at + timedelta(minutes=end), where(end)).date()
    days = st.integers(0, 99).map(lambda ago: local_today - ago * DAY)
    return Life(scores, draw(st.lists(days, max_size=5)), local_today)


def middle(values: Iterable[float]) -> float:
    """A median, by hand."""
    rest = sorted(values)
    while len(rest) > 2:
        rest = rest[1:-1]
    return sum(rest) / len(rest)


def value_of(life: Life, question: str, day: date) -> float | None:
    """A day's value, by hand."""
    values = [s.value for s in life.scores if s.question == question and s.local_at.date() == day]
    return middle(values) if values else None


def values_of(life: Life, question: str, first: date, last: date) -> list[float | None]:
    days = [first + number * DAY for number in range((last - first).days + 1)]
    return [value_of(life, question, day) for day in days]


def side(life: Life, question: str, first: date, last: date) -> Middle:
    known = [value for value in values_of(life, question, first, last) if value is not None]
    return Middle(middle(known) if known else None, len(known))


periods = st.sampled_from(PERIODS)


# One answer, on the day on which Berlin's clocks skip an hour.
SKIPPED = Life(
    [Score(datetime.fromisoformat("2026-03-29T03:00"), TENSION, 0)], [], date(2026, 3, 29)
)


@given(lives(), periods)
@example(SKIPPED, 7)
def test_every_day_has_the_median_of_the_answers_that_its_own_clock_dated(
    life: Life, period_days: int
) -> None:
    progress = life.seen(period_days)

    for curve in progress.curves:
        by_hand = values_of(life, curve.question, progress.local_first, progress.local_last)
        assert list(curve.days) == by_hand


@given(lives(), periods)
def test_no_answer_of_the_period_is_lost_or_counted_twice(life: Life, period_days: int) -> None:
    progress = life.seen(period_days)
    dates = [score.local_at.date() for score in life.scores if score.question == TENSION]

    assert progress.answers == sum(day >= progress.local_first for day in dates)
    assert progress.local_last == max([*dates, life.local_today])
    assert progress.active_days == len({day for day in dates if day >= progress.local_first})


@given(lives(), periods)
def test_weekly_medians_are_right_and_only_there_with_enough_days(
    life: Life, period_days: int
) -> None:
    for curve in life.seen(period_days).curves:
        for week in curve.weeks:
            by_hand = side(life, curve.question, week.local_first, week.local_last)
            assert week.middle == by_hand
            assert (week.middle.enough is None) == (by_hand.days < ENOUGH)


@given(lives(), periods)
def test_weeks_lie_side_by_side_and_end_with_the_last_day(life: Life, period_days: int) -> None:
    progress = life.seen(period_days)

    for curve in progress.curves:
        assert curve.weeks[-1].local_last == progress.local_last
        for week, after in zip(curve.weeks, curve.weeks[1:], strict=False):
            assert week.local_last + DAY == after.local_first
        assert curve.weeks[0].local_first - progress.local_first < ENOUGH * DAY


@given(lives(), periods)
def test_a_period_is_held_against_the_one_before_by_hand_too(life: Life, period_days: int) -> None:
    progress = life.seen(period_days)
    last = progress.local_last
    length = period_days * DAY

    for curve in progress.curves:
        before = side(life, curve.question, last - 2 * length + DAY, last - length)
        now = side(life, curve.question, last - length + DAY, last)
        assert curve.compared == Compared(before, now)


@given(lives(), periods)
def test_no_verdict_rests_on_answers_of_fewer_than_three_days_or_on_noise(
    life: Life, period_days: int
) -> None:
    progress = life.seen(period_days)
    around = [each for session in progress.around for each in session.compared.values()]

    for compared in [*(curve.compared for curve in progress.curves), *around]:
        before, now = compared.before, compared.now
        if before.value is None or now.value is None or min(before.days, now.days) < ENOUGH:
            assert compared.trend is Trend.UNKNOWN
        elif abs(now.value - before.value) < max(2, 0.3 * before.value - 1e-9):
            assert compared.trend is Trend.SIMILAR
        else:
            assert compared.trend is (Trend.LOWER if now.value < before.value else Trend.HIGHER)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 10), periods)
def test_a_single_score_gives_no_verdict_and_no_median_of_a_week(
    day: date, value: int, period_days: int
) -> None:
    at = datetime.combine(day, datetime.min.time())
    progress = Life([Score(at, TENSION, value)], [day, day - DAY, day + DAY], day).seen(period_days)

    for curve in progress.curves:
        assert curve.compared.trend is Trend.UNKNOWN
        assert all(week.middle.enough is None for week in curve.weeks)
    for around in progress.around:
        assert {each.trend for each in around.compared.values()} == {Trend.UNKNOWN}


@given(lives(), periods, st.sampled_from(ZONES))
def test_moving_to_another_zone_moves_no_answer(
    life: Life, period_days: int, elsewhere: ZoneInfo
) -> None:
    now_at = datetime.combine(life.local_today, datetime.min.time(), UTC) + DAY / 2
    moved = Life(life.scores, life.sessions, local_of(now_at, elsewhere).date())
    dated = {score.local_at.date() for score in life.scores}

    progress = moved.seen(period_days)

    for curve in progress.curves:
        for number, value in enumerate(curve.days):
            day = progress.local_first + number * DAY
            assert value == value_of(life, curve.question, day)
            assert value is None or day in dated


@given(lives(), periods)
def test_on_both_sides_of_a_session_the_days_are_the_nearest_seven_without_a_session(
    life: Life, period_days: int
) -> None:
    progress = life.seen(period_days)
    known = {day for day in life.sessions if day >= earliest_needed(life.local_today, period_days)}

    for around in progress.around:
        for question in SHOWN:
            for found, sign in (
                (around.compared[question].before, -1),
                (around.compared[question].now, 1),
            ):
                days = [around.local_day + sign * n * DAY for n in range(1, 8)]
                values = [value_of(life, question, day) for day in days if day not in known]
                answered = [value for value in values if value is not None]
                assert found == Middle(middle(answered) if answered else None, len(answered))
