"""What follows a check-in, over every combination of answers there is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.check_in import CHOICES, HELPED, SCALE, WHERE
from bot.domain.safety import STARRED, Care, LastCard, Text, care_for

CARDS = ("spasms", "tension", "adhesions", "circulation", "relief")
ANSWERS = (None, *SCALE)
NOTICE, CRISIS, AGAIN = Text.WARNING_SIGNS, Text.CRISIS, Text.CRISIS_AGAIN

some_scores = st.dictionaries(st.sampled_from(("tension", "stress", "comfort")), st.integers(0, 10))
some_choices = st.fixed_dictionaries(
    {question: st.frozensets(st.sampled_from(CHOICES[question])) for question in CHOICES}
)
a_last_card = st.none() | st.builds(LastCard, st.sampled_from(CARDS), now=st.booleans())


def every_case() -> Iterator[tuple[int | None, int | None, str | None, bool, Care]]:
    """Tension, stress, one area, and whether there was a crisis lately: all of them."""
    areas = (None, *CHOICES[WHERE])
    for tension, stress, area, lately in itertools.product(ANSWERS, ANSWERS, areas, (False, True)):
        given_scores = {"tension": tension, "stress": stress}
        scores = {question: value for question, value in given_scores.items() if value is not None}
        where = frozenset({area} if area else ())
        care = care_for(scores, {WHERE: where}, crisis_lately=lately, comfort=False, cards=CARDS)
        yield tension, stress, area, lately, care


CASES = list(every_case())


def test_a_starred_area_always_comes_first_and_no_other_brings_the_notice() -> None:
    for _, _, area, _, care in CASES:
        assert (NOTICE in care.texts) == (area in STARRED)
        assert NOTICE not in care.texts[1:]


def test_nine_and_ten_always_bring_the_crisis_contact_and_nothing_else_does() -> None:
    for _, stress, _, lately, care in CASES:
        assert care.in_crisis == (stress in (9, 10))
        assert (CRISIS in care.texts) == (stress in (9, 10) and not lately)
        assert (AGAIN in care.texts) == (stress in (9, 10) and lately)


def test_help_stands_alone_no_card_beside_it() -> None:
    for _, _, _, _, care in CASES:
        assert not (care.texts and care.card)


def test_warning_signs_are_one_press_away_whenever_something_is_high() -> None:
    for tension, stress, area, _, care in CASES:
        wanted = (tension or 0) >= 8 or (stress or 0) >= 9
        assert (care.offers_warning_signs or NOTICE in care.texts) == (wanted or area in STARRED)


def test_eight_and_more_bring_the_muscle_tension_card_unless_help_comes_first() -> None:
    for tension, stress, area, _, care in CASES:
        if (tension or 0) >= 8:
            helped = stress in (9, 10) or area in STARRED
            assert care.card == (None if helped else "tension")


def test_no_answer_is_never_taken_for_a_high_one_nor_for_zero_with_an_offer() -> None:
    calm = [care for tension, stress, area, _, care in CASES if not (tension or stress or area)]

    assert calm
    assert set(calm) == {Care()}


@given(some_scores, some_choices, st.booleans(), st.booleans(), a_last_card)
def test_the_same_card_is_never_offered_twice_in_a_row(
    scores: dict[str, int],
    choices: dict[str, frozenset[str]],
    lately: bool,
    comfort: bool,
    last: LastCard | None,
) -> None:
    care = care_for(
        scores, choices, crisis_lately=lately, comfort=comfort, cards=CARDS, last_card=last
    )

    assert care.card is None or care.card in CARDS
    if last is not None and not last.now:
        assert care.card != last.id


@given(some_scores, some_choices)
def test_an_offer_stays_the_same_however_often_a_check_in_is_shown(
    scores: dict[str, int], choices: dict[str, frozenset[str]]
) -> None:
    first = care_for(scores, choices, crisis_lately=False, comfort=True, cards=CARDS)
    last = None if first.card is None else LastCard(first.card, now=True)

    again = care_for(
        scores, choices, crisis_lately=False, comfort=True, cards=CARDS, last_card=last
    )

    assert again == first


@given(some_scores, some_choices)
def test_the_pain_relief_card_needs_a_clinic_that_asks_about_pain(
    scores: dict[str, int], choices: dict[str, frozenset[str]]
) -> None:
    care = care_for(scores, choices, crisis_lately=False, comfort=False, cards=CARDS)

    assert care.card != "relief"


@given(some_scores, some_choices, st.frozensets(st.sampled_from(CARDS)))
def test_only_a_card_that_there_is_is_offered(
    scores: dict[str, int], choices: dict[str, frozenset[str]], cards: frozenset[str]
) -> None:
    care = care_for(scores, choices, crisis_lately=False, comfort=True, cards=cards)

    assert care.card is None or care.card in cards


def test_what_helped_chooses_a_card_that_speaks_of_it() -> None:
    def card(*helped: str, **scores: int) -> str | None:
        choices = {HELPED: frozenset(helped)}
        return care_for(scores, choices, crisis_lately=False, comfort=True, cards=CARDS).card

    assert card("heat", tension=2) == "circulation"
    assert card("massage", tension=2) == "spasms"
    assert card("rest", tension=2) is None
    assert card(tension=4) == "tension"
    assert card(stress=4) == "tension"
    assert card(tension=6, comfort=4) == "relief"
    assert card("heat", tension=8, comfort=9) == "tension"
