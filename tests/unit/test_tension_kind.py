"""The message of a tension check-in, and what its buttons do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.content.library import Library
from bot.domain.check_in import SCALE
from bot.domain.member import Settings
from bot.domain.policy import Lane, Quiet
from bot.domain.press import AskAgain, Choose, Score, StopThis
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.zones import zone
from bot.kinds.kind import ComposeFacts
from bot.kinds.tension import Tension
from bot.texts.catalogue import Catalogue
from tests.usecases.check_ins import at

CATALOGUE, LIBRARY = Catalogue.load(), Library.load()
SETTINGS = Settings(zone("Europe/Berlin"), DEFAULT_QUIET, 8)
FACTS = ComposeFacts(
    language=CATALOGUE.language("en"),
    library=LIBRARY,
    wish=at("18:00").to_wish(),
    item=None,
    seed=7,
    discreet=False,
)


def test_the_message_asks_one_question_and_says_what_its_ends_mean() -> None:
    message = Tension().message(FACTS)

    assert "How tight do your neck and shoulders feel?" in message.body
    assert "0 = loose, 10 = as tight as they get" in message.body


def test_it_has_eleven_numbers_in_order_and_then_stop() -> None:
    labels = [action.label for action in Tension().message(FACTS).actions]

    assert labels == [*(str(value) for value in SCALE), "Stop"]


def test_a_discreet_lock_screen_says_nothing_of_neck_tension_or_stress() -> None:
    message = Tension().message(replace(FACTS, discreet=True))

    for word in ("neck", "shoulder", "tight", "tension", "stress", "feel"):
        assert word not in message.content.lower()


@pytest.mark.parametrize("value", SCALE)
def test_each_number_of_each_question_is_its_score(value: int) -> None:
    tension = Tension()

    assert tension.effect(f"t{value}") == Score("tension", value)
    assert tension.effect(f"s{value}") == Score("stress", value)
    assert tension.effect(f"c{value}") == Score("comfort", value)


def test_its_other_buttons_choose_ask_again_and_stop() -> None:
    tension = Tension()

    assert tension.effect("where") == Choose("where")
    assert tension.effect("helped") == Choose("helped")
    assert tension.effect("change") == AskAgain()
    assert tension.effect("stop") == StopThis()
    assert [tension.effect(each) for each in ("t11", "t-1", "x1", "t")] == [None] * 4


def test_its_policy_is_that_of_the_table() -> None:
    policy = Tension.policy

    assert (policy.lane, policy.quiet) == (Lane.CHECK_IN, Quiet.WAITS)
    assert policy.stale_after == timedelta(hours=4)
    assert policy.counts
    assert policy.reserves


def test_its_rule_is_its_times_whatever_quiet_hours_say_and_other_kinds_take() -> None:
    rule = Tension().rule(at("07:00", "21:00").to_wish(), SETTINGS, 8)

    assert rule.minutes == (420, 1260)
