"""Own reminders in the domain: what they keep, when they come, how long they are snoozed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.local_time import local_of
from bot.domain.pause import WITHOUT_END_AT, ends, holds
from bot.domain.reminder import LONGEST_TEXT, ReminderWish, text_typed, timing_of
from bot.domain.rule import OneDate, Rule, Weekdays
from bot.domain.snoozing import SnoozeFor, choices, snoozed_until
from bot.domain.time_typed import time_typed
from bot.domain.upcoming import comes_once, first_occasion, fixed_at, fixed_occasion, not_before
from bot.domain.when import At, Repeat
from bot.domain.zones import zone
from bot.errors import InvalidInput

BERLIN = zone("Europe/Berlin")
NOW_AT = datetime(2026, 11, 23, 8, 0, 30, tzinfo=UTC)
LOCAL = datetime.fromisoformat


def berlin(text: str) -> datetime:
    return LOCAL(text).replace(tzinfo=BERLIN).astimezone(UTC)


# What it keeps.


@pytest.mark.parametrize(
    "wish",
    [
        ReminderWish("tea", Repeat.NONE, fixed_at=NOW_AT),
        ReminderWish("tea", Repeat.EVERY_2_WEEKS, local_first=LOCAL("2026-11-24 09:00")),
        ReminderWish("“tea” \\ 🫖", Repeat.MONTHLY, local_first=LOCAL("2026-11-30 00:00")),
    ],
)
def test_a_wish_comes_back_as_it_was_kept(wish: ReminderWish) -> None:
    assert ReminderWish.from_wish(wish.to_wish()) == wish


@pytest.mark.parametrize("kept", [{}, {"text": "x"}, {"text": 1, "repeat": "daily"}])
def test_what_is_no_reminder_is_refused(kept: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="reminder"):
        ReminderWish.from_wish(kept)


def test_a_text_keeps_its_words_and_loses_blanks_at_its_ends() -> None:
    assert text_typed("  call  mum \n") == "call  mum"
    assert len(text_typed("x" * LONGEST_TEXT)) == 200


@pytest.mark.parametrize(
    ("typed", "key"), [("", "no_text"), (" \n\t", "no_text"), ("x" * 201, "text_too_long")]
)
def test_a_text_of_nothing_or_too_much_is_refused(typed: str, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        text_typed(typed)
    assert refused.value.key == f"reminder.{key}"


# When it comes.


def test_what_was_asked_for_by_its_distance_keeps_its_instant_to_the_second() -> None:
    found = At(local_of(NOW_AT, BERLIN), NOW_AT, absolute=True)

    timing = timing_of("tea", found, Repeat.NONE)

    assert timing.rule is None
    assert fixed_at(timing.wish.to_wish()) == NOW_AT
    occasion = fixed_occasion(NOW_AT, BERLIN)
    assert (occasion.local_slot, occasion.at) == (LOCAL("2026-11-23 09:00"), NOW_AT)


def test_a_wall_time_comes_once_on_its_date_in_whatever_zone() -> None:
    found = At(LOCAL("2026-11-24 09:00"), berlin("2026-11-24 09:00"), absolute=False)

    timing = timing_of("tea", found, Repeat.NONE)

    assert timing.rule == Rule(OneDate(LOCAL("2026-11-24").date()), (540,))
    assert comes_once(timing.rule)
    first = first_occasion(timing.rule, timing.wish.to_wish(), zone("Asia/Tokyo"), NOW_AT)
    assert first is not None
    assert first.at == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def test_a_repeat_by_its_distance_follows_the_wall_clock_from_then_on() -> None:
    at = NOW_AT + timedelta(minutes=90)
    timing = timing_of("tea", At(local_of(at, BERLIN), at, absolute=True), Repeat.DAILY)

    assert timing.wish.fixed_at is None
    assert timing.rule == Rule(Weekdays(frozenset(range(7))), (10 * 60 + 30,))
    assert not comes_once(timing.rule)
    first = first_occasion(timing.rule, timing.wish.to_wish(), BERLIN, NOW_AT)
    assert first is not None
    assert first.local_slot == LOCAL("2026-11-23 10:30")


def test_a_repeat_that_begins_next_week_does_not_come_before() -> None:
    found = At(LOCAL("2026-11-30 09:00"), berlin("2026-11-30 09:00"), absolute=False)
    timing = timing_of("tea", found, Repeat.DAILY)
    assert timing.rule is not None

    first = first_occasion(timing.rule, timing.wish.to_wish(), BERLIN, NOW_AT)

    assert first is not None
    assert first.local_slot == LOCAL("2026-11-30 09:00")


def test_what_has_no_beginning_may_come_at_once() -> None:
    assert not_before({"every_min": 60}, BERLIN, NOW_AT) == NOW_AT


# What was typed.


def test_a_typed_time_is_read_in_its_language() -> None:
    found = time_typed("mañana a las 9", language="es", now_at=NOW_AT, zone=BERLIN)

    assert found.local == LOCAL("2026-11-24 09:00")


@pytest.mark.parametrize("language", ["en", "es", "de", "fr"])
def test_a_refusal_brings_three_examples_that_are_understood(language: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        time_typed("???", language=language, now_at=NOW_AT, zone=BERLIN)

    params = refused.value.params
    assert refused.value.key == "when.not_understood"
    assert params["typed"] == "???"
    for name in ("one", "two", "three"):
        assert (
            time_typed(str(params[name]), language=language, now_at=NOW_AT, zone=BERLIN).at > NOW_AT
        )


def test_a_long_text_is_quoted_short() -> None:
    with pytest.raises(InvalidInput) as refused:
        time_typed("x" * 5000, language="en", now_at=NOW_AT, zone=BERLIN)
    assert len(str(refused.value.params["typed"])) == 40


# Snoozing.


@pytest.mark.parametrize(
    ("choice", "comes"),
    [
        (SnoozeFor.QUARTER, "2026-11-23 09:15:30"),
        (SnoozeFor.HOUR, "2026-11-23 10:00:30"),
        (SnoozeFor.TONIGHT, "2026-11-23 20:00"),
        (SnoozeFor.TOMORROW, "2026-11-24 09:00"),
    ],
)
def test_each_choice_has_its_time(choice: SnoozeFor, comes: str) -> None:
    assert snoozed_until(choice, BERLIN, NOW_AT) == berlin(comes)


@pytest.mark.parametrize("local", ["2026-11-23 20:00", "2026-11-23 23:59"])
def test_tonight_is_no_choice_any_more_once_it_has_begun(local: str) -> None:
    offered = choices(BERLIN, berlin(local))

    assert offered == (SnoozeFor.QUARTER, SnoozeFor.HOUR, SnoozeFor.TOMORROW)


def test_after_midnight_tonight_is_still_ahead_and_tomorrow_is_a_day_on() -> None:
    now_at = berlin("2026-11-23 00:30")

    assert snoozed_until(SnoozeFor.TONIGHT, BERLIN, now_at) == berlin("2026-11-23 20:00")
    assert snoozed_until(SnoozeFor.TOMORROW, BERLIN, now_at) == berlin("2026-11-24 09:00")


def test_a_snooze_over_a_change_of_clocks_lasts_as_long_as_it_says() -> None:
    now_at = berlin("2026-03-29 01:30")

    assert snoozed_until(SnoozeFor.HOUR, BERLIN, now_at) == berlin("2026-03-29 03:30")


# A pause.


def test_a_pause_holds_until_its_end_and_not_longer() -> None:
    until_at = NOW_AT + timedelta(hours=1)

    assert holds(until_at, NOW_AT)
    assert not holds(until_at, until_at)
    assert not holds(None, NOW_AT)
    assert ends(until_at)
    assert holds(WITHOUT_END_AT, NOW_AT + timedelta(days=365_000))
    assert not ends(WITHOUT_END_AT)
