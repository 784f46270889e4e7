"""The cards of /clinic setup and /clinic panel.

Pure: what the use cases return comes in, a card goes out. Nothing is in force before "Save".
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from bot.discord_io.buttons import Option, PressSelect
from bot.discord_io.guarded import GuardedLayout
from bot.domain.clinic_settings import CHANNELS, ClinicSettings, Setting
from bot.domain.ids import ChannelId
from bot.texts.language import Language
from bot.ui.cards import MAIN, Button, button, card
from bot.ui.custom_ids import AreaPress
from bot.ui.settings import switched
from bot.usecases.clinic_setup import Setup, SetupDraft, SetupKept
from bot.usecases.panel import PanelComes, PanelNotPosted, PanelPosted

AREA = "setup"
SHOW = AreaPress(AREA, "show")
TEXTS = AreaPress(AREA, "texts")
CLEAR = AreaPress(AREA, "clear")

# What can be taken out; the rest always has some value.
CLEARABLE = tuple(one for one in Setting if one not in {Setting.ZONE, Setting.COMFORT})
# So that two long texts and all the others fit one card.
_LONGEST_SHOWN = 200


class Warned(Enum):
    """What a manager should know before saving a channel."""

    ALERTS_PUBLIC = "alerts_public"
    FALLBACK_HIDDEN = "fallback_hidden"


def setup_card(
    language: Language, setup: Setup, *, intro: Sequence[str] = (), extra: Sequence[Button] = ()
) -> GuardedLayout:
    """What is set, and what still has to be; ``intro`` stands above it, ``extra`` ends its row."""
    return card(
        *intro,
        f"### {language.say('setup.title')}",
        *unset_blocks(language, setup.unset),
        "\n".join(_line(language, setup.settings, one) for one in Setting),
        f"-# {language.say('setup.how')}",
        select=_clearing(language, setup.settings),
        buttons=(button(language, "edit_texts", TEXTS), *extra),
    )


def draft_card(
    language: Language, draft: SetupDraft, warned: Sequence[Warned] = ()
) -> GuardedLayout:
    """What would change, with "Save" and "Change"."""
    number = (str(draft.change_id),)
    comfort = Setting.COMFORT in draft.changed and draft.after.comfort
    return card(
        language.say("setup.draft.not_yet"),
        *_changes(language, draft.before, draft.after, draft.changed),
        *(f"⚠️ {language.say(f'setup.warned.{one.value}')}" for one in warned),
        f"⚠️ {language.say('setup.warned.comfort')}" if comfort else "",
        *unset_blocks(language, draft.unset),
        title=language.say("setup.draft.title"),
        buttons=(
            button(language, "save", AreaPress(AREA, "save", number), MAIN),
            button(language, "change", AreaPress(AREA, "change", number)),
        ),
    )


def kept_card(language: Language, kept: SetupKept) -> GuardedLayout:
    """What is set from now on, with "Undo"."""
    intro = (
        language.say("setup.saved"),
        *_changes(language, kept.before, kept.after, kept.changed),
    )
    undo = button(language, "undo", AreaPress(AREA, "undo", (str(kept.change_id),)))
    return setup_card(language, Setup(kept.after, kept.unset), intro=intro, extra=(undo,))


def undone_card(language: Language, kept: SetupKept) -> GuardedLayout:
    """What came back."""
    intro = (
        language.say("setup.undone"),
        *_changes(language, kept.before, kept.after, kept.changed),
    )
    return setup_card(language, Setup(kept.after, kept.unset), intro=intro)


def unchanged_card(language: Language, setup: Setup) -> GuardedLayout:
    """It was set like that already."""
    return setup_card(language, setup, intro=(language.say("setup.unchanged"),))


def panel_card(
    language: Language, channel: ChannelId, posted: PanelPosted | PanelNotPosted | PanelComes
) -> GuardedLayout:
    """What became of the joining panel."""
    match posted:
        case PanelPosted():
            key = "panel.posted"
        case PanelNotPosted():
            key = "panel.not_posted"
        case _:
            key = "panel.comes"
    return card(language.say(key, channel=f"<#{channel}>"), quiet=True)


def unset_blocks(language: Language, unset: Sequence[Setting]) -> tuple[str, ...]:
    """What members read in the place of a number that nobody has set."""
    return tuple(
        f"⚠️ {language.say(f'setup.unset.{one.value}', words=_default(language, one))}"
        for one in unset
    )


def name_of(language: Language, setting: Setting) -> str:
    """A setting's name."""
    return language.say(f"setup.name.{setting.value}")


def value_text(language: Language, settings: ClinicSettings, setting: Setting) -> str:
    """A setting's value in words."""
    value = settings.value(setting)
    if setting is Setting.COMFORT:
        return switched(language, on=bool(value))
    if value is None:
        return language.say("setup.none")
    if setting is Setting.STAFF_ROLE:
        return f"<@&{value}>"
    if setting in CHANNELS:
        return f"<#{value}>"
    text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _line(language: Language, settings: ClinicSettings, setting: Setting) -> str:
    value = value_text(language, settings, setting)
    return language.say("setup.line", name=name_of(language, setting), value=value)


def _changes(
    language: Language,
    before: ClinicSettings,
    after: ClinicSettings,
    changed: Sequence[Setting],
) -> tuple[str, ...]:
    return tuple(
        language.say(
            "setup.change",
            name=name_of(language, one),
            old=value_text(language, before, one),
            new=value_text(language, after, one),
        )
        for one in changed
    )


def _default(language: Language, setting: Setting) -> str:
    return language.say(f"safety.{setting.value}.default")


def _clearing(language: Language, settings: ClinicSettings) -> Button | None:
    there = [one for one in CLEARABLE if settings.value(one) is not None]
    if not there:
        return None
    options = [Option(one.value, name_of(language, one)) for one in there]
    hint = language.say("setup.clear")
    return PressSelect.offering(CLEAR, hint, options, fewest=1, most=len(options))
