"""The benefit cards: what the article claims, what we say, and what research found."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.cards import Card
from bot.discord_io.guarded import GuardedLayout
from bot.errors import NotFound
from bot.texts.language import Language
from bot.ui.cards import MAIN, Button, button, card, named_button
from bot.ui.custom_ids import AreaPress

AREA = "benefits"
TALK = AreaPress(AREA, "talk")
OPEN = "open"

# Source: Discord, choices of an autocomplete.
MOST_CHOICES = 25


def benefit_card(language: Language, cards: Sequence[Card], shown: Card) -> GuardedLayout:
    """One card with its page and the way to its neighbours."""
    say = language.say
    number = [each.id for each in cards].index(shown.id) + 1
    page = say("benefits.page", number=number, total=len(cards))
    sources = "\n".join(str(source) for source in shown.sources)
    return card(
        _part(say("benefits.claim"), shown.claim),
        _part(say("benefits.text"), shown.text),
        _part(say("benefits.sure"), shown.sure),
        _part(say("benefits.research"), shown.research),
        _part(say("benefits.try"), shown.try_),
        _part(say("benefits.careful"), shown.careful),
        _part(say("benefits.sources"), sources) if sources else "",
        f"-# {page} · {say('benefits.article')}",
        title=shown.title,
        buttons=_buttons(language, cards, number - 1),
    )


def open_button(language: Language, offered: Card) -> Button:
    """Opens a card beside the message it stands on."""
    name = language.say("benefits.read", title=offered.title)
    return named_button(name, AreaPress(AREA, OPEN, (offered.id,)))


def card_named(cards: Sequence[Card], typed: str) -> Card:
    """The card of that id or title, in any case. Raises: NotFound."""
    wanted = typed.strip().casefold()
    for each in cards:
        if wanted in {each.id.casefold(), each.title.casefold()}:
            return each
    raise NotFound("card.unknown")


def matching_cards(cards: Sequence[Card], typed: str) -> list[Card]:
    """The cards whose title holds what was typed so far, at most 25; all for nothing typed."""
    wanted = typed.strip().casefold()
    return [each for each in cards if wanted in each.title.casefold()][:MOST_CHOICES]


def _part(heading: str, text: str) -> str:
    return f"**{heading}**\n{text}"


def _buttons(language: Language, cards: Sequence[Card], place: int) -> list[Button]:
    talk = button(language, "talk_to_clinic", TALK)
    if len(cards) < len(("this one", "another")):
        return [talk]
    before, after = cards[place - 1], cards[(place + 1) % len(cards)]
    # The direction keeps the two ids apart where both lead to the same card.
    return [
        button(language, "previous", AreaPress(AREA, "show", (before.id, "previous"))),
        button(language, "next", AreaPress(AREA, "show", (after.id, "next")), MAIN),
        talk,
    ]
