"""A rule in words, as members read it in /reminders."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.rule import Days, EveryWeeks, MonthDay, OneDate, Rule, Weekdays
from bot.kinds.rhythm import rhythm_text
from bot.texts.catalogue import Catalogue

catalogue = Catalogue.load()
english = catalogue.language("en")
MONDAY = date(2026, 11, 23)
EVERY_DAY = Weekdays(frozenset(range(7)))


@pytest.mark.parametrize(
    ("days", "minutes", "words"),
    [
        (OneDate(MONDAY), (540,), "once"),
        (EVERY_DAY, (540,), "every day, 09:00"),
        (Weekdays(frozenset(range(5))), (540, 1080), "Mon-Fri, 09:00 and 18:00"),
        (EveryWeeks(MONDAY, 1), (540,), "every week, Mon, 09:00"),
        (EveryWeeks(MONDAY, 2), (540,), "every 2 weeks, Mon, 09:00"),
        (MonthDay(28), (540,), "each month on day 28, 09:00"),
        (MonthDay(31), (540,), "each month on day 31, or on its last day, 09:00"),
        (EVERY_DAY, (1380, 1440, 1500), "every day, 23:00, 00:00 and 01:00"),
        (EVERY_DAY, tuple(range(480, 1080, 60)), "every day, 10 times from 08:00 to 17:00"),
    ],
)
def test_a_rule_says_its_days_and_its_times(
    days: Days, minutes: tuple[int, ...], words: str
) -> None:
    assert rhythm_text(english, Rule(days, minutes)) == words


def test_what_has_no_rule_comes_once() -> None:
    assert rhythm_text(english, None) == "once"


@pytest.mark.parametrize("code", catalogue.codes)
@pytest.mark.parametrize("days", [OneDate(MONDAY), EVERY_DAY, EveryWeeks(MONDAY, 2), MonthDay(31)])
def test_every_language_has_words_for_every_shape(code: str, days: Days) -> None:
    assert rhythm_text(catalogue.language(code), Rule(days, tuple(range(0, 600, 60))))
