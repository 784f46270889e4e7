"""What to show when somebody may be unwell, or wants a person.

Refuses to carry anything else: no tip, no offer, no button that leads away from help.
"""

from __future__ import annotations

from bot.discord_io.guarded import GuardedLayout
from bot.texts.language import Language
from bot.ui.cards import DANGER, button, card
from bot.ui.custom_ids import AreaPress
from bot.usecases.services import Operator

AREA = "safety"

WARNING_SIGNS = AreaPress(AREA, "warning_signs")


def emergency_text(language: Language, operator: Operator) -> str:
    """Whom to call: what the operator set, or words for it."""
    return operator.emergency_text or language.say("safety.emergency.default")


def crisis_text(language: Language, operator: Operator) -> str:
    """Who helps in a crisis: what the operator set, or words for it."""
    return operator.crisis_text or language.say("safety.crisis.default")


def warning_signs_card(language: Language, operator: Operator) -> GuardedLayout:
    """The notice, whole. Source: the design's fact sheet, approved by a clinician."""
    say = language.say
    return card(
        say("safety.notice.limits"),
        say("safety.notice.now", emergency_text=emergency_text(language, operator)),
        say("safety.notice.now_signs"),
        say("safety.notice.soon"),
        say("safety.notice.soon_signs"),
        say("safety.notice.until"),
        title=say("safety.notice.title"),
    )


def talk_card(language: Language, operator: Operator) -> GuardedLayout:
    """How to reach the clinic, and a way to the warning signs for whoever is unwell."""
    return card(
        _contact(language, operator),
        buttons=(button(language, "warning_signs", WARNING_SIGNS, DANGER),),
        quiet=True,
    )


def _contact(language: Language, operator: Operator) -> str:
    if operator.contact is None:
        return language.say("talk.unset")
    return language.say("talk.contact", contact=operator.contact)
