"""Rules, quiet hours and instants against a model that lives through every minute."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.local_time import instant_of, local_of
from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import (
    EveryWeeks,
    MonthDay,
    OneDate,
    Rule,
    Weekdays,
    latest_occasion,
    next_occasion,
    rule_from_json,
    rule_to_json,
    spread,
    upcoming,
    window_minutes,
    without_quiet,
)
from bot.domain.zones import zone
from tests.property.wall_clock_model import (
    DAY,
    MINUTE,
    falls_on,
    lived_minutes,
    occasions_lived_through,
    quiet_lived_through,
    utc,
)

modest = settings(derandomize=True, deadline=None, max_examples=120)

# Where clocks change by an hour, half an hour or two, or backwards in winter; and where they don't.
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll",
    "Africa/Casablanca", "Europe/Dublin", "America/Nuuk", "Africa/Cairo", "Asia/Gaza",
    "Pacific/Chatham", "America/Havana", "Asia/Kathmandu", "UTC",
)  # fmt: skip
CHANGES_NEAR = (
    "2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01",
    "2027-02-07", "2027-03-14", "2027-03-28", "2028-10-29",
)  # fmt: skip

zones = st.sampled_from(ZONES).map(zone)
dates = st.dates(date(2026, 1, 1), date(2028, 12, 31))
near_changes = st.builds(
    lambda day, minutes: utc(day) + minutes * MINUTE,
    st.sampled_from(CHANGES_NEAR),
    st.integers(-2 * 1440, 2 * 1440),
)
any_minute = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, tzinfo=UTC) + minute * MINUTE,
    dates,
    st.integers(0, 1439),
)
instants = near_changes | any_minute
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days = st.one_of(
    st.frozensets(st.integers(0, 6), min_size=1).map(Weekdays),
    st.just(Weekdays(frozenset(range(7)))),
    dates.map(OneDate),
    st.builds(EveryWeeks, dates, st.integers(1, 5)),
    st.integers(1, 31).map(MonthDay),
)
small_hours = st.integers(0, 240)
minutes = st.one_of(
    st.builds(
        lambda start, offsets: tuple(sorted({start + offset for offset in offsets})),
        st.integers(0, 1440),
        st.sets(st.integers(0, 1439), min_size=1, max_size=12),
    ),
    st.sets(small_hours, min_size=1, max_size=30).map(lambda found: tuple(sorted(found))),
    st.builds(
        lambda every, start, length: tuple(range(start, start + length, every)),
        st.sampled_from((1, 20, 45, 60)),
        st.integers(0, 1439),
        st.integers(1, 300),
    ),
)


@st.composite
def moved_rules(draw: st.DrawFn) -> Rule:
    """Times that have been moved away from their slots' names, perhaps from some day on."""
    start, number = draw(st.integers(0, 1440)), draw(st.integers(1, 10))
    some = st.sets(st.integers(0, 1439), min_size=number, max_size=number) | st.sets(
        st.integers(0, 60), min_size=number, max_size=number
    )
    moved, names, before = (
        tuple(sorted(start + offset for offset in draw(some))) for _ in range(3)
    )
    return Rule(
        draw(days), moved, names, draw(st.none() | dates), draw(st.sampled_from((before, ())))
    )


rules = st.builds(Rule, days, minutes) | moved_rules()


def quiet_hours() -> st.SearchStrategy[QuietHours]:
    # Half of them begin or end while clocks change, which is at night.
    night = st.builds(time, st.integers(0, 4), st.sampled_from((0, 10, 30, 45)))
    either = times | night
    ends = st.tuples(either, either).filter(lambda pair: pair[0] != pair[1])
    return ends.map(lambda pair: QuietHours(*pair))


@modest
@given(rule=rules, in_zone=zones, after_at=instants, length_min=st.integers(60, 3 * 1440))
def test_nothing_is_missed_doubled_or_early(rule, in_zone, after_at, length_min):
    steps = lived_minutes(in_zone, after_at - DAY, length_min + 1440)
    lived = [o for o in occasions_lived_through(rule, steps) if o.at > after_at]

    found = upcoming(rule, in_zone, after_at, len(lived) + 1)

    until_at = steps[-1][0]
    assert list(found[: len(lived)]) == lived
    assert all(occasion.at > until_at for occasion in found[len(lived) :])


