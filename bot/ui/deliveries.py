"""What becomes of a message that arrived by itself once it is pressed, and what a press is told.

Pure: what the use case returns comes in; a new look for the message, or a card, goes out. The
message stays a classic one, and what its lock screen line says is never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

import discord

from bot.discord_io.guarded import GuardedLayout
from bot.discord_io.render import NewLook, pressable, with_line
from bot.domain.press import Verdict
from bot.texts.language import Language
from bot.ui.cards import DANGER, Button, button, card
from bot.ui.changes import undo_buttons
from bot.ui.custom_ids import OccurrencePress
from bot.ui.habits import HabitOutcome, habit_text, offer_buttons, offer_text, stop_button
from bot.ui.joining import STOP_EVERYTHING
from bot.ui.safety import crisis_block, warning_signs_button
from bot.usecases.habits import KeptAsTheyAre, LessOften
from bot.usecases.hours import TimesLeft, TimesMoved
from bot.usecases.press_results import (
    Answered,
    DidNotCount,
    SkippedToday,
    Snoozed,
    SnoozeInQuiet,
    StoppedBefore,
    StoppedThis,
)
from bot.usecases.services import Operator

Outcome = Answered | Snoozed | SnoozeInQuiet | SkippedToday | StoppedThis | HabitOutcome


def new_look(
    language: Language, press: OccurrencePress, embeds: Sequence[discord.Embed], outcome: Outcome
) -> NewLook:
    """A message after a press that counted: as it was, a line more, and the way to stop.

    With an offer in it, that is a line and buttons of its own.
    """
    line = f"> {outcome_text(language, outcome)}"
    if isinstance(outcome, Answered | SkippedToday) and outcome.offer is not None:
        line += f"\n> {offer_text(language, outcome.offer)}"
    return NewLook(embed=with_line(embeds, line), view=pressable(_items(language, press, outcome)))


def outcome_text(language: Language, outcome: Outcome) -> str:
    """What a press that counted has done, in one or two sentences."""
    match outcome:
        case Answered(local_next=local_next):
            return _with_next(language, local_next, "press.done", "press.done.last")
        case Snoozed():
            return _snoozed(language, outcome)
        case SnoozeInQuiet(local_next=local_next):
            return _with_next(language, local_next, "press.snooze_quiet", "press.snooze_quiet.last")
        case SkippedToday(local_next=local_next):
            return _with_next(language, local_next, "press.skipped", "press.skipped.last")
        case StoppedThis():
            return _stopped(language, outcome)
        case KeptAsTheyAre() | LessOften() | TimesMoved() | TimesLeft():
            return habit_text(language, outcome)
        case never:
            assert_never(never)


def _snoozed(language: Language, snoozed: Snoozed) -> str:
    if snoozed.later_day:
        return language.say("press.snoozed.day", moment=language.moment(snoozed.local_until))
    return language.say("press.snoozed", time=language.time(snoozed.local_until))


def _already_snoozed(language: Language, local_until: datetime, *, later_day: bool) -> str:
    if later_day:
        return language.say("press.already_snoozed.day", moment=language.moment(local_until))
    return language.say("press.already_snoozed", time=language.time(local_until))


def _stopped(language: Language, stopped: StoppedThis) -> str:
    if stopped.one and stopped.change_id is not None:
        return language.say("press.stopped.one")
    key = "press.stopped.before" if stopped.change_id is None else "press.stopped"
    return language.say(key, kind=language.say(f"kind.{stopped.kind}"))


def no_effect_card(
    language: Language, operator: Operator, why: DidNotCount | StoppedBefore
) -> GuardedLayout:
    """Why a press changed nothing. Who pressed that they can't cope still reads who helps."""
    said = _why_not(language, why) if isinstance(why, DidNotCount) else language.say("stop.already")
    if not why.in_crisis:
        return card(said, quiet=True)
    return card(
        crisis_block(language, operator),
        said,
        buttons=(warning_signs_button(language),),
        quiet=True,
    )


def nothing_to_stop_card(language: Language) -> GuardedLayout:
    """A message that came once: only everything is left to stop."""
    return card(
        language.say("press.nothing_to_stop"),
        buttons=(button(language, "stop_everything", STOP_EVERYTHING, DANGER),),
        quiet=True,
    )


def _why_not(language: Language, why: DidNotCount) -> str:
    match why.verdict:
        case Verdict.ALREADY_ANSWERED:
            answer = language.say(f"press.answer.{why.answer}")
            return language.say("press.already_answered", answer=answer)
        case Verdict.SNOOZED_MEANWHILE if why.local_until is not None:
            return _already_snoozed(language, why.local_until, later_day=why.later_day)
        case Verdict.CAME_BACK:
            return language.say("press.came_back")
        case Verdict.STANDS:
            return language.say("press.stands")
        case Verdict.TOO_LATE:
            return _with_next(language, why.local_next, "press.late", "press.late.last")
        case _:
            return language.say("press.not_active")


def _with_next(language: Language, local_next: datetime | None, key: str, last: str) -> str:
    if local_next is None:
        return language.say(last)
    return language.say(key, moment=language.moment(local_next))


def _items(language: Language, press: OccurrencePress, outcome: Outcome) -> tuple[Button, ...]:
    stop = stop_button(language, press)
    match outcome:
        case StoppedThis(change_id=change_id):
            stop_all = button(language, "stop_everything", STOP_EVERYTHING, DANGER)
            return stop_all, *undo_buttons(language, change_id)
        case Answered(offer=offer) | SkippedToday(offer=offer) if offer is not None:
            return *offer_buttons(language, press, offer), stop
        case KeptAsTheyAre() | LessOften() | TimesMoved() | TimesLeft():
            return *undo_buttons(language, outcome.change_id), stop
    return (stop,)
