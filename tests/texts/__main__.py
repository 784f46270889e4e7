"""``python -m tests.texts``: brings every language in line with the code and the English texts.

Says what the code names and English lacks, and what English has and nothing names; a person mends
that. Then mends the other languages' files (tests.texts.translations). With ``--check`` nothing is
written. Ends with 1 while something is left to do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.texts.po import read_language
from tests.texts.keys import ROOT, faults, named_in, sources
from tests.texts.translations import Mended, files_of, mended

TEXTS = ROOT / "bot" / "texts"
ENGLISH = "en"


def languages(texts: Path) -> list[str]:
    """The other languages there are: a new one begins as an empty folder."""
    return sorted(
        place.name
        for place in texts.iterdir()
        if place.is_dir() and place.name != ENGLISH and not place.name.startswith("_")
    )


def english_faults(texts: Path) -> Iterator[str]:
    """What is wrong between the code and the English texts, and within these."""
    entries, mistakes = read_language(texts / ENGLISH, ENGLISH)
    yield from (f"{mistake.place}: {mistake.problem}" for mistake in mistakes)
    yield from faults(entries, *named_in(sources()))


def outdated(folder: Path, new: Mended) -> list[str]:
    """The files that are not as they should be, those that should not be there among them."""
    there = files_of(folder)
    return sorted(
        name for name in there.keys() | new.files.keys() if there.get(name) != new.files.get(name)
    )


def write(folder: Path, new: Mended) -> None:
    """Put the files as they should be."""
    for name in outdated(folder, new):
        if name in new.files:
            (folder / name).write_bytes(new.files[name])
        else:
            (folder / name).unlink()


def main(arguments: Sequence[str], texts: Path = TEXTS) -> int:
    """Mend or check; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.texts", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args(arguments).check
    english = files_of(texts / ENGLISH)
    left = list(english_faults(texts))
    for code in languages(texts):
        new = mended(english, files_of(texts / code), code)
        print(new.summary())
        left += [f"{code}: {key} waits for a translator" for key in sorted(new.waiting)]
        if check:
            left += [f"{code}/{name} is not in line" for name in outdated(texts / code, new)]
        else:
            write(texts / code, new)
    print("\n".join(left) if left else "Nothing is left to do.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
