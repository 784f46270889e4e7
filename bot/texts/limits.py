"""How long a text may be where Discord shows it in a place of fixed size.

Holds in every language, and for what a clinic writes in the place of ours. A text that fills a
message has no limit here: its card measures the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Characters, by how the key begins; of several, the longest beginning counts.
#: Source: Discord: a command's description 100, a choice 100, a button's label 80, an option of a
#: select 100, what stands in a select before one chooses 150, a modal's title and the label of its
#: field 45, what stands below that label 100.
LONGEST: Mapping[str, int] = MappingProxyType(
    {
        "cmd.": 100,
        "choice.": 100,
        "label.": 80,
        "plans.answer.": 80,
        "tension.where.": 100,
        "tension.helped.": 100,
        "tension.hint.": 150,
        # The names of settings and kinds are the titles of modals too.
        "setting.": 45,
        "kind.": 45,
        "settings.ask.": 100,
        "form.": 45,
        "form.hint.": 100,
        "setup.name.": 45,
        "setup.hint.": 100,
        "setup.form": 45,
        "setup.clear": 150,
        "weekly.form": 45,
        "remind.form": 45,
        "snooze.form": 45,
        "privacy.delete.form": 45,
        "privacy.sharing.which": 150,
    }
)


def longest(key: str) -> int | None:
    """How many characters the text of ``key`` may have; None where no place limits it."""
    beginnings = [start for start in LONGEST if key.startswith(start)]
    return LONGEST[max(beginnings, key=len)] if beginnings else None
