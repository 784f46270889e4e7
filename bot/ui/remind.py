"""What /remind answers, and the form that changes a reminder.

Pure. The time stands in the member's own zone, and beside it as Discord shows it by the reader's
clock: a wrong zone is seen at once.
"""

from __future__ import annotations

from bot.discord_io.buttons import Option
from bot.discord_io.guarded import GuardedLayout
from bot.domain.local_time import local_of
from bot.domain.reminder import LONGEST_TEXT, ReminderWish
from bot.domain.rule import Occasion
from bot.domain.when import Repeat, keeps_to_the_last_day
from bot.kinds.rhythm import rhythm_text
from bot.texts.escape import escaped
from bot.texts.language import Language
from bot.ui.cards import button, card
from bot.ui.changes import undo_buttons
from bot.ui.custom_ids import AreaPress
from bot.ui.forms import Field, Form, OnFilled
from bot.ui.reminders import AREA, all_button, pause_text
from bot.usecases.reminding import Reminded

# Source: the grammar reads no more.
LONGEST_WHEN = 80
TEXT, WHEN, REPEAT = "text", "when", "repeat"


def reminded_card(language: Language, done: Reminded, *, edited: bool = False) -> GuardedLayout:
    """A reminder is set, or is another: what it says, and when it comes."""
    say = language.say
    edit = AreaPress(AREA, "edit", (str(done.schedule_id),))
    return card(
        say("remind.unchanged") if edited and done.change_id is None else "",
        f"> {escaped(done.wish.text)}",
        _coming(language, done),
        say("remind.month_end") if done.rule and keeps_to_the_last_day(done.rule) else "",
        say("remind.fixed") if done.wish.fixed_at is not None else "",
        pause_text(language, done.paused_until_at, done.zone),
        title=say("remind.changed" if edited else "remind.set"),
        buttons=(
            *undo_buttons(language, done.change_id),
            button(language, "edit", edit),
            all_button(language),
        ),
    )


def reminder_form(language: Language, wish: ReminderWish, when: str, on_filled: OnFilled) -> Form:
    """Asks for a reminder's text, time and repeat, as they are."""
    repeats = tuple(
        Option(each.value, language.say(repeat_key(each)), chosen=each is wish.repeat)
        for each in Repeat
    )
    fields = (
        Field(TEXT, wish.text, LONGEST_TEXT),
        Field(WHEN, when, LONGEST_WHEN),
        Field(REPEAT, options=repeats),
    )
    return Form(language, language.say("remind.form"), fields, on_filled)


def repeat_key(repeat: Repeat) -> str:
    """The key of a repeat's words."""
    return f"choice.repeat.{repeat.name.lower()}"


def _coming(language: Language, done: Reminded) -> str:
    lines = [_line(language, done, one) for one in done.coming]
    if done.rule is not None and done.wish.repeat is not Repeat.NONE:
        lines = [f"**{rhythm_text(language, done.rule)}**", *(f"- {line}" for line in lines)]
    return "\n".join((*lines, language.say("remind.zone", zone=done.zone.key)))


def _line(language: Language, done: Reminded, one: Occasion) -> str:
    moment = language.moment(local_of(one.at, done.zone))
    return f"{moment} (<t:{int(one.at.timestamp())}:f>, <t:{int(one.at.timestamp())}:R>)"
