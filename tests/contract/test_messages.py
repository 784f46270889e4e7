"""What every message that arrives by itself keeps to: buttons, lateness, a shape Discord takes."""

from __future__ import annotations

import pytest

from bot.discord_io.render import render
from bot.domain.check_in import SCALE
from bot.domain.habits import QUESTION
from bot.domain.message import Look
from bot.kinds import KINDS
from bot.kinds.kind import STOP, Kind
from tests.contract.samples import (
    DISCREET,
    KEY,
    LOCAL_DUE,
    OPEN,
    POSTS,
    Case,
    catalogue,
    each,
    library,
    samples,
)

# Source: product; more would not be read, and Discord shows five in a row.
MOST_BUTTONS = 5
LONGEST_LABEL = 80

# A post in a channel has buttons of its own, and no lateness.
each_case = each(DISCREET + OPEN)
each_of_all = each(DISCREET + OPEN + POSTS)


@each_case
def test_every_message_can_be_stopped_by_its_last_button(case: Case) -> None:
    *others, last = case.message.actions

    if case.kind.is_last_word(case.facts.wish):
        assert STOP not in {action.name for action in case.message.actions}
    else:
        assert (last.name, last.look) == (STOP, Look.DANGER)
        assert STOP not in {action.name for action in others}


@each_case
def test_every_message_has_few_buttons_with_short_labels(case: Case) -> None:
    actions = case.message.actions
    # A scale is read as one thing, however many numbers it has.
    scale = [action for action in actions if action.label.isdecimal()]

    assert [action.label for action in scale] in ([], [str(value) for value in SCALE])
    assert 1 <= len(actions) - len(scale) <= MOST_BUTTONS
    assert all(0 < len(action.label) <= LONGEST_LABEL for action in actions)
    assert len({action.name for action in actions}) == len(actions)


@each_of_all
def test_every_button_does_something(case: Case) -> None:
    for action in case.message.actions:
        assert case.kind.effect(action.name) is not None


@each_of_all
def test_every_message_is_one_that_discord_takes(case: Case) -> None:
    arguments = render(case.message, KEY)

    assert arguments["content"]
    assert arguments["view"].children


@each_case
def test_a_late_message_says_when_it_was_due_and_another_does_not(case: Case) -> None:
    language = case.facts.language
    label = language.say("delivery.was_due", time=language.moment(LOCAL_DUE))

    assert (label in case.message.body) == (case.facts.local_was_due is not None)


@each_case
def test_the_same_facts_always_make_the_same_message(case: Case) -> None:
    assert case.message == case.message


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.name)
def test_a_kind_reads_its_own_wishes(kind: Kind) -> None:
    for wish in samples()[kind.name]:
        concerns_at = kind.concerns_at(wish)
        assert concerns_at is None or concerns_at.tzinfo is not None


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.name)
def test_nothing_a_kind_shows_is_taken_for_the_question(kind: Kind) -> None:
    assert not any(QUESTION in kind.items(library, code) for code in catalogue.codes)


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.name)
def test_a_kind_chooses_nothing_twice_in_a_row(kind: Kind) -> None:
    for code in catalogue.codes:
        items = kind.items(library, code)
        last: str | None = None
        for seed in range(50):
            chosen = kind.choose(library, code, last, seed)
            assert (chosen in items and chosen != last) if items else chosen is None
            last = chosen
