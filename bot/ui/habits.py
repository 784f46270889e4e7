"""What prompts that adapt say: the answers to their question, and the offer of better hours.

Pure: what the use cases return comes in, lines and buttons go out. An offered time travels in the
button that takes it, so that what is taken is what was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.discord_io.buttons import PressButton
from bot.discord_io.guarded import GuardedLayout
from bot.domain.better_hours import BetterHours
from bot.domain.day_minutes import DAY_MIN, time_of
from bot.kinds import kind
from bot.texts.language import Language
from bot.ui.cards import DANGER, MAIN, Button, button, card
from bot.ui.changes import undo_buttons
from bot.ui.custom_ids import AreaPress, OccurrencePress, parse_occurrence
from bot.usecases.habits import KeptAsTheyAre, LessOften
from bot.usecases.hours import TimesLeft, TimesMoved

AREA = "posture"
ASK = AreaPress(AREA, "ask")
KEEP = AreaPress(AREA, "keep")
STOP = AreaPress(AREA, "stop")
LESS, MOVE, LEAVE = "less", "move", "leave"

# Two of these are a minute of a rule's day, up to 2879.
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PRESSED = "v1:o:{}:offer"

HabitOutcome = KeptAsTheyAre | LessOften | TimesMoved | TimesLeft


def habit_text(language: Language, outcome: HabitOutcome) -> str:
    """What a press has done, and what comes next."""
    match outcome:
        case KeptAsTheyAre(local_next=local_next):
            if local_next is None:
                return language.say("press.kept.last")
            return language.say("press.kept", moment=language.moment(local_next))
        case LessOften():
            return _less_text(language, outcome)
        case TimesMoved(change_id=None):
            return language.say("press.moved.before", times=times_text(language, outcome.minutes))
        case TimesMoved():
            coming = _coming(language, outcome.local_coming)
            times = times_text(language, outcome.minutes)
            return language.say("press.moved", times=times, coming=coming)
        case TimesLeft():
            return language.say("press.left")


def offer_text(language: Language, offer: BetterHours) -> str:
    """The offer of better hours: which are answered, and what times it would be."""
    times = times_text(language, offer.minutes)
    if offer.local_between is None:
        return language.say("posture.offer.scattered", times=times)
    start, end = (language.time(local) for local in offer.local_between)
    return language.say("posture.offer", start=start, end=end, times=times)


def offer_buttons(
    language: Language, press: OccurrencePress, offer: BetterHours
) -> tuple[Button, ...]:
    """To take the offer, or not. They name the message they stand on."""
    where = f"{press.occurrence_id}.{press.step}"
    code = "".join(_DIGITS[m // len(_DIGITS)] + _DIGITS[m % len(_DIGITS)] for m in offer.minutes)
    return (
        button(language, "move_times", AreaPress(AREA, MOVE, (where, code)), MAIN),
        button(language, "leave_times", AreaPress(AREA, LEAVE, (where,))),
    )


def offered_on(press: AreaPress) -> OccurrencePress | None:
    """The message on which an offer stands, or None for a button that we never made."""
    return parse_occurrence(_PRESSED.format(press.args[0])) if press.args else None


def offered_minutes(press: AreaPress) -> tuple[int, ...] | None:
    """The times that a button offers, or None for one that we never made."""
    code = press.args[1] if len(press.args) > 1 else ""
    if not code or len(code) % 2 or not set(code) <= set(_DIGITS):
        return None
    digits = [_DIGITS.index(sign) for sign in code]
    return tuple(
        high * len(_DIGITS) + low for high, low in zip(digits[::2], digits[1::2], strict=True)
    )


def ask_card(language: Language, times: int) -> GuardedLayout:
    """The question on a card, for somebody who gets ``times`` a day."""
    say = language.say
    less = AreaPress(AREA, LESS, (str(max(1, times // 2)),))
    return card(
        say("posture.question.body"),
        title=say("posture.question.title"),
        buttons=(
            button(language, "keep", KEEP, MAIN),
            button(language, "less_often", less),
            button(language, "stop", STOP, DANGER),
        ),
    )


def answered_card(language: Language, outcome: KeptAsTheyAre | LessOften) -> GuardedLayout:
    """What the answer to the question on a card has done."""
    ways: tuple[Button, ...] = undo_buttons(language, outcome.change_id)
    if isinstance(outcome, LessOften) and outcome.change_id is None:
        ways = (button(language, "stop", STOP, DANGER),)
    return card(habit_text(language, outcome), buttons=ways)


def stop_button(language: Language, press: OccurrencePress) -> Button:
    """The way to stop what a message is about."""
    return PressButton.labelled(
        replace(press, action=kind.STOP), language.say("label.stop"), DANGER
    )


def times_text(language: Language, minutes: Sequence[int]) -> str:
    """Times of a day, as "09:00, 10:30", by the wall clock also after midnight."""
    return ", ".join(language.time(time_of(minute % DAY_MIN)) for minute in minutes)


def _less_text(language: Language, outcome: LessOften) -> str:
    if not outcome.local_coming:
        return language.say("settings.none_come")
    coming = _coming(language, outcome.local_coming)
    if outcome.change_id is not None:
        return language.count("press.less", outcome.times, coming=coming)
    if outcome.times == 1:
        return language.say("press.less.least", coming=coming)
    return language.count("press.less.before", outcome.times, coming=coming)


def _coming(language: Language, local_coming: Sequence[datetime]) -> str:
    return "; ".join(language.moment(local) for local in local_coming)
