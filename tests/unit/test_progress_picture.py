"""The picture of /progress: what is on it, what is not, and that it is always the same.

Every picture drawn here is kept in tests/pictures, to be looked at; git ignores them.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.charts.paper import INK, PAPER, SCALE, WIDTH
from bot.charts.progress import HEIGHT, LEFT, LOOKS, RIGHT, TALL, TOPS, draw
from bot.domain.check_in import STRESS, TENSION
from bot.domain.progress import Progress, progress_of
from bot.texts.catalogue import Catalogue
from bot.ui.progress import picture_words
from tests.store.answers import Answer, a_story, scores_of

TODAY = date(2026, 11, 23)
WORDS = picture_words(Catalogue.load().language("en"))
PICTURES = Path(__file__).parents[1] / "pictures"
MOST_BYTES = 300 * 1024
DISCORD = {"dark": "#313338", "light": "#ffffff"}

# How many days somebody has answered for, the days shown, and how long ago sessions were.
CASES = {
    "0 days": (0, 30, ()),
    "1 day": (1, 30, ()),
    "3 days": (3, 30, (1,)),
    "7 of 60 days": (60, 7, (5,)),
    "30 of 60 days": (60, 30, (5, 12, 26)),
    "90 of 400 days": (400, 90, (5, 12, 26, 61)),
}


def seen(answers: list[Answer], days: int, sessions: tuple[int, ...] = ()) -> Progress:
    return progress_of(
        scores_of(answers),
        [TODAY - timedelta(days=ago) for ago in sessions],
        local_today=TODAY,
        period_days=days,
        local_began=answers[0][0].date() if answers else None,
    )


def case(name: str) -> Progress:
    length, days, sessions = CASES[name]
    return seen(a_story(TODAY, length), days, sessions)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def colour(name: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(name.removeprefix("#")))


def column_of(progress: Progress, day: int, question: str) -> set[object]:
    """Every colour in the middle of a day's column of a question's plot."""
    picture = opened(draw(progress, WORDS))
    top = TOPS[[curve.question for curve in progress.curves].index(question)]
    across = LEFT + (day + 0.5) * (RIGHT - LEFT) / len(progress.curves[0].days)
    rows = range(int((top - 3) * SCALE), int((top + TALL + 3) * SCALE))
    strip = picture.crop((int(across * SCALE), rows.start, int(across * SCALE) + 1, rows.stop))
    return colours(strip)


def only(progress: Progress, question: str, days: tuple[float | None, ...]) -> Progress:
    """The same picture with other days and no weeks for a question."""
    curves = tuple(
        replace(curve, days=days, weeks=()) if curve.question == question else curve
        for curve in progress.curves
    )
    return replace(progress, curves=curves)


# To be looked at


@pytest.mark.parametrize("name", CASES)
def test_a_picture_is_kept_for_looking_at_as_it_is_and_400_wide_on_dark_and_light(
    name: str,
) -> None:
    PICTURES.mkdir(exist_ok=True)
    png = draw(case(name), WORDS)
    whole = opened(png)
    small = whole.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    (PICTURES / f"{name}.png").write_bytes(png)
    for theme, background in DISCORD.items():
        sheet = Image.new("RGB", (WIDTH + 40, HEIGHT + 40), background)
        sheet.paste(small, (20, 20))
        sheet.save(PICTURES / f"{name}, {theme}.png")

    assert whole.size == (WIDTH * SCALE, HEIGHT * SCALE)


@pytest.mark.parametrize("name", CASES)
def test_no_picture_has_more_than_300_kib(name: str) -> None:
    assert len(draw(case(name), WORDS)) <= MOST_BYTES


def test_the_fullest_picture_there_can_be_is_small_enough_too() -> None:
    answers = [
        (at.replace(hour=hour), {TENSION: hour % 11, STRESS: at.day % 11})
        for at, _ in a_story(TODAY, 400)
        for hour in range(24)
    ]

    assert len(draw(seen(answers, 90, tuple(range(90))), WORDS)) <= MOST_BYTES


# What is on it


def test_it_brings_its_own_background_and_is_nowhere_transparent() -> None:
    picture = Image.open(io.BytesIO(draw(case("30 of 60 days"), WORDS))).convert("RGBA")

    assert picture.getchannel("A").getextrema() == (255, 255)
    assert picture.getpixel((2, 2)) == (*colour(PAPER), 255)


@pytest.mark.parametrize("theme", DISCORD)
def test_its_edge_is_seen_on_either_of_discords_backgrounds(theme: str) -> None:
    assert sum(abs(a - b) for a, b in zip(colour(PAPER), colour(DISCORD[theme]), strict=True)) > 40


@pytest.mark.parametrize("name", [INK, *(look[0] for look in LOOKS.values())])
def test_what_is_drawn_stands_out_from_the_background(name: str) -> None:
    # Source: WCAG 2.2, 1.4.11 asks for 3 to 1 for what is drawn, 1.4.3 for 4.5 to 1 for text.
    assert contrast(name, PAPER) >= 4.5


def test_the_two_questions_differ_by_shape_as_well_as_by_colour() -> None:
    (_, one, _), (_, other, _) = LOOKS.values()
    assert one != other


@pytest.mark.parametrize("question", [TENSION, STRESS])
def test_a_day_without_answer_stays_empty_even_between_two_that_have_one(question: str) -> None:
    days = (2, 9, None, 9, 2, 9, 2)
    progress = only(seen(a_story(TODAY, 60), 7), question, days)
    empty = column_of(
        only(progress, question, (None, None, None, None, None, None, 5)), 2, question
    )

    assert column_of(progress, 2, question) == empty
    assert colour(INK) in column_of(progress, 1, question)
    assert colour(INK) in column_of(progress, 3, question)


def test_a_lone_day_between_gaps_still_has_its_mark() -> None:
    progress = only(seen(a_story(TODAY, 60), 7), TENSION, (None, None, None, 6, None, None, None))

    assert colour(INK) in column_of(progress, 3, TENSION)


def test_days_of_ten_and_of_zero_are_whole_on_the_picture() -> None:
    progress = only(seen(a_story(TODAY, 60), 7), TENSION, (None, 10, None, 0, None, None, 5))

    assert colour(INK) in column_of(progress, 1, TENSION)
    assert colour(INK) in column_of(progress, 3, TENSION)


def test_a_week_with_a_median_has_a_bar_and_one_with_too_few_days_has_none() -> None:
    few = [(at, scores) for at, scores in a_story(TODAY, 60) if at.date() >= TODAY - timedelta(1)]
    tension = colour(LOOKS[TENSION][0])
    # The key shows both colours; it lies below the plots.
    plot = (0, 0, int(WIDTH * SCALE), int((TOPS[0] + TALL + 10) * SCALE))

    assert tension in colours(opened(draw(seen(a_story(TODAY, 60), 7), WORDS)).crop(plot))
    assert tension not in colours(opened(draw(seen(few, 7), WORDS)).crop(plot))


def test_a_session_has_a_line_where_no_answer_is() -> None:
    nothing = (None,) * 7
    without = only(seen(a_story(TODAY, 60), 7), TENSION, nothing)
    with_one = replace(without, local_sessions=(TODAY - timedelta(days=1),))

    assert column_of(with_one, 5, TENSION) != column_of(without, 5, TENSION)
    assert column_of(with_one, 4, TENSION) == column_of(without, 4, TENSION)


def test_the_words_on_it_are_those_it_is_given() -> None:
    asked: list[date] = []

    def told(day: date) -> str:
        asked.append(day)
        return "Tag"

    progress = case("30 of 60 days")
    foreign = replace(WORDS, titles={TENSION: "Spannung", STRESS: "Stress"}, day=told)

    assert draw(progress, foreign) != draw(progress, WORDS)
    assert asked == [TODAY - timedelta(days=7 * week) for week in range(5)]


@pytest.mark.parametrize("code", Catalogue.load().codes)
def test_in_every_language_the_key_and_the_longest_dates_fit(code: str) -> None:
    words = picture_words(Catalogue.load().language(code))
    longest = max(
        (date(2026, month, 28) for month in range(1, 13)), key=lambda d: len(words.day(d))
    )
    picture = opened(draw(case("90 of 400 days"), replace(words, day=lambda _: words.day(longest))))
    edge = (int((WIDTH - 3) * SCALE), 0, *picture.size)

    assert colours(picture.crop(edge)) == {colour(PAPER)}


def test_a_text_with_signs_of_mathematics_is_written_as_it_is() -> None:
    odd = replace(WORDS, each_day="a $day$ of {x_1}^2", session="$")

    assert draw(case("3 days"), odd)


# The same


def test_the_same_days_give_the_same_bytes() -> None:
    name = "90 of 400 days"
    hashes = {hashlib.sha256(draw(case(name), WORDS)).hexdigest() for _ in range(3)}

    assert len(hashes) == 1


def test_it_says_nothing_about_how_it_was_made() -> None:
    assert not any(
        isinstance(value, str)
        for value in Image.open(io.BytesIO(draw(case("1 day"), WORDS))).info.values()
    )


def colours(picture: Image.Image) -> set[object]:
    found = picture.getcolors(maxcolors=2**24)
    assert found is not None
    return {each for _, each in found}


def luminance(name: str) -> float:
    parts = [value / 255 for value in colour(name)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
