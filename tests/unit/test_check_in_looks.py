"""A check-in as a member sees it, at every step."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.content.library import Library
from bot.discord_io.buttons import PressSelect
from bot.discord_io.render import LONGEST, NewLook
from bot.domain.check_in import CHOICES, SCALE, CheckIn, questions
from bot.domain.ids import CheckInId, OccurrenceId
from bot.domain.safety import Care, Text, care_for
from bot.texts.catalogue import Catalogue
from bot.ui.check_ins import check_in_look, of_own, question_look
from bot.ui.custom_ids import AreaPress, OccurrencePress, Press
from bot.usecases.checking_in import CheckedIn
from bot.usecases.services import Operator
from tests.unit.test_check_in import NOW_AT
from tests.usecases.people import DEFAULTS

LANGUAGE, LIBRARY = Catalogue.load().language("en"), Library.load()
OPERATOR = Operator(DEFAULTS, 16, emergency_text="112", crisis_text="the line, 113")
LOCAL = datetime(2026, 11, 23, 18, 3)  # noqa: DTZ001 - a wall time
DAY = timedelta(days=1)


def occurrence(action: str) -> Press:
    return OccurrencePress(OccurrenceId(812), 1, action)


def checked(
    *,
    asking: str | None = None,
    care: Care | None = None,
    pain_is_asked: bool = False,
    where: frozenset[str] = frozenset(),
    local_asked: datetime = LOCAL,
    **scores: int,
) -> CheckedIn:
    choices = {"where": where}
    kept = CheckIn(CheckInId(1), "tension", "o812", NOW_AT, NOW_AT, LOCAL, scores, choices)
    cards = [card.id for card in LIBRARY.cards("en")]
    return CheckedIn(
        check_in=kept,
        questions=questions(scores, comfort=pain_is_asked),
        asking=asking,
        care=care
        or care_for(scores, choices, crisis_lately=False, comfort=pain_is_asked, cards=cards),
        local_asked=local_asked,
    )


def look(result: CheckedIn, *, stops: bool = True) -> NewLook:
    card = None if result.care.card is None else LIBRARY.card(result.care.card, "en")
    return check_in_look(LANGUAGE, OPERATOR, occurrence, result, card, stops=stops)


def text(shown: NewLook) -> str:
    return f"{shown['embed'].title or ''}\n{shown['embed'].description}"


def items(shown: NewLook) -> list[discord.ui.Item[Any]]:
    found = shown["view"].walk_children()
    return [item.item if isinstance(item, discord.ui.DynamicItem) else item for item in found]


def labels(shown: NewLook) -> list[str | None]:
    return [item.label for item in items(shown) if isinstance(item, discord.ui.Button)]


def selects(shown: NewLook) -> list[discord.ui.Select[Any]]:
    return [item for item in items(shown) if isinstance(item, discord.ui.Select)]


def rows(shown: NewLook) -> list[list[str]]:
    """The labels row by row, as Discord lays them out."""
    return [
        [part.get("label", part.get("placeholder", "")) for part in row["components"]]
        for row in shown["view"].to_components()
    ]


# Questions


def test_the_numbers_stand_five_five_and_one_with_stop() -> None:
    shown = look(checked(asking="stress", tension=6))

    assert rows(shown) == [
        ["0", "1", "2", "3", "4"],
        ["5", "6", "7", "8", "9"],
        ["10", "Stop"],
    ]


def test_a_question_says_what_was_answered_so_far() -> None:
    said = text(look(checked(asking="stress", tension=6)))

    assert "> Tension 6" in said
    assert "How stressed do you feel right now?" in said
    assert "0 = calm, 10 = more than I can cope with" in said


def test_zero_is_an_answer_like_any_other() -> None:
    assert "Tension 0 · Stress 0." in text(look(checked(tension=0, stress=0)))
    assert "Stress" not in text(look(checked(tension=0)))


def test_a_question_that_comes_back_shows_which_number_was_pressed() -> None:
    shown = look(checked(asking="tension", tension=6, stress=3))

    pressed = [
        item.label
        for item in items(shown)
        if isinstance(item, discord.ui.Button) and item.style is discord.ButtonStyle.primary
    ]
    assert pressed == ["6"]


def test_the_buttons_carry_the_message_they_stand_on() -> None:
    shown = look(checked(asking="stress", tension=6))

    ids = [item.custom_id for item in items(shown) if isinstance(item, discord.ui.Button)]
    assert ids == [*(f"v1:o:812.1:s{value}" for value in SCALE), "v1:o:812.1:stop"]


def test_one_that_was_asked_for_carries_who_asked_and_has_nothing_to_stop() -> None:
    shown = question_look(LANGUAGE, of_own(77))

    assert labels(shown) == [str(value) for value in SCALE]
    ids = [item.custom_id for item in items(shown) if isinstance(item, discord.ui.Button)]
    assert ids[0] == "v1:tension:t0:77"
    assert of_own(77)("where") == AreaPress("tension", "where", ("77",))


# After the answers


def test_thanks_say_what_was_noted_and_for_when() -> None:
    shown = look(checked(tension=3, stress=2))

    assert text(shown).startswith("Thank you\nNoted for Mon 23 Nov, 18:03: Tension 3 · Stress 2.")
    assert "You are done." in text(shown)
    assert labels(shown) == ["Ask the clinic to contact me", "Change", "Stop"]


def test_a_late_answer_says_for_when_it_counts() -> None:
    late = look(checked(tension=3, stress=2, local_asked=LOCAL - DAY))

    assert "We asked on Sun 22 Nov. Your answer counts for the time you gave it." in text(late)
    assert "We asked" not in text(look(checked(tension=3, stress=2)))


def test_two_selects_offer_every_choice_and_none_has_to_be_taken() -> None:
    where, helped = selects(look(checked(tension=3, stress=2)))

    assert [option.value for option in where.options] == list(CHOICES["where"])
    assert [option.value for option in helped.options] == list(CHOICES["helped"])
    for select in (where, helped):
        assert (select.min_values, select.max_values) == (0, len(select.options))
        assert "You can skip this." in (select.placeholder or "")


def test_what_was_chosen_stays_chosen() -> None:
    where, helped = selects(look(checked(tension=3, stress=2, where=frozenset({"jaw"}))))

    assert [option.label for option in where.options if option.default] == ["Jaw"]
    assert not [option for option in helped.options if option.default]


def test_selects_have_ids_of_their_own_that_no_button_class_takes() -> None:
    ids = [select.custom_id for select in selects(look(checked(tension=3, stress=2)))]

    assert ids == ["v1s:o:812.1:where", "v1s:o:812.1:helped"]
    assert all(PressSelect.__discord_ui_compiled_template__.fullmatch(each) for each in ids)


def test_high_tension_offers_the_warning_signs_beside_the_card() -> None:
    shown = look(checked(tension=8, stress=2))

    assert labels(shown)[:2] == ["Warning signs", "Read: Muscle tension"]


# Help first


def test_a_starred_area_turns_it_into_the_notice_and_can_be_taken_back() -> None:
    shown = look(checked(tension=9, stress=2, where=frozenset({"head"})))

    assert text(shown).startswith("⚠️ Stop and get help\nThis bot cannot check symptoms.")
    assert "services now (112)" in text(shown)
    assert "until you have been checked" in text(shown)
    assert len(selects(shown)) == 2
    assert not [label for label in labels(shown) if label and label.startswith("Read")]


def test_nine_and_ten_show_the_crisis_text_and_ask_nothing_more() -> None:
    shown = look(checked(tension=9, stress=9))

    assert text(shown).strip().startswith("That sounds very hard. Thank you for saying so.")
    assert "straight away: the line, 113." in text(shown)
    assert selects(shown) == []
    assert labels(shown) == ["Warning signs", "Ask the clinic to contact me", "Change", "Stop"]


def test_the_short_form_keeps_the_crisis_contact() -> None:
    shown = look(checked(tension=9, stress=9, care=Care((Text.CRISIS_AGAIN,), True)))

    assert "That still sounds very hard." in text(shown)
    assert "the line, 113" in text(shown)


def test_with_both_the_notice_comes_first_and_the_crisis_contact_stays() -> None:
    said = text(look(checked(tension=9, stress=10, where=frozenset({"arm_hand"}))))

    parts = ["Stop and get help", "until you have been checked", "That sounds very hard", "Noted"]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


# All of them


def every_look() -> Iterator[tuple[CheckedIn, NewLook]]:
    areas = (frozenset[str](), frozenset({"head"}))
    asked = (None, "tension", "stress")
    for tension, stress, where, asking in itertools.product(SCALE, SCALE, areas, asked):
        result = checked(asking=asking, where=where, tension=tension, stress=stress)
        yield result, look(result)


EVERY = list(every_look())


def test_while_comfort_is_off_nothing_speaks_of_pain_but_the_notice() -> None:
    for result, shown in EVERY:
        if result.asking is not None or not result.care.shows_notice:
            options = [o.label for select in selects(shown) for o in select.options]
            hints = [select.placeholder or "" for select in selects(shown)]
            said = " ".join([text(shown), *options, *hints, *map(str, labels(shown))])
            assert "pain" not in said.lower()


def test_every_look_is_one_that_discord_takes() -> None:
    for _, shown in EVERY:
        assert len(shown["view"].to_components()) <= 5
        assert all(len(row) <= 5 for row in rows(shown))
        assert len(shown["embed"].description or "") <= LONGEST["body"]


def test_every_look_has_a_way_to_stop_and_keeps_nothing_in_memory() -> None:
    for _, shown in EVERY:
        assert labels(shown)[-1] == "Stop"
        assert all(isinstance(each, discord.ui.DynamicItem) for each in shown["view"].children)
        assert shown["view"].timeout is None


def test_texts_as_long_as_an_operator_may_set_still_fit() -> None:
    house = replace(OPERATOR, emergency_text="x" * 500, crisis_text="y" * 500)
    result = checked(tension=9, stress=10, where=frozenset({"head"}))

    shown = check_in_look(LANGUAGE, house, occurrence, result, None, stops=True)

    assert "Noted for" in text(shown)


def test_pain_is_spoken_of_where_the_clinic_asks_about_it() -> None:
    asking = look(checked(asking="comfort", pain_is_asked=True, tension=3, stress=2))
    done = look(checked(pain_is_asked=True, tension=3, stress=2, comfort=0))

    assert "Neck pain right now?" in text(asking)
    assert "0 = none, 10 = the worst you can imagine" in text(asking)
    assert "Tension 3 · Stress 2 · Neck pain 0." in text(done)
