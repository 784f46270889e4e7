"""Plans: on which days the questions after a session come, and which of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.course import Course
from bot.domain.plan import ANSWERS, After, Ask, Plan, PlannedStep, Step, is_wanted, steps_after
from bot.domain.rule import next_occasion
from bot.domain.zones import zone

BERLIN = zone("Europe/Berlin")
TEN, SIX_PM = 10 * 60, 18 * 60
USUAL = Plan(
    "after-a-session",
    "After a session",
    (
        Step(1, TEN, Ask.SORENESS),
        Step(3, TEN, Ask.SCORES),
        Step(7, TEN, Ask.REVIEW),
        Step(21, TEN, Ask.CONTINUE),
    ),
)
COURSE = Plan(
    "course-6",
    "Course of 6 sessions",
    (
        Step(1, TEN, Ask.SORENESS),
        Step(4, TEN, Ask.BOOK_NEXT, After.NOT_LAST),
        Step(7, TEN, Ask.REVIEW, After.LAST),
    ),
    sessions=6,
)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def after(
    held: str, now: str | None = None, plan: Plan = USUAL, course: Course | None = None
) -> tuple[PlannedStep, ...]:
    return steps_after(plan, berlin(held), BERLIN, berlin(now or held), course)


def when(steps: tuple[PlannedStep, ...]) -> list[str]:
    """When the steps come that are not skipped, by the clock in Berlin."""
    return [
        step.at.astimezone(BERLIN).strftime("%m-%d %H:%M")
        for step in steps
        if step.at is not None and not step.skipped
    ]


# Days and times


def test_the_usual_plan_asks_on_days_one_three_seven_and_twenty_one_at_ten() -> None:
    steps = after("2026-11-23 14:00")

    assert when(steps) == ["11-24 10:00", "11-26 10:00", "11-30 10:00", "12-14 10:00"]
    assert [step.number for step in steps] == [1, 2, 3, 4]
    assert [step.ask for step in steps] == [Ask.SORENESS, Ask.SCORES, Ask.REVIEW, Ask.CONTINUE]


@pytest.mark.parametrize(
    ("held", "first"),
    [
        ("2026-11-23 00:00", "11-24 10:00"),
        ("2026-11-23 17:59", "11-24 10:00"),
        ("2026-11-23 18:00", "11-24 10:00"),
        ("2026-11-23 18:01", "11-24 18:00"),
        ("2026-11-23 23:59", "11-24 18:00"),
    ],
)
def test_day_one_comes_sixteen_hours_after_the_session_or_at_six(held: str, first: str) -> None:
    assert when(after(held))[0] == first


def test_only_day_one_waits_for_six_o_clock() -> None:
    evening = Plan("x", "x", (Step(0, 21 * 60, Ask.SCORES), Step(2, 60, Ask.REVIEW)))
    assert when(after("2026-11-23 20:00", plan=evening)) == ["11-23 21:00", "11-25 01:00"]


def test_a_day_one_later_than_six_keeps_its_time() -> None:
    late = Plan("x", "x", (Step(1, 19 * 60, Ask.SORENESS),))
    assert when(after("2026-11-23 23:00", plan=late)) == ["11-24 19:00"]


def test_sixteen_hours_are_real_hours_on_the_night_clocks_change() -> None:
    # Until ten the clock shows 16 hours in spring and 15 in autumn; real are 15 and 16.
    assert when(after("2026-03-28 18:00"))[0] == "03-29 18:00"
    assert when(after("2026-10-24 19:00"))[0] == "10-25 10:00"


def test_a_step_keeps_its_hour_when_clocks_have_changed_since() -> None:
    assert when(after("2026-03-25 12:00")) == [
        "03-26 10:00",
        "03-28 10:00",
        "04-01 10:00",
        "04-15 10:00",
    ]


def test_days_are_the_members_own() -> None:
    held_at = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

    in_berlin = steps_after(USUAL, held_at, BERLIN, held_at)
    in_auckland = steps_after(USUAL, held_at, zone("Pacific/Auckland"), held_at)

    assert in_berlin[0].local_day == date(2026, 11, 24)
    # It was already the 24th there.
    assert in_auckland[0].local_day == date(2026, 11, 25)


def test_a_day_that_a_zone_left_out_has_no_step() -> None:
    apia = zone("Pacific/Apia")
    held_at = datetime(2011, 12, 30, 0, 0, tzinfo=UTC)  # the 29th there; the 30th never was

    steps = steps_after(USUAL, held_at, apia, held_at)

    assert steps[0].local_day == date(2011, 12, 30)
    assert (steps[0].at, steps[0].skipped) == (None, True)
    assert not any(step.skipped for step in steps[1:])


def test_a_steps_rule_fires_once_when_the_step_was_planned() -> None:
    held_at = berlin("2026-11-23 14:00")
    step = after("2026-11-23 14:00")[0]

    occasion = next_occasion(step.rule, BERLIN, held_at)

    assert occasion is not None
    assert occasion.at == step.at
    assert occasion.local_slot == datetime.combine(date(2026, 11, 24), time(10))
    assert next_occasion(step.rule, BERLIN, occasion.at) is None


# Logged later


def test_steps_already_past_are_skipped_and_still_shown() -> None:
    steps = after("2026-11-23 14:00", now="2026-11-27 09:00")

    assert [step.skipped for step in steps] == [True, True, False, False]
    assert when(steps) == ["11-30 10:00", "12-14 10:00"]


def test_a_step_of_this_very_minute_is_past() -> None:
    assert after("2026-11-23 14:00", now="2026-11-24 10:00")[0].skipped
    assert not after("2026-11-23 14:00", now="2026-11-24 09:59")[0].skipped


def test_a_step_before_its_own_session_never_comes() -> None:
    # Day 0 at ten, after a session at two: also where the log is made in the morning.
    same_day = Plan("x", "x", (Step(0, TEN, Ask.SCORES),))
    assert after("2026-11-23 14:00", now="2026-11-23 08:00", plan=same_day)[0].skipped


# Courses


@pytest.mark.parametrize(
    ("course", "asked"),
    [
        (Course(2, 6), [(1, Ask.SORENESS), (2, Ask.BOOK_NEXT)]),
        (Course(6, 6), [(1, Ask.SORENESS), (3, Ask.REVIEW)]),
        (None, [(1, Ask.SORENESS), (3, Ask.REVIEW)]),
    ],
    ids=["on the way", "the last", "without a place, the only one"],
)
def test_a_course_asks_to_book_on_the_way_and_reviews_after_its_last_session(
    course: Course | None, asked: list[tuple[int, Ask]]
) -> None:
    steps = after("2026-11-23 14:00", plan=COURSE, course=course)
    assert [(step.number, step.ask) for step in steps] == asked


@pytest.mark.parametrize(
    ("booked", "invitations", "wanted"),
    [(False, True, True), (True, True, False), (False, False, False), (True, False, False)],
)
def test_the_nudge_to_book_needs_invitations_and_nothing_booked(
    booked: bool, invitations: bool, wanted: bool
) -> None:
    assert is_wanted(Ask.BOOK_NEXT, booked=booked, invitations=invitations) is wanted


@pytest.mark.parametrize("ask", [ask for ask in Ask if ask is not Ask.BOOK_NEXT])
def test_every_other_question_is_asked_whether_or_not_something_is_booked(ask: Ask) -> None:
    assert is_wanted(ask, booked=True, invitations=False)


# What a plan knows of itself


def test_a_step_is_found_by_its_number_and_one_taken_out_since_is_none() -> None:
    assert USUAL.step(1) == USUAL.steps[0]
    assert USUAL.step(4) == USUAL.steps[3]
    assert (USUAL.step(0), USUAL.step(5), USUAL.step(-1)) == (None, None, None)


def test_warning_signs_stay_on_every_question_for_a_week() -> None:
    assert [step.warns for step in USUAL.steps] == [True, True, True, False]


def test_plans_ask_the_same_whatever_their_words_are() -> None:
    german = Plan(
        "anders", "Nach der Sitzung", (Step(1, TEN, Ask.SORENESS, text="Na?"), *USUAL.steps[1:])
    )
    assert german.asks_as(USUAL)
    assert not Plan("x", "x", USUAL.steps[:3]).asks_as(USUAL)
    assert not Plan("x", "x", USUAL.steps, sessions=4).asks_as(USUAL)
    moved = (Step(1, SIX_PM, Ask.SORENESS), *USUAL.steps[1:])
    assert not Plan("x", "x", moved).asks_as(USUAL)


def test_every_question_has_its_answers_and_only_scores_are_asked_elsewhere() -> None:
    assert set(ANSWERS) == set(Ask)
    assert [ask for ask, answers in ANSWERS.items() if not answers] == [Ask.SCORES]


def test_no_answer_stands_for_two_things() -> None:
    for answers in ANSWERS.values():
        assert len(set(answers)) == len(answers)
