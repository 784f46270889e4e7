"""The cards of /clinic overview and /clinic plans.

Pure: what the use case returns comes in, a card goes out. Numbers only, never a name.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import discord

from bot.charts.words import OverviewWords
from bot.discord_io.guarded import GuardedLayout
from bot.domain.day_minutes import time_of
from bot.domain.overview import FEWEST, PERIODS, Overview
from bot.domain.pages import page_within
from bot.domain.plan import Ask, Plan, Step
from bot.kinds.registry import Kinds
from bot.texts.language import Language
from bot.ui.cards import MAIN, PLAIN, Button, button, card
from bot.ui.custom_ids import AreaPress
from bot.ui.paging import paged, turning
from bot.usecases.overview import Looked

AREA = "overview"
PLANS_AREA = "plans"
SHOW = "show"

# Tells nobody what is on it.
FILE_NAME = "picture.png"
PLANS_A_PAGE = 5
_PERCENT = 100


def overview_card(
    language: Language, kinds: Kinds, overview: Overview, picture: discord.File | None
) -> GuardedLayout:
    """A clinic's numbers; words in their place where too few people stand behind them."""
    return card(
        *_numbers(language, kinds, overview),
        title=language.count("overview.title", overview.period_days),
        picture=picture,
        buttons=_periods(language, overview.period_days),
    )


def picture_file(language: Language, looked: Looked) -> discord.File | None:
    """The picture with its alt text, ready to be sent; None where there is none."""
    if looked.png is None:
        return None
    overview = looked.overview
    total = overview.total
    alt = language.say(
        "overview.alt",
        days=overview.period_days,
        sent=language.number(total.sent),
        answered=language.number(total.answered),
        most=language.number(max(tally.sent for _, tally in overview.days)),
    )
    return discord.File(io.BytesIO(looked.png), FILE_NAME, description=alt)


def picture_words(language: Language) -> OverviewWords:
    """What the picture itself says."""
    return OverviewWords(
        title=language.say("overview.picture.title"),
        sent=language.say("overview.picture.sent"),
        answered=language.say("overview.picture.answered"),
        day=language.date,
        weekday=lambda local_day: language.weekdays(frozenset({local_day.weekday()})),
        number=language.number,
    )


def plans_card(language: Language, plans: Sequence[Plan], page: int) -> GuardedLayout:
    """The plans and when each step comes, a page of them; counted from 1."""
    page, pages = page_within(page, len(plans), PLANS_A_PAGE)
    shown = plans[(page - 1) * PLANS_A_PAGE : page * PLANS_A_PAGE]
    return card(
        *(_plan(language, plan) for plan in shown),
        f"-# {language.say('steps.note')}",
        title=paged(language, language.say("steps.title"), page, pages),
        buttons=turning(language, page, pages, _page),
    )


def _numbers(language: Language, kinds: Kinds, overview: Overview) -> tuple[str, ...]:
    say = language.say
    if overview.members is None:
        return (say("overview.few_members", fewest=FEWEST),)
    members = say("overview.members", members=language.number(overview.members))
    if not overview.enough:
        return members, say("overview.few", fewest=FEWEST)
    total = overview.total
    share = round(_PERCENT * total.answered / total.sent) if total.sent else 0
    lines = (
        members,
        say("overview.sent", sent=language.number(total.sent)),
        say("overview.answered", answered=language.number(total.answered), share=share),
        say("overview.late", late=language.number(total.late)),
        say("overview.unreachable", unreachable=language.number(total.unreachable)),
    )
    return "\n".join(lines), _coming(language, kinds, overview), f"-# {say('overview.note')}"


def _coming(language: Language, kinds: Kinds, overview: Overview) -> str:
    heading = f"**{language.say('overview.coming')}**"
    lines = [
        language.say(
            "overview.coming.line",
            kind=language.say(f"kind.{kind}"),
            number=language.number(number),
        )
        for kind, number in overview.coming
        if kind in kinds
    ]
    return "\n".join((heading, *(lines or [language.say("overview.coming.none")])))


def _periods(language: Language, shown_days: int) -> list[Button]:
    return [
        button(
            language,
            f"days_{days}",
            AreaPress(AREA, SHOW, (str(days),)),
            MAIN if days == shown_days else PLAIN,
        )
        for days in PERIODS
    ]


def _plan(language: Language, plan: Plan) -> str:
    lines = [f"**{plan.title}**", *(_step(language, step) for step in plan.steps)]
    return "\n".join(lines)


def _step(language: Language, step: Step) -> str:
    time = f"{time_of(step.minute):%H:%M}"
    asked = language.say(_ASKED[step.ask])
    said = language.count("steps.step", step.day, time=time, asked=asked)
    after = _AFTER.get(step.after.value)
    return f"- {said}" if after is None else f"- {said} ({language.say(after)})"


_ASKED = {
    Ask.SORENESS: "steps.ask.soreness",
    Ask.SCORES: "steps.ask.scores",
    Ask.REVIEW: "steps.ask.review",
    Ask.CONTINUE: "steps.ask.continue",
    Ask.BOOK_NEXT: "steps.ask.book_next",
}
_AFTER = {"not_last": "steps.after.not_last", "last": "steps.after.last"}


def _page(number: int) -> AreaPress:
    return AreaPress(PLANS_AREA, SHOW, (str(number),))
