"""What to show when somebody may be unwell, or wants a person.

Refuses to carry anything else: no tip, no offer, no button that leads away from help.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.discord_io.buttons import Option, PressSelect
from bot.discord_io.guarded import GuardedLayout
from bot.domain.ids import DiscordGuildId
from bot.texts.language import Language
from bot.ui.cards import DANGER, Button, button, card
from bot.ui.custom_ids import AreaPress
from bot.usecases.contact import ContactNoted
from bot.usecases.services import Operator

AREA = "safety"

WARNING_SIGNS = AreaPress(AREA, "warning_signs")
ASK_CONTACT = AreaPress(AREA, "contact")
WHICH_CLINIC = AreaPress(AREA, "clinic")

# Source: Discord, options of a select.
MOST_CLINICS = 25


def emergency_text(language: Language, operator: Operator) -> str:
    """Whom to call: what was set, or words for it."""
    return operator.emergency_text or language.say("safety.emergency.default")


def crisis_text(language: Language, operator: Operator) -> str:
    """Who helps in a crisis: what was set, or words for it."""
    return operator.crisis_text or language.say("safety.crisis.default")


def notice_blocks(language: Language, operator: Operator) -> tuple[str, ...]:
    """The notice, whole. Source: the design's fact sheet, approved by a clinician."""
    say = language.say
    return (
        say("safety.notice.limits"),
        say("safety.notice.now", emergency_text=emergency_text(language, operator)),
        say("safety.notice.now_signs"),
        say("safety.notice.soon"),
        say("safety.notice.soon_signs"),
        say("safety.notice.until"),
    )


def crisis_block(language: Language, operator: Operator, *, again: bool = False) -> str:
    """Who helps when stress is more than somebody can cope with. ``again``: the short form."""
    key = "safety.crisis.short" if again else "safety.crisis"
    return language.say(key, crisis_text=crisis_text(language, operator))


def warning_signs_card(language: Language, operator: Operator) -> GuardedLayout:
    """The notice by itself."""
    return card(*notice_blocks(language, operator), title=language.say("safety.notice.title"))


def warning_signs_button(language: Language) -> Button:
    """Opens the notice."""
    return button(language, "warning_signs", WARNING_SIGNS, DANGER)


def contact_button(language: Language) -> Button:
    """Asks the clinic to contact the one who presses it."""
    return button(language, "contact_me", ASK_CONTACT)


def contact_noted_card(
    language: Language, operator: Operator, noted: ContactNoted
) -> GuardedLayout:
    """What happens next; whoever may be in danger reads first who helps at once."""
    key = "safety.contact.noted" if noted.is_new else "safety.contact.again"
    return card(
        crisis_block(language, operator, again=True) if noted.in_crisis else "",
        language.say(key),
        language.say("safety.contact.urgent"),
        "" if operator.contact is None else talk_text(language, operator),
        buttons=(warning_signs_button(language),),
        quiet=True,
    )


def which_clinic_card(
    language: Language,
    operator: Operator,
    named: Sequence[tuple[DiscordGuildId, str]],
    *,
    in_crisis: bool,
) -> GuardedLayout:
    """Which of several clinics should contact them."""
    options = [Option(str(guild), name) for guild, name in named[:MOST_CLINICS]]
    hint = language.say("safety.contact.which.hint")
    return card(
        crisis_block(language, operator, again=True) if in_crisis else "",
        language.say("safety.contact.which"),
        select=PressSelect.offering(WHICH_CLINIC, hint, options, fewest=1, most=1),
        buttons=(warning_signs_button(language),),
        quiet=True,
    )


def talk_card(language: Language, operator: Operator) -> GuardedLayout:
    """How to reach the clinic, and a way to the warning signs for whoever is unwell."""
    return card(
        talk_text(language, operator),
        buttons=(warning_signs_button(language),),
        quiet=True,
    )


def talk_text(language: Language, operator: Operator) -> str:
    """How to reach the clinic: what was set, or that nothing was."""
    if operator.contact is None:
        return language.say("talk.unset")
    return language.say("talk.contact", contact=operator.contact)
