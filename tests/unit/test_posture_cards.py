"""The cards of /posture, for every way that quiet hours and the limit can shape the times."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import discord
import pytest

from bot.content.cards import Prompt
from bot.domain.ids import ChangeId, DiscordUserId, MemberId
from bot.domain.member import Member, Settings
from bot.domain.posture import Moved, PostureWish, plan_posture
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.rule import upcoming
from bot.domain.zones import zone
from bot.texts.catalogue import Catalogue
from bot.ui.changes import off_card
from bot.ui.custom_ids import AreaPress, parse_area
from bot.ui.posture import now_card, on_card, raised_card
from bot.usecases.posture import PostureOn
from bot.usecases.switching import SwitchedOff
from tests.unit.views import buttons, texts

LANGUAGE = Catalogue.load().language("en")
NOW_AT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
SETTINGS = Settings(zone("Europe/Berlin"), DEFAULT_QUIET, 8)
WORKDAYS = frozenset(range(5))
UNDO = ("Undo", AreaPress("undo", "change", ("7",)))
RAISE = ("Raise my limit", AreaPress("posture", "raise"))
QUIET = ("Change quiet hours", AreaPress("settings", "quiet"))


def on(
    every_min: int = 90,
    start: str = "09:00",
    end: str = "17:00",
    *,
    change: int | None = 7,
    **settings: Any,
) -> PostureOn:
    """Posture check-ins as a use case hands them over."""
    wish = PostureWish(every_min, time.fromisoformat(start), time.fromisoformat(end), WORKDAYS)
    return on_with(wish, change=change, **settings)


def on_with(wish: PostureWish, *, change: int | None = 7, **settings: Any) -> PostureOn:
    """Posture check-ins for a wish."""
    chosen = replace(SETTINGS, **settings)
    plan = plan_posture(wish, chosen, 0)
    coming = () if plan.rule is None else upcoming(plan.rule, chosen.zone, NOW_AT, 3)
    member = Member(MemberId(1), DiscordUserId(2), None, "en", chosen, None, None, None)
    return PostureOn(wish, plan, member, coming, None if change is None else ChangeId(change))


def pressable(view: discord.ui.LayoutView) -> list[tuple[str | None, AreaPress | None]]:
    """Labels and what they press."""
    return [(button.label, parse_area(button.custom_id or "")) for button in buttons(view)]


def test_a_plain_window_shows_its_times_and_only_undo() -> None:
    view = on_card(LANGUAGE, on())

    assert texts(view) == (
        "### Posture check-ins are on\n"
        "Every 90 min, 09:00-17:00, Mon-Fri.\n"
        "**Your next three times**\n"
        "- Mon 23 Nov, 09:00 (<t:1795420800:R>)\n"
        "- Mon 23 Nov, 10:30\n"
        "- Mon 23 Nov, 12:00"
    )
    assert pressable(view) == [UNDO]


def test_what_answers_made_of_the_wish_is_said() -> None:
    asked = PostureWish(60, time(9), time(13), WORKDAYS, most_a_day=2)
    moved = Moved((540, 660), (555, 615), date(2026, 11, 1), (540, 660))

    fewer = texts(on_card(LANGUAGE, on_with(asked)))
    elsewhere = texts(on_card(LANGUAGE, on_with(replace(asked, moved=moved))))
    back = texts(on_card(LANGUAGE, replace(on(), moved_back=True)))

    assert "2 a day at most, as you asked." in fewer
    assert "They come at the times you moved them to: 09:15, 10:15." in elsewhere
    assert "- Mon 23 Nov, 09:15" in elsewhere
    assert "The times you had moved are back where they were." in back


def test_one_a_day_is_said_as_one() -> None:
    asked = PostureWish(60, time(9), time(13), WORKDAYS, most_a_day=1)

    assert "One a day at most, as you asked." in texts(on_card(LANGUAGE, on_with(asked)))


def test_while_they_wait_for_an_answer_that_stands_in_place_of_the_times() -> None:
    view = on_card(LANGUAGE, replace(on(), waits=True))

    assert "Waiting for your answer" in texts(view)
    assert "Your next three times" not in texts(view)
    assert pressable(view) == [("Answer it", AreaPress("posture", "ask")), UNDO]


def test_a_spread_window_says_how_many_would_fit_and_offers_more() -> None:
    view = on_card(LANGUAGE, on(30))

    assert "16 times would fit, and your daily limit has room for 8." in texts(view)
    assert "Press “Raise my limit” to get more." in texts(view)
    assert pressable(view) == [RAISE, UNDO]


def test_at_the_highest_limit_a_spread_is_told_without_a_button_that_cannot_help() -> None:
    view = on_card(LANGUAGE, on(20, "08:00", "20:00", daily_limit=24))

    assert "36 times would fit, and your daily limit has room for 24." in texts(view)
    assert "Raise my limit" not in texts(view)
    assert pressable(view) == [UNDO]


def test_times_in_quiet_hours_are_told_with_the_hours_and_a_way_to_change_them() -> None:
    view = on_card(LANGUAGE, on(60, "18:00", "22:00"))

    assert "Some of these times are in your quiet hours (20:00-08:00)" in texts(view)
    assert pressable(view) == [QUIET, UNDO]


def test_what_quiet_hours_take_does_not_count_among_what_would_fit() -> None:
    view = on_card(LANGUAGE, on(20, "16:00", "23:00"))

    assert "12 times would fit, and your daily limit has room for 8." in texts(view)
    assert pressable(view) == [RAISE, QUIET, UNDO]


def test_with_all_times_in_quiet_hours_the_card_does_not_say_that_they_are_on() -> None:
    view = on_card(LANGUAGE, on(60, "21:00", "23:00"))

    assert "are on" not in texts(view)
    assert "All of these times are in your quiet hours (20:00-08:00)." in texts(view)
    assert pressable(view) == [QUIET, UNDO]


def test_without_quiet_hours_nothing_is_said_of_them() -> None:
    view = on_card(LANGUAGE, on(60, "21:00", "23:00", quiet=None))

    assert "quiet" not in texts(view)
    assert pressable(view) == [UNDO]


def test_times_are_shown_as_the_members_clock_will_show_them() -> None:
    tokyo = on_card(LANGUAGE, on(zone=zone("Asia/Tokyo"), quiet=None))

    assert "- Tue 24 Nov, 09:00 (<t:1795478400:R>)" in texts(tokyo)


def test_after_raising_the_limit_the_card_tells_the_new_one_and_how_to_undo_it() -> None:
    view = raised_card(LANGUAGE, on(30, daily_limit=16))

    assert "Your daily limit is now 16." in texts(view)
    assert "- Mon 23 Nov, 09:30" in texts(view)
    assert pressable(view) == [UNDO]


def test_a_limit_that_was_high_enough_is_said_to_be_as_it_was() -> None:
    view = raised_card(LANGUAGE, on(30, daily_limit=16, change=None))

    assert "Your daily limit was already 16, so nothing has changed." in texts(view)
    assert pressable(view) == []


def test_off_says_how_to_get_them_again_and_offers_undo() -> None:
    view = off_card(LANGUAGE, SwitchedOff("posture", ChangeId(7)))

    assert texts(view).startswith("### Posture check-ins are off\n")
    assert "/posture on" in texts(view)
    assert pressable(view) == [UNDO]


def test_off_when_they_were_off_changes_nothing_and_has_nothing_to_undo() -> None:
    view = off_card(LANGUAGE, SwitchedOff("posture", None))

    assert "were not on, so nothing has changed" in texts(view)
    assert pressable(view) == []


@pytest.mark.parametrize("caution", ["", "Stop if your arms tingle."])
def test_now_shows_the_movement_its_caution_and_when_not_to(caution: str) -> None:
    prompt = Prompt(id="chin-glide", text="Glide your chin straight back.", caution=caution)

    view = now_card(LANGUAGE, prompt)

    assert texts(view).startswith("### One small move\nGlide your chin straight back.\n")
    assert caution in texts(view)
    assert ("Take care" in texts(view)) == bool(caution)
    assert texts(view).endswith("-# " + LANGUAGE.say("posture.footer"))


@pytest.mark.parametrize("every_min", [20, 30, 45, 60, 90, 120])
@pytest.mark.parametrize(("start", "end"), [("00:00", "23:59"), ("20:00", "19:59")])
@pytest.mark.parametrize("limit", [1, 8, 24])
def test_every_card_fits_on_discord(every_min: int, start: str, end: str, limit: int) -> None:
    shown = on(every_min, start, end, daily_limit=limit)

    for view in (on_card(LANGUAGE, shown), raised_card(LANGUAGE, shown)):
        assert len(texts(view)) < 1_000
        assert len(pressable(view)) <= 3
