"""Whatever somebody answered: /progress never says better or worse, nor what it comes from."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.progress import PERIODS
from bot.texts.catalogue import Catalogue
from bot.ui.cards import LONGEST_TEXT
from bot.ui.progress import LONGEST_ALT, alt_text, progress_card
from tests.property.test_progress import Life, lives
from tests.unit.views import texts

LANGUAGE = Catalogue.load().language("en")
VERDICT = re.compile(
    r"improv|better|worse|progress|recover|success|well done|good|great|bad|poor|fail|decline"
    r"|massage|treatment|therap|thanks to|because|due to|helped|works|cured|heal|symptom|disorder"
    r"|streak|in a row|keep it up|only \d",
    re.IGNORECASE,
)


@given(lives(), st.sampled_from(PERIODS))
def test_no_card_judges_or_gives_credit_and_every_card_fits(life: Life, period_days: int) -> None:
    progress = life.seen(period_days)
    said, alt = texts(progress_card(LANGUAGE, progress, None)), alt_text(LANGUAGE, progress)

    assert not VERDICT.search(said)
    assert not VERDICT.search(alt)
    assert len(said) < LONGEST_TEXT
    assert len(alt) <= LONGEST_ALT


@given(lives(), st.sampled_from(PERIODS))
def test_lower_and_higher_are_said_of_a_period_only_with_enough_days_on_both_sides(
    life: Life, period_days: int
) -> None:
    progress = life.seen(period_days)
    said = texts(progress_card(LANGUAGE, progress, None))
    enough = [
        curve.compared.before.enough is not None and curve.compared.now.enough is not None
        for curve in progress.curves
    ]
    verdicts = len(re.findall(r"(Lower than|Higher than|Similar to) ", said))

    assert verdicts == (sum(enough) if progress.is_enough else 0)


def test_the_word_list_bites() -> None:
    for sentence in ("You improved!", "Much better", "The massage helped", "5 days in a row"):
        assert VERDICT.search(sentence)
