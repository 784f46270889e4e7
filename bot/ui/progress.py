"""The card of /progress: words first, then the picture, then the way to other periods.

Pure: what the use case returns comes in, a card goes out. Says lower, similar or higher, and in
what it compares; never what a change comes from or whether it is good.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import discord

from bot.charts.words import Words
from bot.discord_io.guarded import GuardedLayout
from bot.domain.progress import (
    ENOUGH,
    NOISE_PERCENT,
    NOISE_POINTS,
    PERIODS,
    SHOWN,
    Around,
    Compared,
    Curve,
    Progress,
    Trend,
)
from bot.texts.language import Language
from bot.ui.cards import MAIN, PLAIN, Button, button, card
from bot.ui.custom_ids import AreaPress
from bot.usecases.progress import LookBack

AREA = "progress"
SHOW = "show"

# Tells nobody what is on it.
FILE_NAME = "picture.png"
# Source: Discord, description of an attachment and of an item of a gallery.
LONGEST_ALT = 1024
MOST_SESSIONS_TOLD = 3
MOST_SESSIONS_LISTED = 12
GAP, MORE = "–", "…"


def progress_card(
    language: Language, progress: Progress, picture: discord.File | None
) -> GuardedLayout:
    """What a member's days come to; kind words instead while there are few answers."""
    title = language.count("progress.title", progress.period_days)
    if not progress.is_enough:
        return card(*_few(language, progress), title=title, buttons=_periods(language, progress))
    return card(
        _dates(language, progress),
        "\n".join(_trend(language, progress, curve) for curve in progress.curves),
        _weeks(language, progress),
        _sessions(language, progress),
        _active(language, progress),
        _note(language),
        "" if picture else language.say("progress.no_picture"),
        title=title,
        picture=picture,
        buttons=_periods(language, progress),
    )


def picture_file(language: Language, back: LookBack) -> discord.File | None:
    """The picture with its alt text, ready to be sent; None where there is none."""
    if back.png is None:
        return None
    alt = alt_text(language, back.progress)
    return discord.File(io.BytesIO(back.png), FILE_NAME, description=alt)


def picture_words(language: Language) -> Words:
    """What the picture itself says."""
    say = language.say
    return Words(
        titles={question: _question(language, question) for question in SHOWN},
        each_day=say("progress.picture.day"),
        weekly=say("progress.picture.week"),
        session=say("progress.picture.session"),
        nothing=say("progress.picture.none"),
        day=language.date,
        weekday=lambda local_day: language.weekdays(frozenset({local_day.weekday()})),
        number=language.number,
    )


def alt_text(language: Language, progress: Progress) -> str:
    """The picture in words, for those who can't see it; at most 1,024 characters."""
    parts = [
        language.say(
            "progress.alt",
            first=language.day(progress.local_first),
            last=language.day(progress.local_last),
        ),
        *(_alt_of(language, curve) for curve in progress.curves),
    ]
    if progress.local_sessions:
        listed = progress.local_sessions[-MOST_SESSIONS_LISTED:]
        days = [MORE] if len(listed) < len(progress.local_sessions) else []
        days += [language.date(local_day) for local_day in listed]
        parts.append(language.say("progress.alt.sessions", days=", ".join(days)))
    return _cut(" ".join(parts))


def _alt_of(language: Language, curve: Curve) -> str:
    values = [value for value in curve.days if value is not None]
    if not values:
        return language.say("progress.alt.none", question=_question(language, curve.question))
    said = language.say(
        "progress.alt.question",
        question=_question(language, curve.question),
        now=language.number(curve.compared.now.value or 0),
        lowest=language.number(min(values)),
        highest=language.number(max(values)),
        days=len(values),
        shown=len(curve.days),
    )
    # No comma between them: some languages write one within a number.
    numbers = "; ".join(_weekly(language, curve))
    return f"{said} {language.say('progress.alt.weeks', numbers=numbers)}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_ALT else text[: LONGEST_ALT - len(MORE)] + MORE


