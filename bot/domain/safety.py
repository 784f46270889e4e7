"""What is shown once a check-in is answered: help first, and nothing beside it that could distract.

Pure. Refuses to weigh symptoms: a few answers lead to a text, and every text is the fact sheet's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Final

from bot.domain.check_in import COMFORT, CRISIS_STRESS, HELPED, STRESS, TENSION, WHERE
from bot.domain.press import Effect, Score

# Source: the design's fact sheet: areas whose trouble may come from a nerve or a vessel.
STARRED: Final = frozenset({"arm_hand", "head"})
HIGH_TENSION: Final = 8
# Within this time of an earlier crisis answer the text is short: it was read, and not forgotten.
CRISIS_AGAIN_WITHIN = timedelta(days=7)

# Judgement: below this, there is nothing to offer a card for.
_NOTABLE = 4
# The ids of the shipped cards; a clinic's own may lack some.
_TENSION_CARD, _SPASMS_CARD = "tension", "spasms"
_WARMTH_CARD, _RELIEF_CARD = "circulation", "relief"


class Text(Enum):
    """A text that is shown by itself."""

    WARNING_SIGNS = "the warning-signs notice"
    CRISIS = "the crisis text"
    CRISIS_AGAIN = "the crisis text, short"


@dataclass(frozen=True, slots=True)
class Care:
    """What is shown after the answers: texts in their order, then what is offered as a button."""

    texts: tuple[Text, ...] = ()
    offers_warning_signs: bool = False
    card: str | None = None

    @property
    def in_crisis(self) -> bool:
        """Whether stress was 9 or 10."""
        return bool({Text.CRISIS, Text.CRISIS_AGAIN} & set(self.texts))

    @property
    def shows_notice(self) -> bool:
        """Whether the warning-signs notice is shown."""
        return Text.WARNING_SIGNS in self.texts


@dataclass(frozen=True, slots=True)
class LastCard:
    """The card offered last; ``now``: offered with this very check-in."""

    id: str
    now: bool


def says_crisis(effect: Effect) -> bool:
    """Whether a press says that the stress is more than somebody can cope with."""
    return isinstance(effect, Score) and effect.question == STRESS and effect.value >= CRISIS_STRESS


def care_for(
    scores: Mapping[str, int],
    choices: Mapping[str, frozenset[str]],
    *,
    crisis_lately: bool,
    comfort: bool,
    cards: Collection[str] = (),
    last_card: LastCard | None = None,
) -> Care:
    """What a member's answers lead to, in the order of their weight.

    ``crisis_lately``: an earlier check-in within seven days had stress 9 or 10. ``cards`` are
    those there are to offer; ``comfort``: a clinic asks its members about pain.
    """
    texts = []
    if STARRED & choices.get(WHERE, frozenset()):
        texts.append(Text.WARNING_SIGNS)
    if scores.get(STRESS, 0) >= CRISIS_STRESS:
        texts.append(Text.CRISIS_AGAIN if crisis_lately else Text.CRISIS)
    if texts:
        return Care(tuple(texts), offers_warning_signs=Text.WARNING_SIGNS not in texts)
    fitting = [card for card in _fitting(scores, choices, comfort=comfort) if card in cards]
    return Care(
        offers_warning_signs=scores.get(TENSION, 0) >= HIGH_TENSION,
        card=_not_again(fitting, last_card),
    )


def _fitting(
    scores: Mapping[str, int], choices: Mapping[str, frozenset[str]], *, comfort: bool
) -> Iterator[str]:
    """Cards that speak of what was answered, the closest first. Source: judgement."""
    tension, helped = scores.get(TENSION, 0), choices.get(HELPED, frozenset())
    if tension >= HIGH_TENSION:
        yield _TENSION_CARD
        return
    if comfort and scores.get(COMFORT, 0) >= _NOTABLE:
        yield _RELIEF_CARD
    if "heat" in helped:
        yield _WARMTH_CARD
    if max(tension, scores.get(STRESS, 0)) >= _NOTABLE:
        yield _TENSION_CARD
    if "massage" in helped or tension >= _NOTABLE:
        yield _SPASMS_CARD


def _not_again(fitting: list[str], last: LastCard | None) -> str | None:
    """The first that was not offered last time; an offer just made stays while it fits."""
    if last is None:
        return next(iter(fitting), None)
    if last.now and last.id in fitting:
        return last.id
    return next((card for card in fitting if card != last.id), None)
