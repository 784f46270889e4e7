"""The picture of /clinic overview, and the card around it.

Every picture drawn here is kept in tests/pictures, to be looked at; git ignores them.
"""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.charts.drawing import Drawing
from bot.charts.overview import ANSWERED, SENT, draw, nice_top
from bot.content.library import Library
from bot.domain.overview import PERIODS, Overview, Tally
from bot.kinds import KINDS
from bot.texts.catalogue import Catalogue
from bot.ui.overview import PLANS_A_PAGE, overview_card, picture_file, picture_words, plans_card
from bot.usecases.overview import Looked
from tests.unit.views import buttons, texts

TODAY = date(2026, 11, 23)
CATALOGUE = Catalogue.load()
ENGLISH = CATALOGUE.language("en")
WORDS = picture_words(ENGLISH)
PICTURES = Path(__file__).parents[1] / "pictures"
MOST_BYTES = 300 * 1024


def clinic(days: int, sent: int = 40, answered: int = 10) -> Overview:
    tallies = [Tally(sent + day % 7, answered, 1, 2) for day in range(days)]
    dated = [(TODAY - timedelta(days=days - 1 - i), tally) for i, tally in enumerate(tallies)]
    coming = (("posture", 1400), ("appointment", 3))
    return Overview(days, 120, enough=True, days=tuple(dated), coming=coming)


def drawn(overview: Overview, name: str) -> Image.Image:
    png = draw(overview, WORDS)
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"overview {name}.png").write_bytes(png)
    assert len(png) < MOST_BYTES
    return Image.open(io.BytesIO(png)).convert("RGB")


def number_of(image: Image.Image, colour: str) -> int:
    wanted = bytes.fromhex(colour.removeprefix("#"))
    pixels = image.tobytes()
    return sum(pixels[i : i + 3] == wanted for i in range(0, len(pixels), 3))


@pytest.mark.parametrize("days", PERIODS)
def test_every_period_shows_both_bars_and_is_as_wide_as_discord_shows(days: int) -> None:
    image = drawn(clinic(days), f"{days} days")

    assert image.width == 1000
    assert number_of(image, SENT) > number_of(image, ANSWERED) > 1000


def test_more_answers_are_more_colour_and_none_are_the_key_alone() -> None:
    none, some, all_ = (
        number_of(drawn(clinic(7, answered=answered), f"{answered} answered"), ANSWERED)
        for answered in (0, 20, 40)
    )

    assert none < some < all_
    assert none < 500


def test_days_without_messages_stay_empty_and_do_not_fail() -> None:
    image = drawn(clinic(7, sent=-6, answered=0), "nothing sent")

    assert number_of(image, SENT) < 5000


def test_the_same_numbers_always_give_the_same_picture() -> None:
    assert draw(clinic(30), WORDS) == draw(clinic(30), WORDS)


@pytest.mark.parametrize(
    ("most", "top"),
    [
        (0, 2),
        (1, 2),
        (2, 2),
        (3, 4),
        (7, 8),
        (11, 12),
        (13, 16),
        (17, 20),
        (1400, 1600),
        (9999, 10000),
    ],
)
def test_the_scale_ends_on_an_even_number_just_above(most: int, top: int) -> None:
    assert nice_top(most) == top


def test_every_scale_holds_what_stands_on_it_and_can_be_halved() -> None:
    for most in range(1, 20_000, 7):
        top = nice_top(most)
        assert most <= top <= 2 * most + 2
        assert top % 2 == 0


async def test_it_is_drawn_beside_the_event_loop() -> None:
    drawing = Drawing()
    try:
        png = await drawing.draw_overview(clinic(7), WORDS)
    finally:
        drawing.close()

    assert png.startswith(b"\x89PNG")


def test_the_alt_text_says_what_the_picture_shows() -> None:
    looked = Looked(clinic(7), b"png")

    found = picture_file(ENGLISH, looked)

    assert found is not None
    assert found.filename == "picture.png"
    assert found.description == (
        "A bar for each of the last 7 days. 301 messages were sent, 70 of them answered. "
        "The most on one day were 46."
    )
    assert picture_file(ENGLISH, Looked(clinic(7), None)) is None


def test_the_card_says_all_numbers_and_names_what_comes() -> None:
    said = texts(overview_card(ENGLISH, KINDS, clinic(7), None))

    for line in (
        "**Members**: 120",
        "**Messages sent**: 301",
        "**Answered**: 70 (23 %)",
        "**Late by 5 minutes or more**: 7",
        "**Not delivered, DMs closed**: 14",
        "- Posture check-ins: 1400",
    ):
        assert line in said


def test_where_nothing_was_sent_no_share_is_divided() -> None:
    said = texts(overview_card(ENGLISH, KINDS, clinic(7, sent=-6, answered=0), None))

    assert "(0 %)" in said


@pytest.mark.parametrize("code", CATALOGUE.codes)
def test_every_plan_stands_on_some_page_within_discords_limits(code: str) -> None:
    language, plans = CATALOGUE.language(code), Library.load().plans(code)
    pages = -(-len(plans) // PLANS_A_PAGE)
    cards = [plans_card(language, plans, page) for page in range(1, pages + 1)]

    said = "\n".join(texts(card) for card in cards)
    assert all(f"**{plan.title}**" in said for plan in plans)
    assert len(buttons(cards[0])) == len(buttons(cards[-1])) == 1
    assert texts(plans_card(language, plans, 99)) == texts(cards[-1])
