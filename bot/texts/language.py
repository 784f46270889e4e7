"""One language: its sentences, and its way of writing times, days and lists.

Says only what the catalogue holds: a missing key or parameter is a fault of ours, never a blank.
What a member typed goes through bot.texts.escape before it fills a sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from gettext import GNUTranslations, NullTranslations
from itertools import groupby

from babel import Locale
from babel.dates import format_date, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from bot.domain.days import EVERY_DAY
from bot.errors import Bug, UserError
from bot.texts.escape import escaped

# "Mon 23 Nov" and "a, b and c" are how English is written outside America.
_REGION = {"en": "en_GB"}
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_SHORTEST_RUN = 3


class Missing(NullTranslations):
    """The end of the chain of catalogues: nobody has this text."""

    def gettext(self, message: str) -> str:
        """Never answer with the key itself, which a member would read."""
        raise Bug(f"no text {message}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        """As gettext."""
        raise Bug(f"no text {msgid1} with plurals")


def own_name_of(code: str) -> str:
    """What a language calls itself, as "Deutsch" for "de"."""
    name = Locale.parse(code).get_language_name() or code
    return name[:1].upper() + name[1:]


class Language:
    """What the bot can say in one language. Shared by all, never changed."""

    __slots__ = ("_gettext", "_keys", "_locale", "_ngettext", "code")

    def __init__(self, code: str, translations: GNUTranslations, keys: Iterable[str]) -> None:
        self.code = code
        self._gettext = translations.gettext
        self._ngettext = translations.ngettext
        self._keys = tuple(sorted(keys))
        self._locale = Locale.parse(_REGION.get(code, code))

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    def say(self, key: str, /, **params: object) -> str:
        """The sentence of ``key``, filled; a float is written as ``number`` does.

        Raises:
            Bug: no such text, or one of its names is not given.
        """
        text = self._gettext(key)
        try:
            return text.format_map(self._written(params))
        except KeyError as missing:
            raise Bug(f"{key} needs {missing}") from None

    def count(self, key: str, number: int, /, **params: object) -> str:
        """The form of ``key`` for ``number``, which also fills {n}.

        Raises:
            Bug: no such text, or one of its names is not given.
        """
        text = self._ngettext(key, key, number)
        try:
            return text.format(n=number, **self._written(params))
        except KeyError as missing:
            raise Bug(f"{key} needs {missing}") from None

    def _written(self, params: Mapping[str, object]) -> dict[str, object]:
        return {
            name: self.number(value) if isinstance(value, float) else value
            for name, value in params.items()
        }

    def refusal(self, error: UserError) -> str:
        """What was wrong and what to do; the error's key may leave out its "errors.".

        What was typed may be in its parameters, so they are escaped here. With one of them empty
        the sentence below ".plain" is taken, where there is one.
        """
        key = f"errors.{error.key.removeprefix('errors.')}"
        if "" in error.params.values() and f"{key}.plain" in self._keys:
            key += ".plain"
        typed = {
            name: escaped(value) if isinstance(value, str) else value
            for name, value in error.params.items()
        }
        return self.say(key, **typed)

    def family(self, prefix: str) -> tuple[str, ...]:
        """The keys below ``prefix``, in alphabetical order: "delivery.neutral" and so on."""
        return tuple(key for key in self._keys if key.startswith(f"{prefix}."))

    def time(self, local: dt.time | dt.datetime) -> str:
        """The hour and minute, as "09:00": 24 hours in every language, so never ambiguous."""
        return f"{local:%H:%M}"

    def span(self, local_start: dt.time, local_end: dt.time) -> str:
        """Two times, as "20:00-08:00", just as it would be typed."""
        return f"{self.time(local_start)}-{self.time(local_end)}"

    def day(self, local: dt.date) -> str:
        """A date without its year, as "Mon 23 Nov"."""
        return format_date(local, self.say("format.day"), locale=self._locale)

    def date(self, local: dt.date) -> str:
        """A date without its weekday and year, as "23 Nov"."""
        return format_date(local, self.say("format.date"), locale=self._locale)

    def moment(self, local: dt.datetime) -> str:
        """A day and a time, as "Mon 23 Nov, 09:00"."""
        return self.say("format.moment", day=self.day(local), time=self.time(local))

    def weekdays(self, days: frozenset[int]) -> str:
        """Days of the week, Monday being 0: "Mon-Fri", "Mon, Wed, Fri", "every day".

        Raises:
            Bug: no day at all.
        """
        if not days:
            raise Bug("no weekday to name")
        if days == EVERY_DAY:
            return self.say("format.every_day")
        names = get_day_names("abbreviated", "stand-alone", locale=self._locale)
        return ", ".join(_ranged([str(names[day]) for day in run]) for run in _runs(days))

    def number(self, value: float) -> str:
        """A number with one decimal at most, as "4.5"; where it is written so, "4,5"."""
        return format_decimal(value, format="0.#", locale=self._locale)

    def join(self, parts: Sequence[str]) -> str:
        """A list in words, as "a, b and c"."""
        return format_list(list(parts), style="standard", locale=self._locale)

    def duration(self, seconds: float) -> str:
        """A length of time in its largest unit and the next, as "1 hour 30 minutes".

        What is smaller than that is left out; a negative length counts as none.
        """
        rest, parts = max(0, int(seconds)), []
        for unit, size in _UNITS:
            number, rest = divmod(rest, size)
            parts.append((number, unit))
        first = next((place for place, (number, _) in enumerate(parts) if number), len(parts) - 1)
        told = [part for part in parts[first : first + 2] if part[0]] or parts[-1:]
        return " ".join(
            format_unit(number, f"duration-{unit}", length="long", locale=self._locale)
            for number, unit in told
        )


def _runs(days: frozenset[int]) -> list[list[int]]:
    """Days that follow each other, together."""
    numbered = enumerate(sorted(days))
    return [[day for _, day in run] for _, run in groupby(numbered, lambda at: at[1] - at[0])]


def _ranged(names: Sequence[str]) -> str:
    if len(names) < _SHORTEST_RUN:
        return ", ".join(names)
    return f"{names[0]}-{names[-1]}"
