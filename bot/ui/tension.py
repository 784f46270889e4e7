"""The cards of /tension: on, off, and the first question right now.

Pure: what the use cases return comes in, a card goes out. Times are the member's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.discord_io.guarded import GuardedLayout
from bot.domain.tension import Arrival, local_arrival
from bot.texts.language import Language
from bot.ui.cards import Button, button, card
from bot.ui.changes import undo_buttons
from bot.ui.check_ins import Carrying
from bot.ui.custom_ids import AreaPress
from bot.ui.posture import CHANGE_QUIET
from bot.usecases.tension import TensionOff, TensionOn

AREA = "tension"


def carrying(asked_by: int) -> Carrying:
    """The presses of a check-in that the member asked for by an interaction of that number."""
    return lambda action: AreaPress(AREA, action, (str(asked_by),))


def on_card(language: Language, on: TensionOn) -> GuardedLayout:
    """Tension check-ins are on: when they come, what waits, and what makes room."""
    return card(
        language.say(
            "tension.on.summary",
            times=language.join([language.time(local) for local in on.wish.local_times]),
            days=language.weekdays(on.wish.days),
        ),
        _coming(language, on),
        *_waiting(language, on),
        *_posture(language, on),
        title=language.say("tension.on.title"),
        buttons=_buttons(language, on),
    )


def off_card(language: Language, off: TensionOff) -> GuardedLayout:
    """Tension check-ins are off, or were."""
    say = language.say
    if off.change_id is None:
        return card(say("tension.off.was_not_on"), quiet=True)
    return card(
        say("tension.off.body"),
        title=say("tension.off.title"),
        buttons=undo_buttons(language, off.change_id),
    )


def _coming(language: Language, on: TensionOn) -> str:
    if not on.coming:
        return ""
    lines = [f"- {_moment(language, on, one)}" for one in on.coming]
    # Discord shows this one by the reader's own clock: a wrong zone is seen at once.
    lines[0] += f" (<t:{int(on.coming[0].comes_at.timestamp())}:R>)"
    return "\n".join((f"**{language.say('tension.on.next')}**", *lines))


def _moment(language: Language, on: TensionOn, arrival: Arrival) -> str:
    moment = language.moment(local_arrival(arrival, on.member.settings.zone))
    if not arrival.waits:
        return moment
    time = language.time(arrival.local_slot)
    return language.say("tension.on.held", moment=moment, time=time)


def _waiting(language: Language, on: TensionOn) -> Iterator[str]:
    quiet = on.member.settings.quiet
    if on.waiting and quiet is not None:
        yield language.count(
            "tension.on.waits",
            len(on.waiting),
            times=language.join([language.time(local) for local in on.waiting]),
            quiet=language.span(quiet.local_from, quiet.local_until),
            until=language.time(quiet.local_until),
        )


def _posture(language: Language, on: TensionOn) -> Iterator[str]:
    if on.posture is not None:
        limit = on.member.settings.daily_limit
        yield language.count("tension.on.posture", on.posture, limit=limit)


def _buttons(language: Language, on: TensionOn) -> tuple[Button, ...]:
    change = (button(language, "change_quiet", CHANGE_QUIET),) if on.waiting else ()
    return (*change, *undo_buttons(language, on.change_id))
