"""What becomes of a message that arrived by itself once it is pressed, and what a press is told.

Pure: what the use case returns comes in; a new look for the message, or a card, goes out. The
message stays a classic one, and what its lock screen line says is never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, assert_never

import discord

from bot.delivery.messenger import DeliveryKey
from bot.discord_io.guarded import GuardedLayout
from bot.discord_io.render import LONGEST, buttons
from bot.domain.message import Action, Look
from bot.domain.press import Verdict
from bot.kinds.kind import STOP
from bot.texts.language import Language
from bot.ui.cards import DANGER, button, card
from bot.ui.changes import undo_buttons
from bot.ui.custom_ids import OccurrencePress
from bot.ui.joining import STOP_EVERYTHING
from bot.usecases.pressing import (
    Answered,
    DidNotCount,
    SkippedToday,
    Snoozed,
    SnoozeInQuiet,
    StoppedThis,
)

Outcome = Answered | Snoozed | SnoozeInQuiet | SkippedToday | StoppedThis


class NewLook(TypedDict):
    """What ``InteractionResponse.edit_message`` is called with."""

    embed: discord.Embed
    view: discord.ui.View


def new_look(
    language: Language, press: OccurrencePress, embeds: Sequence[discord.Embed], outcome: Outcome
) -> NewLook:
    """A message after a press that counted: as it was, a line more, and the way to stop."""
    embed = embeds[0].copy() if embeds else discord.Embed()
    line = f"> {outcome_text(language, outcome)}"
    above = (embed.description or "")[: LONGEST["body"] - len(line) - 2]
    embed.description = f"{above}\n\n{line}".strip()
    return NewLook(embed=embed, view=_left_to_press(language, press, outcome))


def outcome_text(language: Language, outcome: Outcome) -> str:
    """What a press that counted has done, in one or two sentences."""
    match outcome:
        case Answered(local_next=local_next):
            return _with_next(language, local_next, "press.done", "press.done.last")
        case Snoozed(local_until=local_until):
            return language.say("press.snoozed", time=language.time(local_until))
        case SnoozeInQuiet(local_next=local_next):
            return _with_next(language, local_next, "press.snooze_quiet", "press.snooze_quiet.last")
        case SkippedToday(local_next=local_next):
            return _with_next(language, local_next, "press.skipped", "press.skipped.last")
        case StoppedThis(kind=kind, change_id=change_id):
            key = "press.stopped.before" if change_id is None else "press.stopped"
            return language.say(key, kind=language.say(f"kind.{kind}"))
        case never:
            assert_never(never)


def why_not_card(language: Language, why: DidNotCount) -> GuardedLayout:
    """Why a press changed nothing."""
    return card(_why_not(language, why), quiet=True)


def stopped_before_card(language: Language) -> GuardedLayout:
    """The member has stopped everything since, so the button does nothing."""
    return card(language.say("stop.already"), quiet=True)


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
            return language.say("press.already_snoozed", time=language.time(why.local_until))
        case Verdict.CAME_BACK:
            return language.say("press.came_back")
        case Verdict.TOO_LATE:
            return _with_next(language, why.local_next, "press.late", "press.late.last")
        case _:
            return language.say("press.not_active")


def _with_next(language: Language, local_next: datetime | None, key: str, last: str) -> str:
    if local_next is None:
        return language.say(last)
    return language.say(key, moment=language.moment(local_next))


def _left_to_press(language: Language, press: OccurrencePress, outcome: Outcome) -> discord.ui.View:
    if not isinstance(outcome, StoppedThis):
        stop = Action(STOP, language.say("label.stop"), Look.DANGER)
        return buttons((stop,), DeliveryKey(press.occurrence_id, press.step))
    view = discord.ui.View(timeout=None)
    view.add_item(button(language, "stop_everything", STOP_EVERYTHING, DANGER))
    for way_back in undo_buttons(language, outcome.change_id):
        view.add_item(way_back)
    return view
