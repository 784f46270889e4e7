"""Lists a page at a time: which page is shown, and what leads to its neighbours."""

from __future__ import annotations

import pytest

from bot.domain.pages import page_within
from bot.texts.catalogue import Catalogue
from bot.ui.custom_ids import AreaPress
from bot.ui.paging import paged, turning

ENGLISH = Catalogue.load().language("en")


@pytest.mark.parametrize(
    ("page", "number", "shown"),
    [
        (1, 0, (1, 1)),
        (1, 5, (1, 1)),
        (1, 6, (1, 2)),
        (2, 6, (2, 2)),
        (3, 6, (2, 2)),
        (0, 6, (1, 2)),
    ],
)
def test_a_page_there_is_not_gives_way_to_the_nearest(page, number, shown):
    assert page_within(page, number, 5) == shown


def test_a_title_names_its_page_only_where_there_are_several():
    assert paged(ENGLISH, "Plans", 1, 1) == "Plans"
    assert paged(ENGLISH, "Plans", 2, 3) == "Plans (page 2 of 3)"


@pytest.mark.parametrize(
    ("page", "ways"),
    [(1, {"Next": "2"}), (2, {"Previous": "1", "Next": "3"}), (3, {"Previous": "2"})],
)
def test_every_page_leads_to_its_neighbours(page, ways):
    buttons = turning(ENGLISH, page, 3, lambda number: AreaPress("plans", "show", (str(number),)))

    assert {each.item.label: each.press.args[0] for each in buttons} == ways
