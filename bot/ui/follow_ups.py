"""What becomes of a message about a session once it is answered, and how a client talks back.

Pure. Refuses to offer anything to somebody who feels worse, but help.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord

from bot.discord_io.buttons import PressButton
from bot.discord_io.guarded import GuardedLayout
from bot.discord_io.render import NewLook, pressable, with_line
from bot.domain.follow_up import Reply
from bot.domain.ids import OccurrenceId
from bot.errors import Bug
from bot.kinds import appointment, follow_up
from bot.kinds.kind import STOP
from bot.texts.language import Language
from bot.ui.cards import ACCENT, DANGER, PLAIN, Button, button, card, link
from bot.ui.custom_ids import AreaPress, OccurrencePress
from bot.ui.safety import notice_blocks, talk_text, warning_signs_button
from bot.usecases.following_up import Replied
from bot.usecases.press_results import AppointmentAnswered, Shown, StepAnswered
from bot.usecases.services import Operator

AREA = "reply"
SHOW = "show"
_LABELS = {
    follow_up.WARNING: "warning_signs",
    follow_up.CLINIC: "talk_to_clinic",
    follow_up.REPLIES: "tell_clinic",
    appointment.COMING: "coming",
    appointment.CANT_COME: "cant_come",
    appointment.DIRECTIONS: "directions",
    STOP: "stop",
}


def answered_look(
    language: Language,
    press: OccurrencePress,
    embeds: Sequence[discord.Embed],
    answered: StepAnswered | AppointmentAnswered,
) -> NewLook:
    """A message after its answer: what was noted, and what can be pressed from now on."""
    if isinstance(answered, StepAnswered) and answered.worse:
        embed = discord.Embed(
            title=language.say("plans.worse.title"),
            description=language.say("plans.worse.body"),
            colour=ACCENT,
        )
    else:
        embed = with_line(embeds, f"> {_said(language, answered)}")
    return NewLook(embed=embed, view=pressable(_items(language, press, answered)))


def _said(language: Language, answered: StepAnswered | AppointmentAnswered) -> str:
    if isinstance(answered, AppointmentAnswered):
        if not answered.comes:
            return language.say("appointment.answered.cant_come")
        moment = language.moment(answered.local_at)
        when = language.say("appointment.when", moment=moment, zone=answered.zone)
        return language.say("appointment.answered.coming", when=when)
    if answered.local_until is not None:
        moment = language.moment(answered.local_until)
        return language.say("follow_up.answered.later", moment=moment)
    if answered.answer == "book":
        booked = "book_link" if answered.link is not None else "book_queued"
        return language.say(f"follow_up.answered.{booked}")
    return language.say(f"follow_up.answered.{answered.answer}")


def _items(
    language: Language, press: OccurrencePress, answered: StepAnswered | AppointmentAnswered
) -> Iterator[Button]:
    if isinstance(answered, StepAnswered) and answered.link is not None:
        yield link(language, "book", answered.link)
    for action in _actions(answered):
        style = DANGER if action == STOP else PLAIN
        carried = OccurrencePress(press.occurrence_id, press.step, action)
        yield PressButton.labelled(carried, language.say(f"label.{_LABELS[action]}"), style)


def _actions(answered: StepAnswered | AppointmentAnswered) -> tuple[str, ...]:
    if isinstance(answered, AppointmentAnswered):
        other = appointment.CANT_COME if answered.comes else appointment.COMING
        return other, appointment.DIRECTIONS, appointment.REPLIES, STOP
    if answered.local_until is not None:
        return (STOP,)
    helps = (follow_up.WARNING,) if answered.warns or answered.worse else ()
    talks = (follow_up.CLINIC,) if answered.worse or answered.answer == "talk" else ()
    return *helps, *talks, follow_up.REPLIES, STOP


def shown_card(
    language: Language, operator: Operator, shown: Shown, occurrence_id: OccurrenceId
) -> GuardedLayout:
    """What a message about a session shows, with the way to talk back from there."""
    tell = button(language, "tell_clinic", AreaPress(AREA, SHOW, (str(occurrence_id),)))
    match shown.what:
        case "warning_signs":
            title = language.say("safety.notice.title")
            return card(*notice_blocks(language, operator), title=title, buttons=(tell,))
        case "talk":
            help_first = warning_signs_button(language)
            return card(talk_text(language, operator), buttons=(tell, help_first), quiet=True)
        case "directions":
            title = language.say("appointment.directions.title")
            text = shown.directions or language.say("appointment.directions.unset")
            return card(text, title=title, quiet=True)
        case "replies":
            return replies_card(language, occurrence_id)
    raise Bug(f"nothing to show is called {shown.what!r}")


def replies_card(language: Language, occurrence_id: OccurrenceId) -> GuardedLayout:
    """What a client can say by a press."""
    number = str(occurrence_id)
    return card(
        language.say("follow_up.tell.body"),
        title=language.say("follow_up.tell.title"),
        buttons=(
            *(button(language, one.value, AreaPress(AREA, one.value, (number,))) for one in Reply),
            warning_signs_button(language),
        ),
    )


def hurts_card(language: Language, operator: Operator, *, told: bool) -> GuardedLayout:
    """The warning signs, before anything else; ``told``: the clinic knows by now."""
    said = language.say("follow_up.told.hurts") if told else ""
    title = language.say("safety.notice.title")
    return card(*notice_blocks(language, operator), said, title=title)


def replied_card(language: Language, replied: Replied) -> GuardedLayout:
    """That the clinic reads it."""
    said = language.say(
        f"follow_up.told.{replied.reply.value}" if replied.is_new else "follow_up.told.again"
    )
    return card(said, buttons=(warning_signs_button(language),), quiet=True)
