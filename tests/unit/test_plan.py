"""Plans: on which days the questions after a session come, and when nobody is asked any more."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.course import Course
from bot.domain.occurrence import State
from bot.domain.plan import (
    ANSWER_WITHIN,
    ANSWERS,
    After,
    Ask,
    Plan,
    PlannedStep,
    Reply,
    Step,
    ends_in_silence,
    is_wanted,
    reply_to,
    steps_after,
)
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


def test_a_session_logged_two_weeks_back_leaves_the_last_question() -> None:
    steps = after("2026-11-09 14:00", now="2026-11-23 14:00")
    assert [step.skipped for step in steps] == [True, True, True, False]


def test_a_step_of_this_very_minute_is_past() -> None:
    assert after("2026-11-23 14:00", now="2026-11-24 10:00")[0].skipped
    assert not after("2026-11-23 14:00", now="2026-11-24 09:59")[0].skipped


def test_a_step_before_its_own_session_never_comes() -> None:
    # Day 0 at ten, after a session at two: also where the log is made in the morning.
    same_day = Plan("x", "x", (Step(0, TEN, Ask.SCORES),))
    assert after("2026-11-23 14:00", now="2026-11-23 08:00", plan=same_day)[0].skipped


# Courses


def test_on_the_way_a_course_asks_to_book_the_next_and_has_no_review() -> None:
    steps = after("2026-11-23 14:00", plan=COURSE, course=Course(2, 6))
    assert [(step.number, step.ask) for step in steps] == [(1, Ask.SORENESS), (2, Ask.BOOK_NEXT)]


def test_after_its_last_session_a_course_has_its_review_and_nothing_to_book() -> None:
    steps = after("2026-11-23 14:00", plan=COURSE, course=Course(6, 6))
    assert [(step.number, step.ask) for step in steps] == [(1, Ask.SORENESS), (3, Ask.REVIEW)]


def test_without_a_place_in_a_course_a_session_is_its_only_one() -> None:
    steps = after("2026-11-23 14:00", plan=COURSE)
    assert [step.ask for step in steps] == [Ask.SORENESS, Ask.REVIEW]


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


# Silence

PENDING, OPEN, ANSWERED = Reply.PENDING, Reply.OPEN, Reply.ANSWERED
UNANSWERED, MISSED = Reply.UNANSWERED, Reply.MISSED


@pytest.mark.parametrize(
    ("replies", "ends"),
    [
        ([], False),
        ([UNANSWERED], False),
        ([UNANSWERED, PENDING, PENDING], False),
        ([UNANSWERED, UNANSWERED], True),
        ([UNANSWERED, UNANSWERED, PENDING], True),
        ([ANSWERED, UNANSWERED, UNANSWERED], True),
        ([UNANSWERED, ANSWERED], False),
        ([UNANSWERED, ANSWERED, UNANSWERED, PENDING], False),
        ([UNANSWERED, UNANSWERED, ANSWERED], False),
        # What never came is nobody's silence, and does not break one.
        ([UNANSWERED, MISSED], False),
        ([UNANSWERED, MISSED, UNANSWERED], True),
        ([MISSED, MISSED], False),
        # What came lately is waited for, unless something came after it.
        ([UNANSWERED, OPEN], False),
        ([OPEN], False),
        ([OPEN, OPEN], False),
        ([OPEN, UNANSWERED], True),
        ([UNANSWERED, UNANSWERED, OPEN], True),
    ],
)
def test_two_unanswered_in_a_row_end_a_plan(replies: list[Reply], ends: bool) -> None:
    assert ends_in_silence(replies) is ends


def test_what_is_open_has_had_its_time_when_the_next_is_due() -> None:
    assert ends_in_silence([UNANSWERED, OPEN, PENDING], next_is_due=True)
    assert ends_in_silence([OPEN, OPEN], next_is_due=True)
    assert not ends_in_silence([ANSWERED, OPEN], next_is_due=True)
    assert not ends_in_silence([OPEN], next_is_due=True)


@pytest.mark.parametrize(
    ("state", "reply"),
    [
        (State.QUEUED, PENDING),
        (State.SENDING, PENDING),
        (State.ANSWERED, ANSWERED),
        (State.STALE, MISSED),
        (State.UNREACHABLE, MISSED),
        (State.FAILED, MISSED),
        (State.DROPPED, MISSED),
    ],
)
def test_a_step_that_did_not_reach_its_member_is_no_silence_of_theirs(
    state: State, reply: Reply
) -> None:
    now_at = berlin("2026-11-30 12:00")
    assert reply_to(state, now_at - timedelta(days=6), now_at) is reply


def test_a_delivered_step_is_open_for_two_days() -> None:
    now_at = berlin("2026-11-30 12:00")
    just = now_at - ANSWER_WITHIN + timedelta(seconds=1)

    assert reply_to(State.SENT, just, now_at) is OPEN
    assert reply_to(State.SENT, now_at - ANSWER_WITHIN, now_at) is UNANSWERED
    # Its delivery is not on record: nobody can say that it was not answered in time.
    assert reply_to(State.SENT, None, now_at) is OPEN
