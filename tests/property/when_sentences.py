"""Sentences of the documented grammar with a plain model of what they mean.

The words here are written down a second time, and the model goes through the calendar day by day.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.domain.local_time import instant_of, local_of
from bot.domain.when import At, Refusal, When

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Tongue:
    """How one language says what the grammar promises; ``{}`` is a number or a name."""

    soon: str
    from_now: str
    minutes: str
    hours: str
    days: str
    weeks: str
    one_hour: str
    half_hour: str
    relative: tuple[str, str, str]
    tonight: str
    weekdays: tuple[str, ...]
    on_weekday: tuple[str, ...]
    months: tuple[str, ...]
    on_date: tuple[str, ...]
    numeric: tuple[str, ...]
    at: str
    oclock: str
    noon: str
    h_alone: bool


TONGUES: Mapping[str, Tongue] = {
    "en": Tongue(
        "in {}", "{} from now", "minutes", "hours", "days", "weeks", "an hour", "half an hour",
        ("today", "tomorrow", "the day after tomorrow"), "tonight",
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ("{}", "on {}", "next {}"),
        ("January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December"),
        ("{d} {m}", "{m} {d}", "the {d}th of {m}", "on {m} {d}"), (),
        "at {}", "{} o'clock", "noon", h_alone=False,
    ),
    "es": Tongue(
        "en {}", "{} desde ahora", "minutos", "horas", "días", "semanas", "una hora", "media hora",
        ("hoy", "mañana", "pasado mañana"), "esta noche",
        ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        ("{}", "el {}", "el próximo {}", "el {} que viene"),
        ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
         "octubre", "noviembre", "diciembre"),
        ("{d} de {m}", "el {d} de {m}", "{d} {m}", "{m} {d}"), ("{d}/{n}", "el {d:02}/{n:02}"),
        "a las {}", "{} h", "mediodía", h_alone=True,
    ),
    "de": Tongue(
        "in {}", "{} ab jetzt", "Minuten", "Stunden", "Tagen", "Wochen", "einer Stunde",
        "einer halben Stunde",
        ("heute", "morgen", "übermorgen"), "heute Abend",
        ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        ("{}", "am {}", "nächsten {}", "am kommenden {}"),
        ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
         "Oktober", "November", "Dezember"),
        ("{d}. {m}", "am {d}. {m}", "{d} {m}", "{m} {d}"), ("{d}.{n}.", "am {d:02}.{n:02}."),
        "um {}", "{} Uhr", "mittags", h_alone=False,
    ),
    "fr": Tongue(
        "dans {}", "{} à partir de maintenant", "minutes", "heures", "jours", "semaines",
        "une heure", "une demi-heure",
        ("aujourd'hui", "demain", "après-demain"), "ce soir",
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        ("{}", "{} prochain"),
        ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
         "octobre", "novembre", "décembre"),
        ("{d} {m}", "le {d} {m}", "{m} {d}"), ("{d}/{n}", "le {d:02}/{n:02}"),
        "à {}", "{}h", "midi", h_alone=True,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """What is typed and what it means: minutes that pass, or a day, a time of day, or both.

    A day is so many from today, or the next with this weekday, or the next with this month and
    day, or a date.
    """

    language: str
    text: str
    passes_min: int | None = None
    in_days: int | None = None
    weekday: int | None = None
    month_day: tuple[int, int] | None = None
    on: date | None = None
    clock_min: int | None = None
    is_bare: bool = False


def meant(sentence: Sentence, now_at: datetime, zone: ZoneInfo) -> When:
    """What the model says."""
    local_now = local_of(now_at, zone)
    if sentence.passes_min is not None:
        at = now_at + sentence.passes_min * MINUTE
        return At(local_of(at, zone), at, absolute=True)
    local_day = _day_of(sentence, local_now.date())
    if local_day is None:
        return Refusal.NO_SUCH_DAY
    if _may_be_a_date(sentence, local_now.date()):
        return Refusal.NOT_UNDERSTOOD
    minutes = sentence.clock_min
    if minutes is None:
        keeps_the_time = sentence.in_days is not None and sentence.in_days > 2
        minutes = local_now.hour * 60 + local_now.minute if keeps_the_time else 540
    found = _checked(local_day, minutes, now_at, zone)
    has_a_day = local_day != local_now.date() or _names_a_day(sentence)
    if found is Refusal.IN_THE_PAST and not has_a_day:
        return _checked(local_day + DAY, minutes, now_at, zone)
    return found


def _may_be_a_date(sentence: Sentence, today: date) -> bool:
    """Friday 13, while the next 13th is a Friday."""
    if sentence.weekday is None or not sentence.is_bare or not sentence.clock_min:
        return False
    to_come = (today + n * DAY for n in itertools.count())
    same = next(day for day in to_come if day.day * 60 == sentence.clock_min)
    return same.weekday() == sentence.weekday


def _names_a_day(sentence: Sentence) -> bool:
    named = (sentence.in_days, sentence.weekday, sentence.month_day, sentence.on)
    return any(each is not None for each in named)


def _day_of(sentence: Sentence, today: date) -> date | None:
    if sentence.on is not None:
        return sentence.on
    if sentence.in_days is not None:
        return today + sentence.in_days * DAY
    later = (today + n * DAY for n in itertools.count(1))
    if sentence.weekday is not None:
        return next(day for day in later if day.weekday() == sentence.weekday)
    if sentence.month_day is not None:
        # 29 February is asked of the year whose turn it is.
        is_this_year = (today.month, today.day) <= sentence.month_day
        to_come = itertools.chain([today], later)
        found = next(day for day in to_come if (day.month, day.day) == sentence.month_day)
        return found if found.year == today.year + (not is_this_year) else None
    return today


def _checked(local_day: date, minutes: int, now_at: datetime, zone: ZoneInfo) -> When:
    local = datetime.combine(local_day, time.min) + minutes * MINUTE
    at = instant_of(local, zone)
    if at is None:
        return Refusal.NO_SUCH_DAY
    if at <= now_at:
        return Refusal.IN_THE_PAST
    return Refusal.TOO_FAR if at - now_at > 1827 * DAY else At(local, at, absolute=False)


@st.composite
def clocks(draw: st.DrawFn, tongue: Tongue, *, alone: bool, first: bool) -> tuple[str, int]:
    """A time of day. Alone it has a sign of being one; before a day it has the word for "at"."""
    minute = draw(st.sampled_from((0, 5, 15, 30, 59)))
    sure_hour = draw(st.sampled_from((0, *range(7, 24))))
    dial_hour, half = draw(st.integers(1, 11)), draw(st.sampled_from(("am", "pm")))
    on_dial_min = dial_hour * 60 + (720 if half == "pm" else 0)
    any_hour = draw(st.integers(0, 23))
    forms = [
        (f"{sure_hour}:{minute:02}", sure_hour * 60 + minute),
        (f"{any_hour:02}:{minute:02}", any_hour * 60 + minute),
        (f"{sure_hour}", sure_hour * 60),
        (f"{sure_hour}h{minute:02}", sure_hour * 60 + minute),
        (tongue.oclock.format(sure_hour), sure_hour * 60),
    ]
    on_dial = [
        (f"{dial_hour}{half}", on_dial_min),
        (f"{dial_hour}:{minute:02} {half}", on_dial_min + minute),
        (f"{dial_hour} {half[0]}.m.", on_dial_min),
    ]
    # German has another "am" before its days.
    text, minutes = draw(st.sampled_from(forms + ([] if first else on_dial)))
    if draw(st.integers(0, 9)) == 0:
        return tongue.noon, 720
    doubtful_alone = text.isdigit() or ("h" in text and not tongue.h_alone)
    if first or (alone and doubtful_alone) or draw(st.booleans()):
        text = tongue.at.format(text)
    return text, minutes


@st.composite
def days(draw: st.DrawFn, language: str) -> Sentence:
    """A day of every kind."""
    tongue = TONGUES[language]
    kind = draw(st.sampled_from(("relative", "weekday", "month", "numeric", "iso", "later")))
    if kind == "relative":
        number = draw(st.integers(0, 2))
        return Sentence(language, tongue.relative[number], in_days=number)
    if kind == "weekday":
        weekday = draw(st.integers(0, 6))
        form = draw(st.sampled_from(tongue.on_weekday))
        return Sentence(language, form.format(tongue.weekdays[weekday]), weekday=weekday)
    if kind == "later":
        number, unit, factor = draw(
            st.sampled_from(((3, tongue.days, 1), (10, tongue.days, 1), (2, tongue.weeks, 7)))
        )
        form = draw(st.sampled_from((tongue.soon, tongue.from_now)))
        return Sentence(language, form.format(f"{number} {unit}"), in_days=number * factor)
    day = draw(st.dates(date(2028, 1, 1), date(2028, 12, 31)))
    forms = tongue.numeric if kind == "numeric" else tongue.on_date
    if kind == "iso" or not forms:
        on = draw(st.dates(date(2024, 1, 1), date(2035, 12, 31)))
        return Sentence(language, on.isoformat(), on=on)
    text = draw(st.sampled_from(forms)).format(
        d=day.day, n=day.month, m=tongue.months[day.month - 1]
    )
    return Sentence(language, text, month_day=(day.month, day.day))


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    """A length, a time of day, a day, or a day and a time of day in either order."""
    language = draw(st.sampled_from(tuple(TONGUES)))
    tongue = TONGUES[language]
    kind = draw(st.sampled_from(("length", "clock", "day", "day, clock", "clock, day")))
    if kind == "length":
        return draw(_lengths(language))
    if kind == "clock":
        text, minutes = draw(clocks(tongue, alone=True, first=False))
        return Sentence(language, text, clock_min=minutes)
    day = draw(days(language))
    if kind == "day" and day.in_days != 0:
        return day
    first = kind == "clock, day"
    text, minutes = draw(clocks(tongue, alone=False, first=first))
    between = draw(st.sampled_from((" ", ", ", "  ")))
    both = (text, day.text) if first else (day.text, text)
    return _with_clock(day, between.join(both), minutes, is_bare=text.isdigit())


def _with_clock(day: Sentence, text: str, minutes: int, *, is_bare: bool) -> Sentence:
    return Sentence(
        day.language, text, None, day.in_days, day.weekday, day.month_day, day.on, minutes, is_bare
    )


@st.composite
def _lengths(draw: st.DrawFn, language: str) -> Sentence:
    tongue = TONGUES[language]
    number = draw(st.integers(2, 500))
    what, minutes = draw(
        st.sampled_from(
            (
                (f"{number} {tongue.minutes}", number),
                (f"{number} min", number),
                (f"{number} {tongue.hours}", 60 * number),
                (f"{number} h", 60 * number),
                ("1h30", 90),
                (tongue.one_hour, 60),
                (tongue.half_hour, 30),
            )
        )
    )
    return Sentence(language, tongue.soon.format(what), passes_min=minutes)
