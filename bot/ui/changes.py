"""What a changed setting answers, a kind that was turned off, and a change that was undone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.discord_io.guarded import GuardedLayout
from bot.domain.ids import ChangeId
from bot.texts.language import Language
from bot.ui.cards import Button, button, card
from bot.ui.custom_ids import AreaPress
from bot.ui.settings import AREA as SETTINGS_AREA
from bot.ui.settings import ON_CARD, OPTIONS, Setting, hint_of, name_of, switched, value_of
from bot.usecases.series import SeriesBack
from bot.usecases.settings import Changed, Rhythm
from bot.usecases.switching import SwitchedOff
from bot.usecases.undo import SettingsBack

AREA = "undo"
SHOW_SETTINGS = AreaPress(SETTINGS_AREA, "card")

# Settings whose change is answered with what they mean now.
_EXPLAINED = (Setting.DISCREET, Setting.FALLBACK)


def changed_view(language: Language, changed: Changed, asked: Sequence[Setting]) -> GuardedLayout:
    """What a change of the settings ``asked`` answers."""
    return card(
        *changed_blocks(language, changed, asked),
        buttons=(
            *undo_buttons(language, changed.change_id),
            button(language, "settings", SHOW_SETTINGS),
        ),
    )


def off_card(language: Language, off: SwitchedOff) -> GuardedLayout:
    """A kind is off, or was."""
    say = language.say
    kind, command = say(f"kind.{off.kind}"), f"/{off.kind} on"
    if off.change_id is None:
        return card(say("off.was_not_on", kind=kind, command=command), quiet=True)
    return card(
        say("off.body", command=command),
        title=say("off.title", kind=kind),
        buttons=undo_buttons(language, off.change_id),
    )


def undone_view(language: Language, undone: SettingsBack | SeriesBack) -> GuardedLayout:
    """What came back."""
    show = button(language, "settings", SHOW_SETTINGS)
    return card(*undone_blocks(language, undone), buttons=(show,), quiet=True)


def undo_buttons(
    language: Language, change_id: ChangeId | None, *, on_card: bool = False
) -> tuple[Button, ...]:
    """The way back from a change; none where nothing changed."""
    if change_id is None:
        return ()
    args = (str(change_id), ON_CARD) if on_card else (str(change_id),)
    return (button(language, "undo", AreaPress(AREA, "change", args)),)


def changed_blocks(
    language: Language, changed: Changed, asked: Sequence[Setting]
) -> tuple[str, ...]:
    """Old and new of each setting asked for, and what moves with them."""
    return (
        *(_change(language, changed, setting) for setting in asked),
        *_moved(language, changed),
    )


def undone_blocks(language: Language, undone: SettingsBack | SeriesBack) -> tuple[str, ...]:
    """What came back, and when it comes next."""
    match undone:
        case SettingsBack(changed):
            back = (_again(language, changed, one) for one in OPTIONS if _differs(changed, one))
            return (*back, *_moved(language, changed))
        case SeriesBack(kind, local_next):
            on = language.say("undo.kind.on", kind=language.say(f"kind.{kind}"))
            return (on, *_next(language, Rhythm(0, local_next)))


def invited_blocks(language: Language, *, wanted: bool, is_new: bool) -> tuple[str, ...]:
    """What the switch for invitations answers."""
    name = name_of(language, Setting.INVITATIONS)
    new, old = switched(language, on=wanted), switched(language, on=not wanted)
    if is_new:
        return (language.say("settings.changed", name=name, old=old, new=new),)
    return (language.say("settings.unchanged", name=name, value=new),)


def _change(language: Language, changed: Changed, setting: Setting) -> str:
    name = name_of(language, setting)
    old = value_of(language, changed.before, setting)
    if not _differs(changed, setting):
        return language.say("settings.unchanged", name=name, value=old)
    new = value_of(language, changed.after, setting)
    said = language.say("settings.changed", name=name, old=old, new=new)
    if setting not in _EXPLAINED:
        return said
    return f"{said}\n-# {hint_of(language, changed.after, setting)}"


def _again(language: Language, changed: Changed, setting: Setting) -> str:
    value = value_of(language, changed.after, setting)
    return language.say("settings.undone", name=name_of(language, setting), value=value)


def _differs(changed: Changed, setting: Setting) -> bool:
    return bool(getattr(changed.before, setting) != getattr(changed.after, setting))


def _moved(language: Language, changed: Changed) -> tuple[str, ...]:
    """What a new zone, new quiet hours or a new limit do to what comes by itself."""
    parts = []
    if _differs(changed, Setting.ZONE):
        zone, now = changed.after.zone.key, language.moment(changed.local_now)
        parts.append(language.say("settings.moved", zone=zone, now=now))
        if changed.rhythm.fixed:
            parts.append(language.count("settings.fixed", changed.rhythm.fixed))
    old, new = changed.rhythm_before.times, changed.rhythm.times
    if old and not new:
        return (*parts, language.say("settings.none_come"))
    if changed.rhythm_before.moved != changed.rhythm.moved:
        key = "settings.hours.moved" if changed.rhythm.moved else "settings.hours.back"
        parts.append(language.say(key))
    if old != new:
        times = [language.count("settings.limit.value", number) for number in (new, old)]
        parts.append(language.say("settings.rhythm", new=times[0], old=times[1]))
    return (*parts, *_next(language, changed.rhythm)) if parts else ()


def _next(language: Language, rhythm: Rhythm) -> tuple[str, ...]:
    if rhythm.local_next is None:
        return ()
    return (language.say("settings.next", moment=language.moment(rhythm.local_next)),)
