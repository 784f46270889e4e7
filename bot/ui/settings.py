"""The settings card, and the form that asks for one setting in words."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.discord_io.buttons import Option, PressButton, PressSelect
from bot.discord_io.guarded import GuardedLayout
from bot.domain.member import Settings
from bot.domain.quiet_hours import QuietHours
from bot.errors import Bug, NotFound
from bot.texts.language import Language, own_name_of
from bot.ui.cards import MAIN, PLAIN, Button, button, card, named_button
from bot.ui.custom_ids import AreaPress
from bot.ui.forms import Field, Form, OnFilled
from bot.usecases.settings import CheckIns, SettingsCard

AREA = "settings"

# Posture's own: nothing comes of it while its question stands.
ANSWER_QUESTION = AreaPress("posture", "ask")

# What a button carries: where it stands, and to what a switch is turned.
ON_CARD = "card"
ON, OFF = "on", "off"

FIELD = "value"


class Setting(StrEnum):
    """Settings by their names in the catalogue; those of ``/settings`` are its options too."""

    ZONE = "zone"
    QUIET = "quiet"
    LIMIT = "daily_limit"
    DISCREET = "discreet"
    FALLBACK = "fallback"
    LANGUAGE = "language"
    INVITATIONS = "invitations"


OPTIONS = (
    Setting.ZONE,
    Setting.LANGUAGE,
    Setting.QUIET,
    Setting.LIMIT,
    Setting.DISCREET,
    Setting.FALLBACK,
)

# Source: product. Beside them the card offers to follow the member's client.
LANGUAGES = ("en", "es", "de", "fr")
AS_CLIENT = "client"

# The actions of the buttons that ask for a setting in words.
ASKING = {Setting.ZONE: "zone", Setting.QUIET: "quiet", Setting.LIMIT: "limit"}


def ask_form(language: Language, setting: Setting, settings: Settings, on_filled: OnFilled) -> Form:
    """Asks for one setting in words. Raises: Bug for one that is not typed."""
    name, hint = name_of(language, setting), language.say(f"settings.ask.{setting}")
    typed = Field(FIELD, _as_typed(settings, setting), label=name, hint=hint)
    return Form(language, name, (typed,), on_filled)


def settings_view(
    language: Language,
    shown: SettingsCard,
    *,
    intro: Sequence[str] = (),
    extra: Sequence[Button] = (),
) -> GuardedLayout:
    """The settings card; ``intro`` stands above it and ``extra`` ends its buttons."""
    return card(
        *intro,
        f"### {language.say('settings.title')}",
        *_lines(language, shown),
        language.say("settings.intro"),
        select=_language_select(language, shown.member.settings),
        buttons=(*_buttons(language, shown), *extra),
    )


def name_of(language: Language, setting: Setting) -> str:
    """A setting's name, which is also the label of its button."""
    return language.say(f"setting.{setting}")


def value_of(language: Language, settings: Settings, setting: Setting) -> str:
    """A setting's value in words. Raises: Bug for one that is a clinic's, not a member's."""
    match setting:
        case Setting.ZONE:
            return settings.zone.key
        case Setting.QUIET:
            return _quiet_value(language, settings.quiet)
        case Setting.LIMIT:
            return language.count("settings.limit.value", settings.daily_limit)
        case Setting.LANGUAGE:
            chosen = settings.language
            return own_name_of(chosen) if chosen else language.say("settings.language.client")
        case Setting.DISCREET | Setting.FALLBACK:
            return switched(language, on=getattr(settings, setting.value))
    raise Bug(f"{setting} is no setting of a member")


def _quiet_value(language: Language, quiet: QuietHours | None) -> str:
    if quiet is None:
        return switched(language, on=False)
    return language.span(quiet.local_from, quiet.local_until)


def hint_of(language: Language, settings: Settings, setting: Setting) -> str:
    """What a setting means, at its value."""
    if setting is Setting.DISCREET:
        turned = ON if settings.discreet else OFF
        return language.say(f"settings.hint.discreet.{turned}")
    return language.say(f"settings.hint.{setting}")


