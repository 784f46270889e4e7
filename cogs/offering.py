"""Which benefit cards may be offered after a check-in, and the one that is."""

from __future__ import annotations

from bot.content.cards import Card
from bot.usecases.checking_in import CheckedIn
from bot.usecases.services import Services
from cogs.reply import Interaction, spoken


def card_ids(services: Services, interaction: Interaction) -> tuple[str, ...]:
    """The cards there are in the presser's language."""
    return tuple(card.id for card in services.library.cards(spoken(services, interaction).code))


def offered_card(services: Services, interaction: Interaction, checked: CheckedIn) -> Card | None:
    """The card that is offered with an answer, if one is."""
    wanted = checked.care.card
    if wanted is None:
        return None
    return services.library.card(wanted, spoken(services, interaction).code)
