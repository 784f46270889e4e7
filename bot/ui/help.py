"""What the reader can do here, by role, and what a manager still has to see to."""

from __future__ import annotations

from bot.discord_io.guarded import GuardedLayout
from bot.texts.language import Language
from bot.ui.cards import card
from bot.ui.safety import crisis_text, emergency_text
from bot.usecases.services import Operator

# Commands in the order in which they are useful, by the ends of their texts' keys.
FOR_NEWCOMERS = ("start", "benefits", "warning_signs", "help")
FOR_MEMBERS = ("posture", "settings", "benefits", "warning_signs", "stop", "help")


def help_card(
    language: Language, operator: Operator, *, joined: bool, manages: bool
) -> GuardedLayout:
    """The commands that exist, and to managers what is unset."""
    say = language.say
    names = FOR_MEMBERS if joined else FOR_NEWCOMERS
    return card(
        say("help.intro.member" if joined else "help.intro.new"),
        "\n".join(say(f"help.line.{name}") for name in names),
        *(_to_set_up(language, operator) if manages else ()),
        f"-# {say('safety.disclaimer')}",
        title=say("help.title"),
    )


def _to_set_up(language: Language, operator: Operator) -> tuple[str, ...]:
    say = language.say
    unset = []
    if operator.emergency_text is None:
        text = emergency_text(language, operator)
        unset.append(say("help.manager.emergency_unset", emergency_text=text))
    if operator.crisis_text is None:
        text = crisis_text(language, operator)
        unset.append(say("help.manager.crisis_unset", crisis_text=text))
    return (say("help.intro.manager"), *unset) if unset else ()
