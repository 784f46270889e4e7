"""A session's life, and which sessions may be logged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.course import Attended, Course
from bot.domain.ids import ClinicId, MemberId
from bot.domain.session import (
    MAY_BECOME,
    Session,
    SessionId,
    SessionState,
    may_be_logged,
)

NOW_AT = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
BOOKED, HELD = SessionState.BOOKED, SessionState.HELD
NO_SHOW, CANCELLED = SessionState.NO_SHOW, SessionState.CANCELLED


def session(
    state: SessionState = BOOKED, length_min: int | None = None, course: Course | None = None
) -> Session:
    local_at = datetime.fromisoformat("2026-11-23 14:00")
    return Session(
        SessionId(1),
        ClinicId(1),
        MemberId(1),
        local_at,
        "Europe/Berlin",
        NOW_AT,
        state,
        length_min,
        course=course,
    )


@pytest.mark.parametrize("state", [HELD, NO_SHOW, CANCELLED])
def test_a_booked_session_may_become_anything_and_come_back(state: SessionState) -> None:
    assert session().may_become(state)
    assert session(state).may_become(BOOKED)


def test_who_was_marked_as_not_there_may_have_been_there_after_all() -> None:
    assert session(NO_SHOW).may_become(HELD)
    assert not session(HELD).may_become(NO_SHOW)


def test_a_cancelled_session_takes_place_only_if_it_is_booked_again() -> None:
    assert not session(CANCELLED).may_become(HELD)
    assert not session(CANCELLED).may_become(NO_SHOW)


@pytest.mark.parametrize("state", SessionState)
def test_nothing_becomes_what_it_is(state: SessionState) -> None:
    assert state not in MAY_BECOME[state]


def test_a_session_ends_as_long_after_as_it_takes_or_when_it_begins() -> None:
    assert session(length_min=60).ends_at == NOW_AT + timedelta(hours=1)
    assert session().ends_at == NOW_AT


def test_the_next_session_learns_when_this_was_and_where_in_its_course() -> None:
    assert session(HELD, course=Course(2, 6)).attended == Attended(NOW_AT, Course(2, 6))


@pytest.mark.parametrize(
    ("ago", "fine"),
    [
        (timedelta(0), True),
        (timedelta(days=14), True),
        (timedelta(days=14, seconds=1), False),
        (timedelta(seconds=-1), False),
    ],
)
def test_a_session_is_logged_up_to_fourteen_days_back_and_never_ahead(
    ago: timedelta, fine: bool
) -> None:
    assert may_be_logged(NOW_AT - ago, NOW_AT) is fine
