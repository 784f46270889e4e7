"""The cards of /progress: what they say of any days, and what they never say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import discord
import pytest

from bot.domain.check_in import STRESS, TENSION
from bot.domain.progress import PERIODS, Progress, Score, progress_of
from bot.texts.catalogue import Catalogue
from bot.ui.custom_ids import AreaPress, parse_area
from bot.ui.progress import (
    FILE_NAME,
    LONGEST_ALT,
    alt_text,
    picture_file,
    picture_words,
    progress_card,
)
from bot.usecases.progress import LookBack
from tests.store.answers import a_story, scores_of
from tests.unit.scores import TODAY, day, score, seen, tension
from tests.unit.views import buttons, texts

LANGUAGE = Catalogue.load().language("en")
PNG = b"\x89PNG"


def shown(progress: Progress, *, pictured: bool = True) -> discord.ui.LayoutView:
    picture = picture_file(LANGUAGE, LookBack(progress, PNG)) if pictured else None
    return progress_card(LANGUAGE, progress, picture)


def lines(progress: Progress) -> list[str]:
    return texts(shown(progress)).splitlines()


def galleries(view: discord.ui.LayoutView) -> list[discord.ui.MediaGallery[discord.ui.LayoutView]]:
    return [item for item in view.walk_children() if isinstance(item, discord.ui.MediaGallery)]


def both(values: dict[int, int], stress: dict[int, int]) -> list[Score]:
    return [*tension(values), *(score(ago, value, STRESS) for ago, value in stress.items())]


def steady(value: int, first: int, last: int) -> dict[int, int]:
    return dict.fromkeys(range(first, last), value)


# Enough answers


def test_the_title_names_the_period_and_the_dates_stand_below() -> None:
    said = lines(seen(tension(steady(5, 0, 40))))

    assert said[:2] == ["### Your last 30 days", "-# Sun 25 Oct to Mon 23 Nov"]


@pytest.mark.parametrize(
    ("before", "now", "sentence"),
    [
        (7, 4, "**Tension: 4.** Lower than in the 30 days before (7)."),
        (4, 7, "**Tension: 7.** Higher than in the 30 days before (4)."),
        (5, 4, "**Tension: 4.** Similar to the 30 days before (5)."),
    ],
)
def test_each_question_is_lower_higher_or_similar_and_says_to_what(
    before: int, now: int, sentence: str
) -> None:
    scores = tension({**steady(before, 30, 60), **steady(now, 0, 30)})

    assert sentence in lines(seen(scores))


def test_with_too_few_answers_before_it_says_so_and_gives_no_verdict() -> None:
    said = lines(seen(both(steady(4, 0, 30), {})))

    assert "**Tension: 4.** Too few answers to compare with the 30 days before." in said
    assert "**Stress:** no answers in these days." in said


def test_weekly_medians_are_listed_oldest_first_with_a_sign_for_weeks_with_too_few() -> None:
    values = {**steady(6, 21, 28), 14: 5, 15: 6, **steady(4, 7, 14), 0: 3, 3: 4, 6: 4}

    said = lines(seen(both(values, steady(2, 0, 28))))

    place = said.index("**Week by week, oldest first**")
    assert said[place + 1 : place + 4] == [
        "Tension: 6 · – · 4 · 4",
        "Stress: 2 · 2 · 2 · 2",
        "-# – stands for a week with answers on fewer than 3 days.",
    ]


def test_a_single_week_is_not_told_twice() -> None:
    assert "Week by week" not in texts(shown(seen(tension(steady(5, 0, 14)), days=7)))


def test_days_active_are_those_shown_and_those_of_the_month() -> None:
    said = lines(seen(tension({0: 4, 1: 4, 2: 4, 25: 4})))

    assert "Days with answers: 4 of 30. Days active this month: 3." in said


def test_sessions_are_told_with_both_sides_and_without_a_cause() -> None:
    values = {**steady(7, 11, 18), **steady(4, 3, 10)}

    said = lines(seen(both(values, values), sessions=[10]))

    place = said.index("**7 days before and 7 days after a session**")
    assert said[place + 1 : place + 3] == [
        "Fri 13 Nov: Tension 7 before, 4 after (lower); Stress 7 before, 4 after (lower)",
        "-# A lot goes on in a week. These numbers can't tell what a change comes from.",
    ]


def test_of_many_sessions_the_last_three_are_told() -> None:
    said = texts(shown(seen(tension(steady(5, 0, 120)), days=90, sessions=[80, 60, 40, 20, 10])))

    assert [name in said for name in ("24 Sept", "14 Oct", "3 Nov", "13 Nov")] == [
        False,
        True,
        True,
        True,
    ]


def test_sessions_with_too_few_answers_around_them_are_not_judged() -> None:
    said = texts(shown(seen(tension(steady(5, 0, 8)), sessions=[1])))

    assert "There are too few answers around your sessions to compare yet." in said


def test_without_a_session_nothing_is_said_about_sessions() -> None:
    assert "session" not in texts(shown(seen(tension(steady(5, 0, 30))))).lower()


def test_below_stands_what_the_numbers_are_and_what_counts_as_a_change() -> None:
    said = lines(seen(tension(steady(5, 0, 30))))[-1]

    for part in ("median", "2 points and 30 %", "3 days or more", "not a diagnosis"):
        assert part in said


def test_halves_are_written_with_one_decimal() -> None:
    values = {0: 4, 1: 5, 2: 4, 3: 5}

    assert "**Tension: 4.5.**" in texts(shown(seen(tension(values))))


# The picture


def test_words_come_first_then_the_picture_then_the_buttons() -> None:
    progress = seen(tension(steady(5, 0, 30)))
    kinds = [
        type(item)
        for item in shown(progress).walk_children()
        if isinstance(item, discord.ui.TextDisplay | discord.ui.MediaGallery | discord.ui.ActionRow)
    ]

    assert kinds[-2:] == [discord.ui.MediaGallery, discord.ui.ActionRow]
    assert set(kinds[:-2]) == {discord.ui.TextDisplay}


def test_the_pictures_file_has_a_neutral_name_and_the_alt_text_as_its_description() -> None:
    progress = seen(tension(steady(5, 0, 30)))
    picture = picture_file(LANGUAGE, LookBack(progress, PNG))
    assert picture is not None
    (gallery,) = galleries(progress_card(LANGUAGE, progress, picture))
    (item,) = gallery.items

    assert picture.filename == FILE_NAME == "picture.png"
    assert item.media.url == "attachment://picture.png"
    assert picture.description == item.description == alt_text(LANGUAGE, progress)


def test_without_a_picture_the_words_are_all_there_and_say_so() -> None:
    progress = seen(tension(steady(5, 0, 60)))
    with_one, without = texts(shown(progress)), texts(shown(progress, pictured=False))

    assert without.startswith(with_one)
    assert "could not be drawn this time" in without
    assert galleries(shown(progress, pictured=False)) == []


def test_the_alt_text_tells_dates_medians_lowest_highest_weeks_and_sessions() -> None:
    values = {**steady(6, 7, 28), **steady(2, 0, 7), 3: 9}

    alt = alt_text(LANGUAGE, seen(both(values, {0: 5}), sessions=[12, 4]))

    assert alt == (
        "Two plots of days and weekly medians, from Sun 25 Oct to Mon 23 Nov, on a scale of 0 to "
        "10. Tension: median 6, lowest day 2, highest day 9, answers on 28 of 30 days. Its weekly "
        "medians, oldest first: 6; 6; 6; 2. Stress: median 5, lowest day 5, highest day 5, answers "
        "on 1 of 30 days. Its weekly medians, oldest first: –; –; –; –. Sessions: 11 Nov, 19 Nov"
    )


def test_a_question_nobody_answered_is_told_as_that() -> None:
    assert "Stress: no answers." in alt_text(LANGUAGE, seen(tension(steady(6, 0, 28))))


def test_with_a_session_each_day_the_alt_text_still_fits() -> None:
    progress = progress_of(
        scores_of(a_story(TODAY, 400)),
        [day(ago) for ago in range(90)],
        local_today=TODAY,
        period_days=90,
        local_began=day(399),
    )

    alt = alt_text(LANGUAGE, progress)

    assert len(alt) <= LONGEST_ALT
    assert "Sessions: …, 12 Nov, " in alt


# Few answers


def test_with_no_answer_ever_the_words_are_kind_and_say_how_to_begin() -> None:
    said = texts(shown(seen([], began=None), pictured=False))

    assert "no answers to show yet, and that is fine" in said
    assert "/tension now" in said
    assert "picture could not" not in said


@pytest.mark.parametrize(("number", "words"), [(1, "1 answer in"), (2, "2 answers in")])
def test_with_one_or_two_it_thanks_and_says_how_many_it_takes(number: int, words: str) -> None:
    said = texts(shown(seen(tension(steady(9, 0, number)), began=number), pictured=False))

    assert f"You have {words} these days, thank you. With three you get a picture here." in said
    assert "9" not in said


def test_with_answers_from_before_a_longer_period_is_offered_as_long_as_there_is_one() -> None:
    scores = tension(steady(5, 95, 200))

    for days in (7, 30):
        said = texts(shown(seen(scores, days=days), pictured=False))
        assert "There are answers from before. Press a longer time to see them." in said
    assert "longer" not in texts(shown(seen(scores, days=90), pictured=False))


# Always


@pytest.mark.parametrize("days", PERIODS)
@pytest.mark.parametrize("number", [0, 40])
def test_a_row_of_buttons_switches_the_period_and_marks_the_one_that_is_shown(
    days: int, number: int
) -> None:
    row = buttons(shown(seen(tension(steady(5, 0, number)), days=days)))

    assert [button.label for button in row] == ["7 days", "30 days", "90 days"]
    assert [parse_area(button.custom_id or "") for button in row] == [
        AreaPress("progress", "show", (str(each),)) for each in PERIODS
    ]
    marked = [button.style is discord.ButtonStyle.primary for button in row]
    assert marked == [each == days for each in PERIODS]


def test_what_the_picture_says_is_in_the_members_language() -> None:
    words = picture_words(LANGUAGE)

    assert words.titles == {TENSION: "Tension", STRESS: "Stress"}
    assert (words.day(TODAY), words.weekday(TODAY), words.number(4.25)) == ("23 Nov", "Mon", "4.2")


def test_the_names_of_a_whole_week_are_told_apart() -> None:
    weekday = picture_words(LANGUAGE).weekday
    week: Iterable[date] = (TODAY + timedelta(days=number) for number in range(7))

    assert [weekday(each) for each in week] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
