"""What a lock screen shows of a message that arrives by itself, of whatever kind it is.

A kind that is added without a sample fails the first test.
"""

from __future__ import annotations

import pytest

from bot.discord_io.render import render
from bot.kinds import KINDS
from bot.kinds.kind import NEUTRAL, ComposeFacts
from tests.contract.samples import DISCREET, KEY, OPEN, Case, catalogue, each, library, samples


def test_every_kind_has_a_sample() -> None:
    assert set(samples()) == set(KINDS.names)
    assert all(samples().values())


@each(DISCREET)
def test_a_discreet_members_lock_screen_shows_a_neutral_line_and_nothing_else(case: Case) -> None:
    language = case.facts.language
    neutral = {language.say(key) for key in language.family(NEUTRAL)}

    assert case.message.content in neutral
    assert case.message.title not in case.message.content
    # Beside an embed alone, Discord would show its text.
    assert render(case.message, KEY)["content"] == case.message.content


@pytest.mark.parametrize("code", catalogue.codes)
def test_every_neutral_line_comes_up_for_some_occurrence(code: str) -> None:
    kind = next(iter(KINDS))
    language = catalogue.language(code)
    neutral = {language.say(key) for key in language.family(NEUTRAL)}
    wish = samples()[kind.name][0]

    seen = {
        kind.message(
            ComposeFacts(
                language=language, library=library, wish=wish, item=None, seed=seed, discreet=True
            )
        ).content
        for seed in range(len(neutral))
    }

    assert seen == neutral


@each(OPEN)
def test_whoever_is_not_discreet_reads_on_the_lock_screen_what_it_is(case: Case) -> None:
    assert case.message.content.strip()
    assert "\n" not in case.message.content
