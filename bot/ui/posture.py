"""The cards of /posture: on, and one move right now.

Pure: what the use cases return comes in, a card goes out. Times are the member's own.
"""

from __future__ import annotations

from bot.content.cards import Prompt
from bot.discord_io.guarded import GuardedLayout
from bot.domain.local_time import local_of
from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import Occasion
from bot.kinds.posture import prompt_text
from bot.texts.language import Language
from bot.ui.cards import MAIN, Button, button, card
from bot.ui.changes import undo_buttons
from bot.ui.custom_ids import AreaPress
from bot.ui.habits import ASK, times_text
from bot.ui.reminders import pause_text
from bot.usecases.posture import PostureOn

AREA = "posture"

RAISE_LIMIT = AreaPress(AREA, "raise")
CHANGE_QUIET = AreaPress("settings", "quiet")


def on_card(language: Language, on: PostureOn) -> GuardedLayout:
    """Posture check-ins are on: when they come, and what keeps some of them away."""
    say = language.say
    quiet = on.member.settings.quiet
    if on.plan.is_full:
        return card(
            say("posture.on.full.body", limit=on.member.settings.daily_limit),
            title=say("posture.on.full.title"),
            buttons=_buttons(language, on),
        )
    if on.plan.rule is None and quiet is not None:
        return card(
            say("posture.on.all_quiet.body", quiet=_span(language, quiet)),
            title=say("posture.on.all_quiet.title"),
            buttons=_buttons(language, on),
        )
    return card(
        *_blocks(language, on),
        title=say("posture.on.title"),
        buttons=_buttons(language, on),
    )


def raised_card(language: Language, on: PostureOn) -> GuardedLayout:
    """The daily limit after "Raise my limit", and what comes of it."""
    limit = on.member.settings.daily_limit
    first = "posture.limit.unchanged" if on.change_id is None else "posture.limit.raised"
    return card(
        language.say(first, limit=limit),
        *_blocks(language, on),
        title=language.say("posture.on.title"),
        buttons=_buttons(language, on),
    )


def now_card(language: Language, prompt: Prompt) -> GuardedLayout:
    """One movement, its caution, and when not to."""
    return card(
        prompt_text(language, prompt),
        f"-# {language.say('posture.footer')}",
        title=language.say("posture.now.title"),
    )


def _blocks(language: Language, on: PostureOn) -> tuple[str, ...]:
    wish = on.wish
    summary = language.say(
        "posture.on.summary",
        every=wish.every_min,
        span=language.span(wish.local_from, wish.local_until),
        days=language.weekdays(wish.days),
    )
    return (
        summary,
        *_changed_since(language, on),
        pause_text(language, on.paused_until_at, on.member.settings.zone),
        _coming(language, on),
        *_kept_away(language, on),
    )


def _changed_since(language: Language, on: PostureOn) -> tuple[str, ...]:
    """What answers have made of the wish since."""
    found, rule = [], on.plan.rule
    if on.wish.most_a_day is not None:
        found.append(language.count("posture.on.fewer", on.wish.most_a_day))
    if rule is not None and rule.is_moved:
        found.append(language.say("posture.on.moved", times=times_text(language, rule.minutes)))
    if on.moved_back:
        found.append(language.say("posture.on.not_moved"))
    return tuple(found)


def _coming(language: Language, on: PostureOn) -> str:
    if on.waits:
        return language.say("posture.waits")
    if not on.coming:
        return ""
    lines = [f"- {_moment(language, on, one)}" for one in on.coming]
    # Discord shows this one by the reader's own clock: a wrong zone is seen at once.
    lines[0] += f" (<t:{int(on.coming[0].at.timestamp())}:R>)"
    return "\n".join((f"**{language.say('posture.on.next')}**", *lines))


def _moment(language: Language, on: PostureOn, occasion: Occasion) -> str:
    return language.moment(local_of(occasion.at, on.member.settings.zone))


def _kept_away(language: Language, on: PostureOn) -> tuple[str, ...]:
    """What quiet hours and the daily limit leave out, and what to press for more."""
    plan, quiet, found = on.plan, on.member.settings.quiet, []
    if plan.is_spread:
        key = "posture.on.spread" if on.limit_can_be_raised else "posture.on.spread.most"
        found.append(language.say(key, wanted=plan.awake, places=plan.places))
    if plan.in_quiet and quiet is not None:
        found.append(language.say("posture.on.clipped", quiet=_span(language, quiet)))
    return tuple(found)


def _buttons(language: Language, on: PostureOn) -> tuple[Button, ...]:
    found = []
    if on.waits:
        found.append(button(language, "answer_question", ASK, MAIN))
    if on.limit_can_be_raised:
        found.append(button(language, "raise_limit", RAISE_LIMIT, MAIN))
    if on.plan.in_quiet:
        found.append(button(language, "change_quiet", CHANGE_QUIET))
    return (*found, *undo_buttons(language, on.change_id))


def _span(language: Language, quiet: QuietHours) -> str:
    return language.span(quiet.local_from, quiet.local_until)
