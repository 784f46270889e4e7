"""What posture check-ins and notices say of themselves: texts, buttons, effects."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.content.library import Library
from bot.domain.member import Settings
from bot.domain.message import Look, Message
from bot.domain.posture import DEFAULT_DAYS, DEFAULT_FROM, DEFAULT_UNTIL, PostureWish
from bot.domain.press import (
    Answer,
    AnswerStep,
    QuestionEffect,
    Show,
    SkipToday,
    Snooze,
    StopThis,
)
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.zones import zone
from bot.kinds import KINDS
from bot.kinds.kind import ComposeFacts
from bot.kinds.notice import NOBODY_READS, STOPPED, WELCOME, Notice, notice_wish
from bot.kinds.posture import Posture, prompt_of, prompt_text
from bot.texts.catalogue import Catalogue

LANGUAGE = Catalogue.load().language("en")
LIBRARY = Library.load()
NOW_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SETTINGS = Settings(zone("Europe/Berlin"), DEFAULT_QUIET, 8)
CAREFUL, PLAIN = "roll-shoulders", "rest-forearms"
NEUTRAL = {LANGUAGE.say(key) for key in LANGUAGE.family("delivery.neutral")}


def facts(**given: Any) -> ComposeFacts:
    known = ComposeFacts(
        language=LANGUAGE, library=LIBRARY, wish={}, item=CAREFUL, seed=7, discreet=True
    )
    return replace(known, **given)


def prompt(**given: Any) -> Message:
    return Posture().message(facts(**given))


def notice(name: str, **given: Any) -> Message:
    return Notice().message(facts(wish=notice_wish(name, NOW_AT), item=None, **given))


def labels(message: Message) -> list[str]:
    return [action.label for action in message.actions]


# Posture


def test_a_prompt_is_one_movement_its_caution_and_when_not_to() -> None:
    message = prompt()

    assert message.body == (
        "Roll your shoulders slowly backward five times.\n\n"
        "*Take care: If a shoulder is sore, make it smaller.*"
    )
    assert "Not while driving." in message.footer


def test_a_prompt_without_a_caution_is_the_movement_alone() -> None:
    assert prompt(item=PLAIN).body == "Rest your forearms, and bring keyboard and mouse closer."


def test_a_prompt_has_its_four_buttons_and_stop_looks_like_one() -> None:
    message = prompt()

    assert labels(message) == ["Done", "Snooze 15 min", "Skip today", "Stop"]
    assert [action.look for action in message.actions[::3]] == [Look.MAIN, Look.DANGER]


def test_a_discreet_prompt_shows_a_neutral_line_outside_and_all_of_it_inside() -> None:
    for seed in range(20):
        assert prompt(seed=seed).content in NEUTRAL


def test_who_is_not_discreet_reads_the_movement_outside_and_only_the_caution_inside() -> None:
    message = prompt(discreet=False)

    assert message.content == "Roll your shoulders slowly backward five times."
    assert message.body == "*Take care: If a shoulder is sore, make it smaller.*"


@pytest.mark.parametrize("discreet", [True, False])
def test_no_prompt_says_anything_twice(discreet: bool) -> None:
    for each in LIBRARY.prompts("en"):
        message = prompt(item=each.id, discreet=discreet)
        whole = "\n".join((message.content, message.title, message.body, message.footer))
        assert whole.count(each.text) == 1, each.id


@pytest.mark.parametrize("item", [None, "taken-out-since"])
def test_a_prompt_that_was_taken_out_gives_way_to_the_first_there_is(item: str | None) -> None:
    first = LIBRARY.prompts("en")[0]

    assert prompt_of(LIBRARY, LANGUAGE, item) == first
    assert prompt(item=item).body.startswith(first.text)


def test_every_prompts_text_stands_before_its_caution() -> None:
    for each in LIBRARY.prompts("en"):
        text = prompt_text(LANGUAGE, each)
        assert text.startswith(each.text)
        assert each.caution in text
        assert ("Take care" in text) == bool(each.caution)


def test_a_late_prompt_says_when_it_was_due() -> None:
    local_was_due = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - a wall time

    assert "Was due Mon 23 Nov, 09:00" in prompt(local_was_due=local_was_due).body


def test_a_posture_press_counts_for_half_a_day_but_stop_for_ever() -> None:
    half_a_day = timedelta(hours=12)
    posture = Posture()

    assert posture.effect("done") == Answer(half_a_day)
    assert posture.effect("snooze") == Snooze(15, half_a_day)
    assert posture.effect("skip") == SkipToday(half_a_day)
    assert posture.effect("stop") == StopThis()
    assert posture.effect("explode") is None


def test_every_button_of_a_prompt_has_an_effect() -> None:
    assert all(Posture().effect(action.name) for action in prompt().actions)


def test_postures_rule_is_what_quiet_hours_and_the_limit_leave() -> None:
    wish = PostureWish(60, DEFAULT_FROM, DEFAULT_UNTIL, DEFAULT_DAYS).to_wish()

    rule = Posture().rule(wish, replace(SETTINGS, daily_limit=4), 2)
    assert rule is not None
    assert rule.minutes == (540, 780)
    night = PostureWish(
        60, DEFAULT_FROM.replace(hour=21), DEFAULT_FROM.replace(hour=23), DEFAULT_DAYS
    )
    assert Posture().rule(night.to_wish(), SETTINGS, 0) is None


def test_a_prompt_is_never_the_one_that_came_last() -> None:
    for seed in range(100):
        assert Posture().choose(LIBRARY, "en", CAREFUL, seed) not in (None, CAREFUL)


# Notices


def test_the_welcome_says_what_the_buttons_do_and_has_stop_alone() -> None:
    message = notice(WELCOME)

    assert message.title == "Welcome"
    assert "Type STOP here to end all of them at once." in message.body
    assert labels(message) == ["Stop"]


def test_who_typed_something_gets_two_ways_to_help_and_stop() -> None:
    message = notice(NOBODY_READS)

    assert labels(message) == ["Warning signs", "Talk to the clinic", "Stop"]
    effects = [Notice().effect(action.name) for action in message.actions]
    assert effects == [Show("warning_signs"), Show("talk"), StopThis()]


def test_the_confirmation_of_a_stop_is_the_last_word_and_has_nothing_to_stop() -> None:
    message = notice(STOPPED)

    assert Notice().is_last_word(notice_wish(STOPPED, NOW_AT))
    assert labels(message) == ["Warning signs"]


@pytest.mark.parametrize("name", [WELCOME, NOBODY_READS])
def test_no_other_notice_is_the_last_word(name: str) -> None:
    assert not Notice().is_last_word(notice_wish(name, NOW_AT))


@pytest.mark.parametrize("name", [WELCOME, NOBODY_READS, STOPPED])
def test_a_notice_keeps_the_lock_screen_rule(name: str) -> None:
    assert notice(name).content in NEUTRAL
    assert notice(name, discreet=False).content == LANGUAGE.say(f"notice.{name}.title")


def test_a_notice_knows_when_its_event_takes_place() -> None:
    assert Notice().concerns_at(notice_wish(WELCOME, NOW_AT)) == NOW_AT
    assert Notice().concerns_at({"name": WELCOME}) is None


# All


def test_every_kind_has_a_name_that_members_know() -> None:
    listed = [kind.name for kind in KINDS if kind.listed]
    names = {LANGUAGE.say(f"kind.{name}") for name in listed}

    assert {"Posture check-ins", "Tension check-ins", "Your own reminders"} <= names
    assert len(names) == len(listed)


def test_every_answer_has_a_name_for_who_presses_again() -> None:
    answers = {
        action
        for kind in KINDS
        for action, effect in kind.effects.items()
        if isinstance(effect, Answer | Snooze | SkipToday | QuestionEffect | AnswerStep)
    } | {"stop", "reply"}

    assert {f"press.answer.{answer}" for answer in answers} == set(LANGUAGE.family("press.answer"))