def turned(args: tuple[str, ...]) -> bool:
    """To what a switch's button turns. Raises NotFound for one that does not say."""
    if args not in {(ON,), (OFF,)}:
        raise NotFound("button.outdated")
    return args == (ON,)


def switched(language: Language, *, on: bool) -> str:
    """On or off, in words."""
    return language.say("choice.on" if on else "choice.off")


def _as_typed(settings: Settings, setting: Setting) -> str:
    match setting:
        case Setting.ZONE:
            return settings.zone.key
        case Setting.QUIET if settings.quiet is not None:
            return f"{settings.quiet.local_from:%H:%M}-{settings.quiet.local_until:%H:%M}"
        case Setting.QUIET:
            return OFF
        case Setting.LIMIT:
            return str(settings.daily_limit)
    raise Bug(f"{setting} is not typed")


def _lines(language: Language, shown: SettingsCard) -> list[str]:
    settings = shown.member.settings
    lines = {
        one: _line(
            language,
            name_of(language, one),
            value_of(language, settings, one),
            hint_of(language, settings, one),
        )
        for one in OPTIONS
    }
    ordered = [lines[one] for one in OPTIONS if one not in {Setting.DISCREET, Setting.FALLBACK}]
    ordered += [
        *(_check_ins_line(language, one) for one in shown.check_ins),
        lines[Setting.DISCREET],
    ]
    if shown.invitations is not None:
        ordered.append(_invitations_line(language, on=shown.invitations))
    return [*ordered, lines[Setting.FALLBACK]]


def _check_ins_line(language: Language, shown: CheckIns) -> str:
    say, kind = language.say, shown.kind
    if not shown.on:
        hint = say("settings.hint.kind.off", command=kind)
    elif shown.waits:
        hint = say("posture.waits")
    elif shown.local_next is None:
        hint = say("settings.none_come")
    else:
        moment = say("settings.next", moment=language.moment(shown.local_next))
        hint = f"{moment} {say('settings.hint.kind.on', command=kind)}"
    return _line(language, say(f"kind.{kind}"), switched(language, on=shown.on), hint)


def _invitations_line(language: Language, *, on: bool) -> str:
    name = name_of(language, Setting.INVITATIONS)
    hint = language.say("settings.hint.invitations")
    return _line(language, name, switched(language, on=on), hint)


def _line(language: Language, name: str, value: str, hint: str) -> str:
    return f"{language.say('settings.line', name=name, value=value)}\n-# {hint}"


def _buttons(language: Language, shown: SettingsCard) -> list[Button]:
    settings = shown.member.settings
    buttons = [
        named_button(name_of(language, setting), AreaPress(AREA, action, (ON_CARD,)))
        for setting, action in ASKING.items()
    ]
    switches = {Setting.DISCREET: settings.discreet}
    if shown.invitations is not None:
        switches[Setting.INVITATIONS] = shown.invitations
    switches[Setting.FALLBACK] = settings.fallback
    buttons += [_switch(language, one, on=on) for one, on in switches.items()]
    if any(one.waits for one in shown.check_ins):
        buttons.append(button(language, "answer_question", ANSWER_QUESTION, MAIN))
    return buttons


def _language_select(language: Language, settings: Settings) -> Button:
    names = {AS_CLIENT: language.say("settings.language.client")}
    names |= {code: own_name_of(code) for code in LANGUAGES}
    now = settings.language or AS_CLIENT
    return PressSelect.offering(
        AreaPress(AREA, Setting.LANGUAGE.value),
        name_of(language, Setting.LANGUAGE),
        [Option(code, name, chosen=code == now) for code, name in names.items()],
        fewest=1,
        most=1,
    )


def _switch(language: Language, setting: Setting, *, on: bool) -> Button:
    # It says to what it turns: a card of last week does what it showed, not the opposite.
    press = AreaPress(AREA, setting.value, (OFF if on else ON,))
    return PressButton.labelled(press, name_of(language, setting), MAIN if on else PLAIN)
