"""The forms that change check-ins: as they are, to be typed over."""

from __future__ import annotations

from datetime import time

from bot.discord_io.buttons import Option
from bot.domain.clock_text import parse_days
from bot.domain.posture import EVERY_MIN_CHOICES, PostureWish
from bot.domain.times import TimesWish
from bot.errors import InvalidInput
from bot.texts.language import Language
from bot.ui.forms import Field, Form, OnFilled

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def posture_form(language: Language, wish: PostureWish, on_filled: OnFilled) -> Form:
    """Asks for the rhythm, the window and the days."""
    rhythms = tuple(
        Option(
            str(minutes),
            language.say("form.every.minutes", minutes=minutes),
            chosen=minutes == wish.every_min,
        )
        for minutes in EVERY_MIN_CHOICES
    )
    fields = (
        Field("every", options=rhythms),
        Field("from", _typed(wish.local_from)),
        Field("until", _typed(wish.local_until)),
        Field("days", days_as_typed(language, wish.days)),
    )
    return Form(language, language.say("kind.posture"), fields, on_filled)


def times_form(language: Language, kind: str, wish: TimesWish, on_filled: OnFilled) -> Form:
    """Asks for the times and the days."""
    fields = (
        Field("at", ", ".join(map(_typed, wish.local_times))),
        Field("days", days_as_typed(language, wish.days)),
    )
    return Form(language, language.say(f"kind.{kind}"), fields, on_filled)


def every_typed(text: str) -> int:
    """The rhythm that was chosen. Raises InvalidInput."""
    if text not in map(str, EVERY_MIN_CHOICES):
        raise InvalidInput("every.not_offered", choices=", ".join(map(str, EVERY_MIN_CHOICES)))
    return int(text)


def days_as_typed(language: Language, days: frozenset[int]) -> str:
    """Days in words that can be sent as they are: the language's own, if they are understood."""
    words = language.weekdays(days)
    try:
        understood = parse_days(words) == days
    except InvalidInput:
        understood = False
    return words if understood else ",".join(_DAYS[day] for day in sorted(days))


def _typed(local: time) -> str:
    return f"{local:%H:%M}"
