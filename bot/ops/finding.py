"""What a look at the bot's surroundings finds: a line each, with its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How bad it is. Only a problem keeps the bot from doing its work."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. ``words`` has no full stop; ``remedy`` is a sentence, empty where all is well."""

    level: Level
    about: str
    words: str
    remedy: str = ""


def ok(about: str, words: str) -> Finding:
    """All is well."""
    return Finding(Level.OK, about, words)


def warning(about: str, words: str, remedy: str) -> Finding:
    """It works, and may not for long, or not as well as it could."""
    return Finding(Level.WARNING, about, words, remedy)


def problem(about: str, words: str, remedy: str) -> Finding:
    """The bot cannot do its work, or only in part."""
    return Finding(Level.PROBLEM, about, words, remedy)
