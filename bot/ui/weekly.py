"""The cards of /clinic weekly. Pure: what the use case returns comes in, a card goes out."""

from __future__ import annotations

from datetime import time

from bot.discord_io.buttons import Option
from bot.discord_io.guarded import GuardedLayout
from bot.domain.weekly import DEFAULT_AT, DEFAULT_DAY
from bot.texts.language import Language
from bot.ui.cards import DANGER, MAIN, Button, button, card
from bot.ui.custom_ids import AreaPress
from bot.ui.forms import Field, Form, OnFilled
from bot.usecases.weekly import Weekly, WeeklyDraft, WeeklyKept

AREA = "weekly"
EDIT = AreaPress(AREA, "edit")
OFF = AreaPress(AREA, "off")
DAY, AT = "weekly_day", "at"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def weekly_card(language: Language, weekly: Weekly) -> GuardedLayout:
    """What is set, with ways to change it."""
    buttons: tuple[Button, ...] = ()
    if weekly.wish is not None:
        buttons = (
            button(language, "change", EDIT, MAIN),
            button(language, "turn_off", OFF, DANGER),
        )
    return card(*_blocks(language, weekly), title=language.say("weekly.title"), buttons=buttons)


def draft_card(language: Language, draft: WeeklyDraft) -> GuardedLayout:
    """What would be set, with "Save" and "Change"."""
    number = (str(draft.change_id),)
    return card(
        language.say("setup.draft.not_yet"),
        *_blocks(language, draft.weekly),
        title=language.say("weekly.draft"),
        buttons=(
            button(language, "save", AreaPress(AREA, "save", number), MAIN),
            button(language, "change", AreaPress(AREA, "change", number)),
        ),
    )


def kept_card(language: Language, kept: WeeklyKept) -> GuardedLayout:
    """What is set from now on, with "Undo"."""
    undo = button(language, "undo", AreaPress(AREA, "undo", (str(kept.change_id),)))
    return card(
        language.say("setup.saved"),
        *_blocks(language, kept.weekly),
        title=language.say("weekly.title"),
        buttons=(undo,),
    )


def undone_card(language: Language, kept: WeeklyKept) -> GuardedLayout:
    """What came back."""
    return card(
        language.say("setup.undone"),
        *_blocks(language, kept.weekly),
        title=language.say("weekly.title"),
        quiet=True,
    )


def weekly_form(language: Language, weekly: Weekly, on_filled: OnFilled) -> Form:
    """Asks for the day and the time."""
    wish = weekly.wish
    day, local_at = (DEFAULT_DAY, DEFAULT_AT) if wish is None else (wish.day, wish.local_at)
    options = tuple(
        Option(str(number), language.say(f"choice.{name}"), chosen=number == day)
        for number, name in enumerate(DAYS)
    )
    fields = (Field(DAY, options=options), Field(AT, _typed(local_at), 20))
    return Form(language, language.say("weekly.form"), fields, on_filled)


def _typed(local_at: time) -> str:
    return f"{local_at:%H:%M}"


def _blocks(language: Language, weekly: Weekly) -> tuple[str, ...]:
    wish = weekly.wish
    if wish is None:
        return (language.say("weekly.off"),)
    said = language.say(
        "weekly.on",
        channel=f"<#{wish.channel}>",
        day=language.say(f"choice.{DAYS[wish.day]}"),
        time=language.time(wish.local_at),
        zone=weekly.zone,
    )
    moments = " · ".join(language.moment(local) for local in weekly.local_coming)
    return said, language.say("weekly.next", moments=moments)
