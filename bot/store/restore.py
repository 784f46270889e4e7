"""Puts a backup in the database's place, once everything about it has been checked.

Nothing is replaced before that; the old file is kept aside under the date. Cut off at any point, it
leaves the old database in its place or the new one, whole. Whoever calls holds the instance lock.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from bot.errors import Busy, ConfigError, NoBackup, StoreError
from bot.store.backup import check, convert, draft_beside, put_in_place, refusal, settle, sweep
from bot.store.backup_file import Head, Told, nobody, read_head, unpack
from bot.store.connection import whole_file
from bot.store.key_file import (
    fingerprint,
    load,
    load_or_create,
    retired,
    sync_folder,
)

# Two months of a bot at Discord's own limit. A nonce, u{number}.{step}, has room for far more.
LEAP = 250_000_000
# A table that was empty may have given out numbers since.
NUMBERED = """
INSERT INTO sqlite_sequence (name, seq)
SELECT name, 0 FROM sqlite_schema
WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'
    AND name NOT IN (SELECT name FROM sqlite_sequence)"""


@dataclass(frozen=True, slots=True)
class Restored:
    """``aside`` is where the old database is now, None if there was none."""

    head: Head
    aside: Path | None
    rekeyed: bool


#: Changes the restored database before it is in its place: its path, and the key of both.
Mend = Callable[[Path, bytes | None, Head], None]


def leave_as_it_is(_restored: Path, _key: bytes | None, _head: Head) -> None:
    """A ``Mend`` that changes nothing."""


def restore(
    backup: Path,
    database: Path,
    key_path: Path | None,
    now_at: datetime,
    told: Told = nobody,
    *,
    mend: Mend = leave_as_it_is,
) -> Restored:
    """Let the database be as it was at the time of ``backup``.

    ``key_path`` None: the database is not encrypted. A backup made with a key that was replaced
    since is opened with that one, which lies beside its successor, and encrypted anew. ``mend`` is
    run before anything is replaced.
    Raises NoBackup, WrongKey, DatabaseTooNew or ConfigError, with the reason; then nothing was
    replaced.
    """
    # The thing itself, wherever a link points: the link stays.
    database = Path(os.path.realpath(database))
    sweep(database)
    try:
        head = read_head(backup)
        old_key = _key_of(head, key_path)
        new_key = _key_now(head, key_path, database)
        with _unpacked(backup, database, old_key, new_key, told) as ready:
            mend(ready, new_key, head)
            _leap(ready, new_key)
            aside = _put_aside(database, new_key, now_at)
            put_in_place(ready, database)
    except OSError as error:
        raise _refusal(backup, database, error) from None
    return Restored(head, aside, old_key != new_key)


@contextmanager
def _unpacked(
    backup: Path, database: Path, old_key: bytes | None, new_key: bytes | None, told: Told
) -> Iterator[Path]:
    """The backup's database beside its place, checked, under the key of today."""
    with draft_beside(database) as draft, draft_beside(database) as converted:
        draft.unlink()
        unpack(backup, draft, told)
        told("Checking the database", 0, 0)
        check(draft, old_key)
        if old_key == new_key:
            yield draft
        else:
            told("Encrypting it anew", 0, 0)
            convert(draft, old_key, converted, new_key)
            check(converted, new_key)
            yield converted


def _leap(database: Path, key: bytes | None) -> None:
    """Let no number be given out that may stand on a button sent since the backup was made."""
    with whole_file(database, key, "mode=rw") as opened:
        opened.execute(NUMBERED)
        opened.execute("UPDATE sqlite_sequence SET seq = seq + ?", (LEAP,))
    settle(database, key)


def _refusal(backup: Path, database: Path, error: OSError) -> Exception:
    if error.filename == str(backup):
        why = f"it cannot be read ({error.strerror})"
        return ConfigError(str(backup), why, "Name a backup that you may read.")
    return refusal(database, error)


def _key_of(head: Head, key_path: Path | None) -> bytes | None:
    if not head.key:
        return None
    if key_path is None:
        raise NoBackup(
            f"it is encrypted with the key {head.key}, and the configuration says that the "
            "database is not: set encrypted = true in [database]"
        )
    present = load(key_path)
    if fingerprint(present) == head.key:
        return present
    if kept := retired(key_path).get(head.key):
        return load(kept)
    raise NoBackup(
        f"it needs the key {head.key}, and {key_path} is {fingerprint(present)}: put the key file "
        f"that it was made with there as {key_path.name}.{head.key}"
    )


def _key_now(head: Head, key_path: Path | None, database: Path) -> bytes | None:
    if key_path is None:
        return None
    # A backup that is not encrypted needs no key that exists already.
    return load(key_path) if head.key else load_or_create(key_path, database)


def _put_aside(database: Path, key: bytes | None, now_at: datetime) -> Path | None:
    """A second name for the old database. It stays in its place until it is replaced."""
    if not database.exists():
        return None
    try:
        # What a crash left in the log belongs to it.
        settle(database, key)
    except Busy:
        raise
    except StoreError:
        # It does not open, which may be why it is replaced: it is kept as it is.
        pass
    stem = f"{database.name}.before-{now_at:%Y%m%dT%H%M%SZ}"
    free = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    aside = next(path for path in map(database.with_name, free) if not os.path.lexists(path))
    for ending in ("", "-wal"):
        with suppress(FileNotFoundError):
            os.link(database.with_name(database.name + ending), f"{aside}{ending}")
    sync_folder(database.parent)
    return aside