@modest
@given(rule=rules, in_zone=zones, after_at=instants)
def test_instants_and_slots_only_ever_go_forward(rule, in_zone, after_at):
    found = upcoming(rule, in_zone, after_at, 40)

    instants_found = [after_at, *(occasion.at for occasion in found)]
    slots = [occasion.local_slot for occasion in found]
    assert all(a < b for a, b in itertools.pairwise(instants_found))
    assert all(a < b for a, b in itertools.pairwise(slots))


@modest
@given(rule=rules, in_zone=zones, at=instants)
def test_the_latest_occasion_is_the_one_before_the_next(rule, in_zone, at):
    latest = latest_occasion(rule, in_zone, at)
    following = next_occasion(rule, in_zone, at)

    if latest is None:
        assert following is None or latest_occasion(rule, in_zone, following.at) == following
        return
    assert latest.at <= at
    assert next_occasion(rule, in_zone, latest.at) == following
    assert latest_occasion(rule, in_zone, latest.at) == latest


@modest
@given(of=days, day=dates)
def test_the_first_and_last_day_are_those_found_by_walking(of, day):
    ahead = [day + n * DAY for n in range(2000) if falls_on(of, day + n * DAY)]
    behind = [day - n * DAY for n in range(2000) if falls_on(of, day - n * DAY)]

    assert of.first_from(day) == (ahead[0] if ahead else None)
    assert of.last_until(day) == (behind[0] if behind else None)


@modest
@given(rule=rules)
def test_a_rule_survives_being_written_down(rule):
    assert rule_from_json(rule_to_json(rule)) == rule


keys = st.sampled_from(
    (
        "minutes",
        "names",
        "before",
        "moved_from",
        "weekdays",
        "date",
        "first",
        "weeks",
        "month_day",
        "x",
    )
)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=8,
)


@modest
@given(text=st.text(max_size=60) | st.dictionaries(keys, plain, max_size=4).map(json.dumps))
@example("[" * 100_000)
@example('{"minutes":[1],"month_day":' + "9" * 10_000 + "}")
def test_anything_else_is_refused_as_a_rule_or_read_as_one(text):
    try:
        rule = rule_from_json(text)
    except ValueError:
        return
    assert rule_from_json(rule_to_json(rule)) == rule


@modest
@given(in_zone=zones, at=instants)
def test_an_instant_comes_back_from_its_wall_time_unless_shown_before(in_zone, at):
    back_at = instant_of(local_of(at, in_zone), in_zone)

    assert back_at is not None
    assert back_at == at or (back_at < at and local_of(back_at, in_zone) == local_of(at, in_zone))


@modest
@given(in_zone=zones, at=instants, step_min=st.integers(1, 300))
def test_a_later_wall_time_is_never_an_earlier_instant(in_zone, at, step_min):
    local = local_of(at, in_zone)

    earlier = instant_of(local, in_zone)
    later = instant_of(local + timedelta(minutes=step_min), in_zone)

    assert earlier is not None
    assert later is not None
    assert earlier <= later


@modest
@given(quiet=quiet_hours(), in_zone=zones, at=instants)
def test_quiet_hours_end_when_a_watcher_sees_them_end(quiet, in_zone, at):
    steps = lived_minutes(in_zone, at, 1440 + 180)

    assert quiet.ends_at(at, in_zone) == quiet_lived_through(quiet, steps)


@modest
@given(
    every=st.integers(1, 300),
    ends=st.tuples(times, times).filter(lambda pair: pair[0] != pair[1]),
    quiet=quiet_hours(),
    limit=st.integers(1, 24),
)
def test_a_window_thinned_twice_keeps_to_window_quiet_and_limit(every, ends, quiet, limit):
    window = window_minutes(every, *ends)
    loud = without_quiet(window, quiet)
    kept = spread(loud, limit)

    inside = QuietHours(*ends)
    walls = [time(minute % 1440 // 60, minute % 60) for minute in kept]
    assert all(inside.covers(wall) and not quiet.covers(wall) for wall in walls)
    assert len(kept) == min(limit, len(loud))
    assert set(kept) <= set(window)
    assert kept[:1] == loud[:1]
    assert not kept or Rule(MonthDay(1), kept).minutes == kept
