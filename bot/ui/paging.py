"""Lists on cards, a page at a time: which page it is, and the way to its neighbours."""

from __future__ import annotations

from collections.abc import Callable

from bot.texts.language import Language
from bot.ui.cards import Button, button
from bot.ui.custom_ids import AreaPress


def paged(language: Language, title: str, page: int, pages: int) -> str:
    """A title that says which page it is, where there are several."""
    if pages == 1:
        return title
    return f"{title} ({language.say('page.of', page=page, pages=pages)})"


def turning(
    language: Language, page: int, pages: int, to: Callable[[int], AreaPress]
) -> list[Button]:
    """The ways to the page before and the page after, where there are such."""
    turned = []
    if page > 1:
        turned.append(button(language, "previous", to(page - 1)))
    if page < pages:
        turned.append(button(language, "next", to(page + 1)))
    return turned
