"""What /pause and /resume answer."""

from __future__ import annotations

from bot.discord_io.guarded import GuardedLayout
from bot.texts.language import Language
from bot.ui.cards import button, card
from bot.ui.changes import undo_buttons
from bot.ui.reminders import RESUME_ALL, all_button, pause_text
from bot.usecases.pausing import Paused, Resumed


def paused_card(language: Language, paused: Paused) -> GuardedLayout:
    """Everything is paused: what that means, how long, and how to end it."""
    return card(
        pause_text(language, paused.until_at, paused.settings.zone),
        language.say("pause.means"),
        language.say("pause.unchanged") if paused.change_id is None else "",
        title=language.say("pause.title"),
        buttons=(
            *undo_buttons(language, paused.change_id),
            button(language, "resume_all", RESUME_ALL),
            all_button(language),
        ),
    )


def pause_back_card(language: Language, now: Paused | Resumed) -> GuardedLayout:
    """What "Undo" brought back: a pause, or none."""
    if isinstance(now, Resumed):
        return resumed_card(language, now, undone=True)
    return card(
        pause_text(language, now.until_at, now.settings.zone),
        title=language.say("pause.title"),
        buttons=(button(language, "resume_all", RESUME_ALL), all_button(language)),
    )


def resumed_card(language: Language, resumed: Resumed, *, undone: bool = False) -> GuardedLayout:
    """Nothing is paused, and what comes next."""
    say = language.say
    was_not_on = resumed.change_id is None and not undone
    first = say("pause.off.was_not_on" if was_not_on else "pause.off")
    coming = resumed.local_next
    return card(
        first,
        "" if coming is None else say("settings.next", moment=language.moment(coming)),
        buttons=(*undo_buttons(language, resumed.change_id), all_button(language)),
    )
