"""What the reader can do here, by role, and what a manager still has to see to."""

from __future__ import annotations

from bot.discord_io.guarded import GuardedLayout
from bot.kinds.posture import Posture
from bot.kinds.registry import Kinds
from bot.texts.language import Language
from bot.ui.cards import card
from bot.ui.safety import crisis_text, emergency_text
from bot.usecases.services import Operator

# Commands in the order in which they are useful, by the ends of their texts' keys.
FOR_NEWCOMERS = ("start", "benefits", "warning_signs", "privacy", "help")
# What is for members stands below their check-ins.
FOR_MEMBERS = (
    "progress",
    "remind",
    "reminders",
    "pause",
    "settings",
    "benefits",
    "warning_signs",
    "privacy",
    "stop",
    "help",
)
FOR_STAFF = ("session", "clinic")
FOR_MANAGERS = ("clinic_setup",)


def help_card(
    language: Language,
    operator: Operator,
    kinds: Kinds,
    *,
    joined: bool,
    works: bool,
    manages: bool,
) -> GuardedLayout:
    """The commands that are for the reader, and to managers what is unset.

    ``works``: for this clinic, as its staff.
    """
    say = language.say
    check_ins = (Posture.name, *(kind.name for kind in kinds.timed))
    names = (*check_ins, *FOR_MEMBERS) if joined else FOR_NEWCOMERS
    return card(
        say("help.intro.member" if joined else "help.intro.new"),
        "\n".join(say(f"help.line.{name}") for name in names),
        *(_for_staff(language) if works else ()),
        *(_to_set_up(language, operator) if manages else ()),
        f"-# {say('safety.disclaimer')}",
        title=say("help.title"),
    )


def _for_staff(language: Language) -> tuple[str, ...]:
    lines = "\n".join(language.say(f"help.line.{name}") for name in FOR_STAFF)
    return language.say("help.intro.staff"), lines


def _to_set_up(language: Language, operator: Operator) -> tuple[str, ...]:
    say = language.say
    unset = []
    if operator.emergency_text is None:
        text = emergency_text(language, operator)
        unset.append(say("help.manager.emergency_unset", emergency_text=text))
    if operator.crisis_text is None:
        text = crisis_text(language, operator)
        unset.append(say("help.manager.crisis_unset", crisis_text=text))
    lines = (say(f"help.line.{name}") for name in FOR_MANAGERS)
    return say("help.intro.manager"), "\n".join(lines), *unset
