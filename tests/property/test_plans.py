"""Steps after a session and reminders before one, at odd hours and while clocks change."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.appointment import TOO_CLOSE, reminders
from bot.domain.course import Attended, Course, next_in_course
from bot.domain.local_time import instant_of, local_of
from bot.domain.plan import (
    REST,
    After,
    Ask,
    Plan,
    Step,
    StepState,
    ends_in_silence,
    steps_after,
)
from bot.domain.rule import next_occasion
from bot.domain.zones import zone
from tests.property.test_rules import instants, quiet_hours, zones

modest = settings(derandomize=True, deadline=None, max_examples=200)
MINUTE = timedelta(minutes=1)
BERLIN = zone("Europe/Berlin")
TWELFTH_NIGHT = datetime.fromisoformat("2027-01-05")


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    days = sorted(draw(st.sets(st.integers(0, 30) | st.just(1), min_size=1, max_size=12)))
    minutes = st.integers(0, 1439)
    steps = [
        Step(day, draw(minutes), draw(st.sampled_from(Ask)), draw(st.sampled_from(After)))
        for day in days
    ]
    return Plan("p", "p", tuple(steps), sessions=6)


courses = st.none() | st.integers(1, 6).map(lambda place: Course(place, 6))
logged_ago = st.integers(0, 14 * 1440).map(lambda minutes: minutes * MINUTE)


@modest
@given(plan=plans(), held_at=instants, in_zone=zones, ago=logged_ago, course=courses)
def test_steps_come_in_their_order_and_never_in_the_past(plan, held_at, in_zone, ago, course):
    now_at = held_at + ago
    steps = steps_after(plan, held_at, in_zone, now_at, course)

    assert all(a.number < b.number for a, b in itertools.pairwise(steps))
    times = [step.at for step in steps if step.at is not None]
    assert all(a < b for a, b in itertools.pairwise(times))
    for step in steps:
        assert step.skipped == (step.at is None or step.at <= max(now_at, held_at))


@modest
@given(plan=plans(), held_at=instants, in_zone=zones)
def test_day_one_never_comes_within_sixteen_hours_and_moves_only_then(plan, held_at, in_zone):
    for step in steps_after(plan, held_at, in_zone, held_at):
        asked = plan.steps[step.number - 1]
        if asked.day != 1:
            assert step.minute == asked.minute
            continue
        assert step.at is not None
        assert step.at - held_at >= REST
        if step.minute != asked.minute:
            assert step.minute == 18 * 60
            wanted_at = instant_of(
                datetime.combine(step.local_day, datetime.min.time()) + asked.minute * MINUTE,
                in_zone,
            )
            assert wanted_at is not None
            assert wanted_at - held_at < REST


@modest
@given(plan=plans(), held_at=instants, in_zone=zones, ago=logged_ago)
def test_when_a_session_is_logged_changes_what_is_skipped_and_nothing_else(
    plan, held_at, in_zone, ago
):
    at_once = steps_after(plan, held_at, in_zone, held_at)
    later = steps_after(plan, held_at, in_zone, held_at + ago)

    assert [(s.number, s.local_day, s.minute, s.at) for s in at_once] == [
        (s.number, s.local_day, s.minute, s.at) for s in later
    ]
    assert all(b.skipped for a, b in zip(at_once, later, strict=True) if a.skipped)


@modest
@given(
    plan=plans(),
    # Far from any change of clocks, in every zone of the list.
    local_held=st.integers(0, 1439).map(lambda minute: TWELFTH_NIGHT + minute * MINUTE),
    one=zones,
    other=zones,
)
def test_the_same_wall_time_has_the_same_steps_in_every_zone(plan, local_held, one, other):
    def days_in(in_zone):
        held_at = instant_of(local_held, in_zone)
        return [(s.local_day, s.minute) for s in steps_after(plan, held_at, in_zone, held_at)][:3]

    assert days_in(one) == days_in(other)


@modest
@given(plan=plans(), held_at=instants, in_zone=zones, moves_to=zones)
def test_a_step_keeps_its_day_and_minute_wherever_its_member_goes(plan, held_at, in_zone, moves_to):
    for step in steps_after(plan, held_at, in_zone, held_at):
        # A day and a half is more than any two zones are apart.
        occasion = next_occasion(step.rule, moves_to, held_at - timedelta(days=2))
        assert occasion is not None
        assert occasion.local_slot.date() == step.local_day
        assert occasion.local_slot.hour * 60 + occasion.local_slot.minute == step.minute


@modest
@given(plan=plans())
def test_a_course_asks_for_the_next_session_until_the_last_and_not_after(plan):
    held_at = datetime.fromisoformat("2026-11-23T14:00+00:00")
    for place in range(1, 7):
        asked = {
            plan.steps[s.number - 1].after
            for s in steps_after(plan, held_at, BERLIN, held_at, Course(place, 6))
        }
        assert (After.LAST in asked) <= (place == 6)
        assert (After.NOT_LAST in asked) <= (place < 6)


@modest
@given(gaps=st.lists(st.tuples(st.integers(1, 90), st.integers(2, 12)), max_size=30))
def test_places_in_a_course_go_up_by_one_or_begin_anew(gaps):
    held_at = datetime.fromisoformat("2026-01-05T14:00+00:00")
    before = None
    for days, sessions in gaps:
        held_at += timedelta(days=days)
        course = next_in_course(before, held_at, sessions)
        assert course.sessions == sessions
        if course.place != 1:
            assert before is not None
            assert before.course is not None
            assert course.place == before.course.place + 1
            assert not before.course.is_last
        before = Attended(held_at, course)


silences = st.lists(st.sampled_from(StepState), max_size=12)


@modest
@given(replies=silences, next_is_due=st.booleans())
def test_an_answer_never_ends_a_plan_and_ends_every_silence(replies, next_is_due):
    assert not ends_in_silence([*replies, StepState.ANSWERED], next_is_due=next_is_due)
    once_more = [*replies, StepState.ANSWERED, StepState.UNANSWERED]
    assert not ends_in_silence(once_more, next_is_due=next_is_due)
    assert ends_in_silence([*once_more, StepState.UNANSWERED], next_is_due=next_is_due)


@modest
@given(replies=silences, next_is_due=st.booleans(), place=st.integers(0, 12))
def test_what_never_came_makes_no_difference(replies, next_is_due, place):
    with_gap = [*replies[:place], StepState.MISSED, *replies[place:], StepState.PENDING]
    assert ends_in_silence(with_gap, next_is_due=next_is_due) == ends_in_silence(
        replies, next_is_due=next_is_due
    )


@modest
@given(replies=silences)
def test_who_is_given_more_time_is_never_left_earlier(replies):
    assert ends_in_silence(replies, next_is_due=True) or not ends_in_silence(replies)


@modest
@given(
    starts_at=instants,
    quiet=st.none() | quiet_hours(),
    in_zone=zones,
    booked_before=st.integers(0, 4 * 1440).map(lambda minutes: minutes * MINUTE),
)
def test_reminders_come_in_time_awake_apart_and_at_least_once(
    starts_at, quiet, in_zone, booked_before
):
    now_at = starts_at - booked_before
    found = reminders(starts_at, quiet, in_zone, now_at)

    for each in found:
        assert now_at < each.at <= starts_at - each.before_min * MINUTE
        assert quiet is None or not quiet.covers(local_of(each.at, in_zone))
    assert all(b.at - a.at >= TOO_CLOSE for a, b in itertools.pairwise(found))
    assert len({each.before_min for each in found}) == len(found)
    alone = [reminders(starts_at, quiet, in_zone, now_at, (minutes,)) for minutes in (1440, 120)]
    assert bool(found) == any(alone)


@modest
@given(starts_at=instants, quiet=quiet_hours(), in_zone=zones)
def test_a_moved_reminder_is_the_last_minute_before_it_gets_quiet(starts_at, quiet, in_zone):
    for each in reminders(starts_at, quiet, in_zone, starts_at - timedelta(days=9)):
        wanted_at = starts_at - each.before_min * MINUTE
        if each.at == wanted_at:
            continue
        assert quiet.covers(local_of(wanted_at, in_zone))
        assert quiet.covers(local_of(each.at + MINUTE, in_zone))


@modest
@given(starts_at=instants, quiet=quiet_hours(), in_zone=zones, later=st.integers(1, 3000))
def test_a_reminder_that_is_still_to_come_stays_where_it_is(starts_at, quiet, in_zone, later):
    now_at = starts_at - timedelta(days=9)
    first = reminders(starts_at, quiet, in_zone, now_at)
    again = reminders(starts_at, quiet, in_zone, now_at + later * MINUTE)
    still = [each for each in first if each.at > now_at + later * MINUTE]
    assert list(again[len(again) - len(still) :]) == still
