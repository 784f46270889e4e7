"""The folder of daily backups: how they are called, which is the newest, which may go.

Deletes nothing but backups of its own name, and only beyond the number that is to be kept.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.errors import NoBackup
from bot.store.backup_file import Head, read_head

ENDING = ".backup"
# Just what name_of makes: a backup that somebody called otherwise is theirs, whatever it sorts by.
_NAMED = f"unknot-{'[0-9]' * 8}T{'[0-9]' * 6}Z{ENDING}"


def name_of(now_at: datetime) -> str:
    """What a backup is called that is made now. Their names sort by time."""
    return f"unknot-{now_at:%Y%m%dT%H%M%SZ}{ENDING}"


def make_folder(folder: Path) -> None:
    """Make it, for its owner alone, if it is not there. Raises OSError."""
    folder.mkdir(mode=0o700, exist_ok=True)


def backups(folder: Path) -> dict[Path, Head]:
    """The whole backups, the newest first; by length, not by every byte."""
    found = {}
    for file in sorted(folder.glob(_NAMED), reverse=True):
        try:
            found[file] = read_head(file)
        except (NoBackup, OSError):
            continue
    return found


def prune(folder: Path, keep: int) -> int:
    """Delete the oldest beyond ``keep`` whole ones, and what was never finished before them.

    For how many.
    """
    whole = list(backups(folder))
    gone = 0
    for draft in folder.glob(f".{_NAMED}.*.draft*") if whole else ():
        if draft.name < f".{whole[0].name}":
            draft.unlink(missing_ok=True)
    for file in sorted(folder.glob(_NAMED)) if len(whole) > keep else ():
        # The newest stay, a broken one among them too: it may be under way.
        if file.name < whole[keep - 1].name:
            file.unlink(missing_ok=True)
            gone += 1
    return gone
