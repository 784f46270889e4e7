"""What is wrong with a file that a clinic may edit: which file, which key, what to write instead.

Reports and stops there: nothing is corrected, and no half of a faulty file is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend; ``key`` is empty when it concerns the whole file."""

    file: str
    key: str
    problem: str
    remedy: str

    @property
    def place(self) -> str:
        """The file, and the key in it."""
        return f"{self.file}: {self.key}" if self.key else self.file


def repeated(ids: Iterable[str], file: str, kind: str) -> list[Mistake]:
    """What is wrong with ids that several entries of a kind share."""
    return [
        Mistake(file, f"{kind} ({each})", f"is there {times} times", "Give each an id of its own.")
        for each, times in Counter(ids).items()
        if times > 1
    ]


def refuse(mistakes: Sequence[Mistake]) -> None:
    """Raise for the first of them, saying how many more there are.

    Raises:
        ConfigError: there is at least one.
    """
    if not mistakes:
        return
    first = mistakes[0]
    others = len(mistakes) - 1
    more = f" ({others} more: run unknot check-content)" if others else ""
    raise ConfigError(first.place, first.problem, first.remedy + more)
