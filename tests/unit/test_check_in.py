"""Which questions a check-in asks, and until when its answers can be changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.check_in import (
    CHOICES,
    HELPED,
    SCALE,
    WHERE,
    CheckIn,
    asked_of_interaction_at,
    chosen,
    origin_of_interaction,
    origin_of_occurrence,
    question_after,
    questions,
    stands,
)
from bot.domain.ids import CheckInId, OccurrenceId
from bot.errors import NotFound

NOW_AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def test_two_questions_are_asked_and_pain_only_where_a_clinic_turned_it_on() -> None:
    assert questions({}, comfort=False) == ("tension", "stress")
    assert questions({}, comfort=True) == ("tension", "stress", "comfort")


@pytest.mark.parametrize("stress", SCALE)
def test_who_can_not_cope_is_not_asked_about_pain_as_well(stress: int) -> None:
    asked = questions({"stress": stress}, comfort=True)

    assert ("comfort" in asked) == (stress < 9)


def test_each_question_leads_to_the_next_and_the_last_to_none() -> None:
    assert question_after("tension", {"tension": 5}, comfort=False) == "stress"
    assert question_after("stress", {"stress": 5}, comfort=False) is None
    assert question_after("stress", {"stress": 5}, comfort=True) == "comfort"
    assert question_after("stress", {"stress": 9}, comfort=True) is None
    assert question_after("comfort", {"stress": 5}, comfort=True) is None


def test_a_corrected_tension_brings_the_stress_question_again() -> None:
    assert question_after("tension", {"tension": 5, "stress": 3}, comfort=False) == "stress"


def test_a_clinic_that_stops_asking_about_pain_ends_a_check_in_after_stress() -> None:
    assert question_after("stress", {"stress": 3, "comfort": 4}, comfort=False) is None


@pytest.mark.parametrize("question", [WHERE, HELPED])
def test_any_of_the_known_choices_may_be_chosen_none_as_well(question: str) -> None:
    assert chosen(question, CHOICES[question]) == frozenset(CHOICES[question])
    assert chosen(question, []) == frozenset()


@pytest.mark.parametrize("values", [["moon"], ["jaw", "moon"], ["JAW"], ["heat"], [""]])
def test_a_choice_that_is_not_on_offer_is_refused_with_all_that_came_along(
    values: list[str],
) -> None:
    with pytest.raises(NotFound):
        chosen(WHERE, values)


def test_no_choice_of_one_list_is_found_in_the_other() -> None:
    assert not set(CHOICES[WHERE]) & set(CHOICES[HELPED])


@pytest.mark.parametrize("question", CHOICES)
def test_a_list_fits_into_a_select(question: str) -> None:
    assert len(CHOICES[question]) == len(set(CHOICES[question])) <= 25


def test_an_answer_can_be_changed_for_a_day_and_not_a_second_more() -> None:
    assert not stands(NOW_AT - DAY, NOW_AT)
    assert stands(NOW_AT - DAY - SECOND, NOW_AT)


def test_a_check_in_stands_a_day_after_it_was_first_answered() -> None:
    local_at = datetime(2026, 11, 23, 18, 0)  # noqa: DTZ001 - a wall time
    kept = CheckIn(CheckInId(1), "tension", "o1", NOW_AT, NOW_AT, local_at, {}, {})

    assert not kept.stands(NOW_AT + DAY)
    assert kept.stands(NOW_AT + DAY + SECOND)


def test_the_two_ways_to_be_asked_never_share_a_name() -> None:
    assert origin_of_occurrence(OccurrenceId(812)) == "o812"
    assert origin_of_interaction(812) == "n812"


def test_an_interactions_number_says_when_it_was_made() -> None:
    # Source: Discord's own example of a snowflake.
    made_at = asked_of_interaction_at(175928847299117063, NOW_AT)

    assert made_at.isoformat(timespec="seconds") == "2016-04-30T11:18:25+00:00"


@pytest.mark.parametrize("number", [2**63 - 1, 1457645294714880000 << 3])
def test_a_number_from_the_future_is_taken_for_now(number: int) -> None:
    assert asked_of_interaction_at(number, NOW_AT) == NOW_AT