def _few(language: Language, progress: Progress) -> Iterable[str]:
    if progress.answers:
        yield language.count("progress.few.some", progress.answers)
    else:
        key = "progress.few.none_now" if progress.began_before else "progress.few.none"
        yield language.say(key)
    if progress.began_before and progress.period_days < max(PERIODS):
        yield language.say("progress.few.longer")


def _dates(language: Language, progress: Progress) -> str:
    first, last = language.day(progress.local_first), language.day(progress.local_last)
    return f"-# {language.say('progress.dates', first=first, last=last)}"


def _trend(language: Language, progress: Progress, curve: Curve) -> str:
    compared, question = curve.compared, _question(language, curve.question)
    if compared.now.value is None:
        return language.say("progress.trend.none", question=question)
    now = language.number(compared.now.value)
    if compared.trend is Trend.UNKNOWN:
        return language.say(
            "progress.trend.unknown", question=question, now=now, days=progress.period_days
        )
    return language.say(
        f"progress.trend.{compared.trend.value}",
        question=question,
        now=now,
        days=progress.period_days,
        before=language.number(compared.before.value or 0),
    )


def _weeks(language: Language, progress: Progress) -> str:
    """Every week's medians; nothing where the one week there is has been told."""
    weekly = {curve.question: _weekly(language, curve) for curve in progress.curves}
    if max(map(len, weekly.values())) < len(("this week", "one before")):
        return ""
    lines = [f"**{language.say('progress.weeks')}**"]
    for question, numbers in weekly.items():
        name = _question(language, question)
        line = language.say("progress.weeks.line", question=name, numbers=" · ".join(numbers))
        lines.append(line)
    if any(GAP in numbers for numbers in weekly.values()):
        lines.append(f"-# {language.say('progress.weeks.none', gap=GAP, enough=ENOUGH)}")
    return "\n".join(lines)


def _weekly(language: Language, curve: Curve) -> list[str]:
    medians = [week.middle.enough for week in curve.weeks]
    return [GAP if median is None else language.number(median) for median in medians]


def _sessions(language: Language, progress: Progress) -> str:
    """The last few sessions with enough answers on both sides."""
    if not progress.around:
        return ""
    lines = [line for around in progress.around if (line := _session(language, around))]
    if not lines:
        return language.say("progress.sessions.few")
    heading = f"**{language.say('progress.sessions')}**"
    note = f"-# {language.say('progress.sessions.note')}"
    return "\n".join((heading, *lines[-MOST_SESSIONS_TOLD:], note))


def _session(language: Language, around: Around) -> str:
    numbers = [
        _both_sides(language, question, compared)
        for question, compared in around.compared.items()
        if compared.trend is not Trend.UNKNOWN
    ]
    if not numbers:
        return ""
    day = language.day(around.local_day)
    return language.say("progress.sessions.line", day=day, numbers="; ".join(numbers))


def _both_sides(language: Language, question: str, compared: Compared) -> str:
    return language.say(
        "progress.sessions.number",
        question=_question(language, question),
        before=language.number(compared.before.value or 0),
        after=language.number(compared.now.value or 0),
        trend=language.say(f"progress.sessions.{compared.trend.value}"),
    )


def _active(language: Language, progress: Progress) -> str:
    return language.say(
        "progress.active",
        days=progress.active_days,
        shown=len(progress.curves[0].days),
        month=progress.active_this_month,
    )


def _note(language: Language) -> str:
    told = language.say("progress.note", points=NOISE_POINTS, percent=NOISE_PERCENT, enough=ENOUGH)
    return f"-# {told}"


def _question(language: Language, question: str) -> str:
    return language.say(f"progress.question.{question}")


def _periods(language: Language, progress: Progress) -> Sequence[Button]:
    """One button a period; what is shown now is marked, and pressing it draws anew."""
    return [
        button(
            language,
            f"days_{days}",
            AreaPress(AREA, SHOW, (str(days),)),
            MAIN if days == progress.period_days else PLAIN,
        )
        for days in PERIODS
    ]
