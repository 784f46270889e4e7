"""What a follow-up and an appointment keep, and when an answer says that somebody feels worse."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.booking import AppointmentWish, starts_at_of
from bot.domain.case import Reason
from bot.domain.course import Course
from bot.domain.follow_up import RISE, FollowUpWish, Reply, rose
from bot.domain.plan import Ask
from bot.domain.session import SessionId

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WISH = FollowUpWish("course-6", 2, Ask.BOOK_NEXT, 4, Course(2, 6))
APPOINTMENT = AppointmentWish(
    SessionId(3),
    1,
    AT,
    datetime(2026, 11, 23, 9, 0),  # noqa: DTZ001 - a wall time
    "Europe/Berlin",
    60,
)


@pytest.mark.parametrize("wish", [WISH, FollowUpWish("x", 1, Ask.SORENESS, 1)])
def test_a_follow_up_comes_back_from_the_database_as_it_was(wish: FollowUpWish) -> None:
    assert FollowUpWish.from_wish(json.loads(json.dumps(wish.to_wish()))) == wish


@pytest.mark.parametrize("length_min", [60, None])
def test_an_appointment_comes_back_from_the_database_as_it_was(length_min: int | None) -> None:
    wish = AppointmentWish(SessionId(3), 1, AT, APPOINTMENT.local_at, "Europe/Berlin", length_min)

    kept = json.loads(json.dumps(wish.to_wish()))

    assert AppointmentWish.from_wish(kept) == wish
    assert starts_at_of(kept) == AT


def test_what_is_neither_is_refused() -> None:
    for wish in ({}, {"plan": "x"}, {"plan": "x", "step": 1, "ask": "nonsense", "day": 1}):
        with pytest.raises(ValueError, match=r"keeps|nonsense"):
            FollowUpWish.from_wish(wish)
    with pytest.raises(ValueError, match="keeps"):
        AppointmentWish.from_wish({"session": 1})
    assert starts_at_of({}) is None


@pytest.mark.parametrize("ask", list(Ask))
def test_the_warning_signs_are_on_everything_within_a_week(ask: Ask) -> None:
    assert all(FollowUpWish("x", 1, ask, day).warns for day in range(8))


def test_later_they_are_on_what_asks_about_the_body() -> None:
    later = {ask for ask in Ask if FollowUpWish("x", 1, ask, 8).warns}

    assert later == {Ask.SORENESS, Ask.SCORES, Ask.REVIEW}


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        ({"tension": 3}, {"tension": 6}, True),
        ({"tension": 3}, {"tension": 5}, False),
        ({"tension": 8}, {"tension": 2}, False),
        ({"comfort": 1}, {"comfort": 4}, True),
        ({"stress": 1}, {"stress": 9}, False),
        ({}, {"tension": 10}, False),
        ({"comfort": 0}, {"tension": 10}, False),
        ({"tension": 5, "comfort": 0}, {"tension": 4, "comfort": 3}, True),
    ],
)
def test_a_rise_of_three_in_what_the_body_feels_is_worse(
    before: dict[str, int], after: dict[str, int], worse: bool
) -> None:
    assert rose(before, after) is worse


@given(before=st.integers(0, 10), after=st.integers(0, 10))
def test_noise_below_three_is_never_worse(before: int, after: int) -> None:
    assert rose({"tension": before}, {"tension": after}) is (after - before >= RISE)


def test_all_that_a_client_can_say_is_a_reason_on_the_queue() -> None:
    assert {Reason(one.value) for one in Reply} == {
        Reason.CALL_ME,
        Reason.PRESSURE,
        Reason.HURTS,
        Reason.MOVE,
    }
