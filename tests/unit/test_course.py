"""Where a session stands in a course, given the one before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.course import LONGEST_BREAK, Attended, Course, next_in_course

NOW_AT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def after(place: int, of: int, *, ago: timedelta = WEEK) -> Attended:
    return Attended(NOW_AT - ago, Course(place, of))


def test_the_first_session_of_all_begins_a_course() -> None:
    assert next_in_course(None, NOW_AT, 6) == Course(1, 6)


def test_a_session_outside_any_course_does_not_count_as_its_first() -> None:
    assert next_in_course(Attended(NOW_AT - WEEK, None), NOW_AT, 6) == Course(1, 6)


def test_six_weekly_sessions_are_a_course_of_six_and_the_seventh_begins_another() -> None:
    places = []
    before, held_at = None, NOW_AT
    for _ in range(7):
        course = next_in_course(before, held_at, 6)
        places.append(course.place)
        before, held_at = Attended(held_at, course), held_at + WEEK

    assert places == [1, 2, 3, 4, 5, 6, 1]


def test_a_course_made_longer_on_the_way_goes_on_where_it_stood() -> None:
    assert next_in_course(after(4, 6), NOW_AT, 8) == Course(5, 8)


def test_a_course_made_shorter_goes_on_while_there_is_room() -> None:
    assert next_in_course(after(2, 6), NOW_AT, 4) == Course(3, 4)
    assert next_in_course(after(4, 6), NOW_AT, 4) == Course(1, 4)


def test_a_finished_course_is_never_made_longer_afterwards() -> None:
    assert next_in_course(after(6, 6), NOW_AT, 8) == Course(1, 8)


def test_a_course_left_for_too_long_begins_anew() -> None:
    second = timedelta(seconds=1)
    assert next_in_course(after(2, 6, ago=LONGEST_BREAK), NOW_AT, 6) == Course(3, 6)
    assert next_in_course(after(2, 6, ago=LONGEST_BREAK + second), NOW_AT, 6) == Course(1, 6)


def test_only_the_last_place_is_the_last() -> None:
    assert [Course(place, 3).is_last for place in (1, 2, 3)] == [False, False, True]


@pytest.mark.parametrize(("place", "sessions"), [(0, 3), (4, 3), (-1, 1)])
def test_a_place_outside_its_course_is_refused(place: int, sessions: int) -> None:
    with pytest.raises(ValueError, match="place"):
        Course(place, sessions)
