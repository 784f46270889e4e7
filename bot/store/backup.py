"""Makes backups of the database, and checks a database file before anybody relies on it.

A backup is encrypted with the database's own key and shows it as it was at one instant; the bot
goes on writing meanwhile. Never writes over a file, keeps nothing that it could not read again, and
leaves nothing behind when it fails. All of it blocks and must not be cut off: call it in a thread.
"""

from __future__ import annotations

import errno
import glob
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from bot.errors import BotError, Busy, ConfigError, DiskFull, NoBackup
from bot.store.backup_file import Head, Told, nobody, private_file, verify, write
from bot.store.connection import whole_file
from bot.store.key_file import fingerprint, sync_folder
from bot.store.migrate import APPLIED, HAS_LEDGER, missing_of, packaged_migrations


def make(
    database: Path, key: bytes | None, target: Path, now_at: datetime, told: Told = nobody
) -> Head:
    """Back ``database`` up to the new file ``target``.

    Raises ConfigError where there is no database or ``target`` cannot be made, StoreError for what
    is wrong with the database or the disk.
    """
    if not database.exists():
        raise ConfigError("database.path", f"there is no {database} yet", "Start the bot first.")
    named = fingerprint(key) if key is not None else ""
    try:
        # Refused before the work, and again by the writing itself.
        if os.path.lexists(target):
            raise FileExistsError(target)
        with draft_beside(target) as draft:
            told("Copying the database", 0, 0)
            copy(database, key, draft)
            told("Checking the copy", 0, 0)
            check(draft, key)
            head = write(draft, target, named, now_at, told)
        _read_again(target, told)
    except OSError as error:
        raise refusal(target, error) from None
    return head


def _read_again(target: Path, told: Told) -> None:
    try:
        verify(target, told)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def refusal(path: Path, error: OSError) -> BotError:
    """What an error of the system means for whoever named ``path``."""
    if isinstance(error, FileExistsError):
        return ConfigError(str(path), "it is there already", "Name a file that is not there yet.")
    if error.errno == errno.ENOSPC:
        return DiskFull("the disk is full")
    remedy = "Name a file in a folder that you may write to."
    return ConfigError(str(path), f"it cannot be written ({error.strerror})", remedy)


@contextmanager
def draft_beside(path: Path) -> Iterator[Path]:
    """A name for work on a database in ``path``'s folder; whatever is there at the end is gone."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
    try:
        # Made here, so that it is private before anything is in it.
        with private_file(draft):
            pass
        yield draft
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)


def copy(database: Path, key: bytes | None, draft: Path) -> None:
    """Write the database, as it is now, to ``draft``, encrypted with the same key."""
    # All pages at once: in steps it would begin again with every write, and never end.
    with (
        whole_file(database, key, "mode=ro") as source,
        whole_file(draft, key, "mode=rw") as target,
    ):
        source.backup(target)


def reading(database: Path, key: bytes | None) -> AbstractContextManager[sqlite3.Connection]:
    """The database to read from, whoever has it open; nothing is left beside it."""
    # Without a log nobody has it open; taken to be so, SQLite leaves no files beside it.
    in_use = database.with_name(f"{database.name}-wal").exists()
    return whole_file(database, key, "mode=ro" if in_use else "mode=ro&immutable=1")


def check(database: Path, key: bytes | None) -> None:
    """Check a database: the key, every page, and that this version knows it.

    Raises WrongKey, DatabaseTooNew, or NoBackup with what is wrong.
    """
    with reading(database, key) as opened:
        found = [row[0] for row in opened.execute("PRAGMA quick_check(3)").fetchall()]
        if found != ["ok"]:
            raise NoBackup(f"the database is damaged ({found[0]})")
        if not opened.execute(HAS_LEDGER).fetchall():
            raise NoBackup("the database is not one of unknot")
        applied = {row[0]: (row[1], row[2]) for row in opened.execute(APPLIED).fetchall()}
    missing_of(packaged_migrations(), applied)


def convert(database: Path, key: bytes | None, draft: Path, new_key: bytes | None) -> None:
    """Write a file that nobody has open to ``draft``, encrypted with another key, or with none."""
    named = "" if new_key is None else f"x'{new_key.hex()}'"
    with whole_file(database, key, "mode=ro") as source:
        source.execute("ATTACH ? AS draft KEY ?", (str(draft), named))
        source.execute("SELECT sqlcipher_export('draft')").fetchall()
        source.execute("DETACH draft")
    with draft.open("rb+") as written:
        os.fsync(written.fileno())


def put_in_place(draft: Path, database: Path) -> None:
    """Let ``draft`` be the database from now on. Nobody may have either open.

    A log that belongs to the old file must be gone before: it would be read into the new one.
    """
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            database.with_name(database.name + ending).unlink()
    sync_folder(database.parent)
    draft.replace(database)
    sync_folder(database.parent)


def settle(database: Path, key: bytes | None) -> None:
    """Bring the log of a database that nobody has open into its file; then there is none.

    Raises Busy while a backup is being made.
    """
    with whole_file(database, key, "mode=ro"):
        # Whoever opens a file to write, with a key that does not fit, deletes its log on leaving.
        pass
    with whole_file(database, key, "mode=rw") as opened:
        is_busy, *_ = opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_busy:
        raise Busy("something else reads the database, a backup perhaps: try again in a minute")


def sweep(database: Path) -> None:
    """Delete what a change of this database left that was cut off. Needs the instance lock."""
    for left in database.parent.glob(f".{glob.escape(database.name)}.*.draft*"):
        left.unlink(missing_ok=True)
