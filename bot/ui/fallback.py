"""What opening a line in a private thread shows."""

from __future__ import annotations

from bot.discord_io.guarded import GuardedLayout
from bot.discord_io.render import SendArguments, render
from bot.texts.language import Language
from bot.ui.cards import card
from bot.usecases.fallback import Shown

AREA = "fallback"
OPEN = "open"


def as_sent(shown: Shown) -> SendArguments:
    """A message just as it would have arrived, buttons and all."""
    return render(shown.message, shown.key)


def nothing_left_card(language: Language) -> GuardedLayout:
    """It was opened before, or is over by now."""
    return card(language.say("fallback.nothing"), quiet=True)
