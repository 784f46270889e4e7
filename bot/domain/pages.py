"""Lists that are shown a page at a time, counted from 1."""

from __future__ import annotations


def page_within(page: int, number: int, a_page: int) -> tuple[int, int]:
    """The page to show of ``number`` things, and how many pages there are.

    A page there is not gives way to the nearest; where there is nothing, there is one empty page.
    """
    pages = max(1, -(-number // a_page))
    return min(max(page, 1), pages), pages
