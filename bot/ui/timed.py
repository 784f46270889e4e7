"""The card of check-ins at times of day that are turned on or changed.

Pure: what the use case returns comes in, a card goes out. Times are the member's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.discord_io.guarded import GuardedLayout
from bot.domain.times import Arrival, local_arrival
from bot.texts.language import Language
from bot.ui.cards import Button, button, card
from bot.ui.changes import undo_buttons
from bot.ui.posture import CHANGE_QUIET
from bot.ui.reminders import pause_text
from bot.usecases.timed import TimedOn


def on_card(language: Language, on: TimedOn) -> GuardedLayout:
    """Check-ins are on: when they come, what waits, and what makes room."""
    return card(
        language.say(
            "times.on.summary",
            times=language.join([language.time(local) for local in on.wish.local_times]),
            days=language.weekdays(on.wish.days),
            about=language.say(f"about.{on.kind}"),
        ),
        pause_text(language, on.paused_until_at, on.member.settings.zone),
        _coming(language, on),
        *_waiting(language, on),
        *_posture(language, on),
        title=language.say("times.on.title", kind=language.say(f"kind.{on.kind}")),
        buttons=_buttons(language, on),
    )


def _coming(language: Language, on: TimedOn) -> str:
    if not on.coming:
        return ""
    lines = [f"- {_moment(language, on, one)}" for one in on.coming]
    # Discord shows this one by the reader's own clock: a wrong zone is seen at once.
    lines[0] += f" (<t:{int(on.coming[0].comes_at.timestamp())}:R>)"
    return "\n".join((f"**{language.say('times.on.next')}**", *lines))


def _moment(language: Language, on: TimedOn, arrival: Arrival) -> str:
    moment = language.moment(local_arrival(arrival, on.member.settings.zone))
    if not arrival.waits:
        return moment
    time = language.time(arrival.local_slot)
    return language.say("times.on.held", moment=moment, time=time)


def _waiting(language: Language, on: TimedOn) -> Iterator[str]:
    quiet = on.member.settings.quiet
    if on.waiting and quiet is not None:
        yield language.count(
            "times.on.waits",
            len(on.waiting),
            times=language.join([language.time(local) for local in on.waiting]),
            quiet=language.span(quiet.local_from, quiet.local_until),
            until=language.time(quiet.local_until),
        )


def _posture(language: Language, on: TimedOn) -> Iterator[str]:
    if on.posture is not None:
        limit = on.member.settings.daily_limit
        yield language.count("times.on.posture", on.posture, limit=limit)


def _buttons(language: Language, on: TimedOn) -> tuple[Button, ...]:
    change = (button(language, "change_quiet", CHANGE_QUIET),) if on.waiting else ()
    return (*change, *undo_buttons(language, on.change_id))
