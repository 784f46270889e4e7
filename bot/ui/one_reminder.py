"""One of the things that come to a member, with all that can be done about it, and what was done.

Pure. A button to skip says which time it skips: pressed twice, it skips once.
"""

from __future__ import annotations

from datetime import datetime

from bot.discord_io.guarded import GuardedLayout
from bot.domain.upcoming import comes_once
from bot.kinds.registry import Kinds
from bot.texts.language import Language
from bot.ui.cards import DANGER, MAIN, Button, button, card
from bot.ui.changes import undo_buttons
from bot.ui.custom_ids import AreaPress
from bot.ui.reminders import AREA, all_button, open_button, pause_text, shortened, standing_text
from bot.usecases.controlling import Control, Controlled
from bot.usecases.reminders import OneReminder, Standing
from bot.usecases.restoring import OneBack

# How a button carries a slot: the codec takes no colon.
SLOT = "%Y%m%d%H%M"


def one_card(language: Language, kinds: Kinds, shown: OneReminder, page: int) -> GuardedLayout:
    """What it is, when it comes, and its buttons."""
    schedule = shown.entry.schedule
    described = kinds[schedule.kind].describe(language, schedule.wish, schedule.rule)
    zone = shown.settings.zone
    return card(
        f"**{described.title}**\n{described.rhythm}",
        standing_text(language, shown.entry, zone, shown.paused_until_at),
        _coming(language, shown),
        pause_text(language, shown.paused_until_at, zone),
        title=language.say(f"kind.{schedule.kind}"),
        buttons=_buttons(language, kinds, shown, page),
    )


def done_card(language: Language, kinds: Kinds, done: Controlled) -> GuardedLayout:
    """What was done, when it comes next, and the way back."""
    buttons = [*undo_buttons(language, done.change_id)]
    if done.control is not Control.DELETE:
        buttons.append(open_button(language, done.schedule_id))
    return card(_done_text(language, kinds, done), buttons=(*buttons, all_button(language)))


def one_back_card(language: Language, kinds: Kinds, back: OneBack) -> GuardedLayout:
    """What "Undo" brought back of one of them."""
    moment = None if back.local_next is None else language.moment(back.local_next)
    following = "" if moment is None else language.say("settings.next", moment=moment)
    said = _back_text(language, kinds, back)
    return card(said, following, buttons=(all_button(language),), quiet=True)


def _back_text(language: Language, kinds: Kinds, back: OneBack) -> str:
    say, kind = language.say, kinds[back.kind]
    title = shortened(kind.describe(language, back.wish, back.rule).title)
    if back.paused:
        return say("reminders.back.paused", title=title)
    if kind.many:
        key = "reminders.back" if back.on else "reminders.back.none"
        return say(key, title=title)
    return say("undo.kind.on" if back.on else "undo.kind.off", kind=title)


def slot_of(text: str) -> datetime | None:
    """The slot that a button carries; None for what carries none."""
    try:
        slot = datetime.strptime(text, SLOT)  # noqa: DTZ007 - a wall time has no zone
    except ValueError:
        return None
    return slot if slot.strftime(SLOT) == text else None


def _coming(language: Language, shown: OneReminder) -> str:
    if len(shown.local_coming) <= 1:
        return ""
    lines = [f"- {language.moment(local)}" for local in shown.local_coming]
    return "\n".join((f"**{language.say('reminders.coming')}**", *lines))


def _buttons(language: Language, kinds: Kinds, shown: OneReminder, page: int) -> list[Button]:
    schedule, standing = shown.entry.schedule, shown.entry.standing
    number = str(schedule.id)
    buttons: list[Button] = []
    if kinds[schedule.kind].editable:
        buttons.append(button(language, "edit", AreaPress(AREA, "edit", (number,)), MAIN))
    slot = schedule.local_next_slot
    if standing is Standing.ON and slot is not None and not comes_once(schedule.rule):
        args = (number, slot.strftime(SLOT))
        buttons.append(button(language, "skip_next", AreaPress(AREA, Control.SKIP.value, args)))
    turn = Control.RESUME if standing is Standing.PAUSED else Control.PAUSE
    # What was snoozed to come once more can be deleted, not put off again.
    if schedule.next_due_at is not None or standing is not Standing.ON:
        buttons.append(button(language, turn.value, AreaPress(AREA, turn.value, (number,))))
    delete = AreaPress(AREA, Control.DELETE.value, (number,))
    buttons.append(button(language, "delete", delete, DANGER))
    return [*buttons, all_button(language, page)]


def _done_text(language: Language, kinds: Kinds, done: Controlled) -> str:
    say = language.say
    title = shortened(kinds[done.kind].describe(language, done.wish, done.rule).title)
    if done.change_id is None:
        key = (
            "reminders.paused.already" if done.control is Control.PAUSE else "reminders.on.already"
        )
        return say(key, title=title)
    first = _first(language, title, done)
    if done.local_next is None:
        return first
    return f"{first} {say('settings.next', moment=language.moment(done.local_next))}"


def _first(language: Language, title: str, done: Controlled) -> str:
    match done.control:
        case Control.PAUSE:
            return language.say("reminders.paused.now", title=title)
        case Control.DELETE:
            return language.say("reminders.deleted", title=title)
        case Control.RESUME:
            return language.say("reminders.resumed", title=title)
        case Control.SKIP:
            local = done.local_skipped
            moment = "" if local is None else language.moment(local)
            return language.say("reminders.skipped", title=title, moment=moment)
