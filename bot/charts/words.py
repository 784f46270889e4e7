"""What a picture says, in the member's language. No drawing library is needed to write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Words:
    """``titles`` by question; the three signs of the key; ``nothing`` stands where no answer is.

    ``day`` writes a date without its weekday, ``weekday`` the name of a day alone, ``number`` a
    median.
    """

    titles: Mapping[str, str]
    each_day: str
    weekly: str
    session: str
    nothing: str
    day: Callable[[date], str]
    weekday: Callable[[date], str]
    number: Callable[[float], str]


@dataclass(frozen=True, slots=True)
class OverviewWords:
    """What the picture of a clinic's numbers says; the last three write a value."""

    title: str
    sent: str
    answered: str
    day: Callable[[date], str]
    weekday: Callable[[date], str]
    number: Callable[[float], str]
