"""Every error this project raises on purpose.

::

    BotError
    ├── UserError            a member can mend it; answered in words, never logged as a fault
    │   ├── InvalidInput     what was typed cannot be used
    │   ├── NotFound         what was named is not there (any more)
    │   ├── NotAllowed       somebody else's, or a role is missing
    │   ├── LimitReached     there is no room for one more
    │   └── Conflict         it was true a moment ago
    ├── ConfigError          the operator can mend it; exit code 2
    ├── StoreError
    │   ├── MigrationFailed
    │   ├── DatabaseTooNew
    │   ├── WrongKey
    │   ├── NoBackup         a file that cannot be restored
    │   └── Busy
    └── Bug                  a promise of our own was broken

Delivery to Discord is not here: its outcomes are values (bot.delivery.messenger).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class BotError(Exception):
    """The root: anything this project raises on purpose."""


class UserError(BotError):
    """Something a member can mend.

    ``key`` names the sentence in the text catalogue that says what to do next; ``params`` fill it.
    """

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class InvalidInput(UserError):
    """What was typed cannot be used."""


class NotFound(UserError):
    """What was named is not there, or not there any more."""


class NotAllowed(UserError):
    """It belongs to somebody else, or needs a role or a consent that is missing."""


class LimitReached(UserError):
    """There is no room for one more."""


class Conflict(UserError):
    """It was true a moment ago and is not now: pressed twice, pressed late, taken by another."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One setting: ``problem`` has no full stop, ``remedy`` is a sentence: what to write."""

    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.key}: {self.problem}. {self.remedy}"


class ConfigError(BotError):
    """Settings the operator has to mend: for each, which one, what is wrong, what to write.

    ``mistakes`` holds them all; ``key``, ``problem`` and ``remedy`` are those of the first.
    """

    def __init__(
        self, key: str, problem: str, remedy: str, *, others: Sequence[Mistake] = ()
    ) -> None:
        self.mistakes = (Mistake(key, problem, remedy), *others)
        super().__init__("\n".join(map(str, self.mistakes)))
        self.key = key
        self.problem = problem
        self.remedy = remedy


class StoreError(BotError):
    """The database said no."""


class MigrationFailed(StoreError):
    """A migration raised; nothing of it was kept."""


class DatabaseTooNew(StoreError):
    """The database was written by a newer version of this project."""


class WrongKey(StoreError):
    """The file is not a database, or the key does not open it."""


class NoBackup(StoreError):
    """A file is not a backup that could be restored: cut short, damaged, or something else."""


class Busy(StoreError):
    """Another process holds what is needed."""


class ReadOnly(StoreError):
    """The database, or the folder it is in, cannot be written to."""


class DiskFull(StoreError):
    """There is no room left to write."""


class DiskFailed(StoreError):
    """The disk did not do what it was asked."""


class Bug(BotError):
    """A promise of our own was broken: somebody has to look."""
