"""Is the database well: its key, the file, the backups, and whether a bot is at work on it.

Changes nothing, makes nothing, and takes no lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.errors import ConfigError, DatabaseTooNew, StoreError, WrongKey
from bot.ops.finding import Finding, ok, problem, warning
from bot.ops.instance_lock import holder
from bot.store import backup, backup_folder, key_file

#: A day, and a night on which the machine was off.
BACKUP_IS_OLD = timedelta(days=2)


def check_database(database: Path, key_path: Path | None) -> Iterator[Finding]:
    """The key and the file it belongs to; ``key_path`` None: not encrypted."""
    key = None
    if key_path is None:
        remedy = "Discord's terms ask for encryption: see docs/operations.md."
        yield warning("key", "the database is not encrypted", remedy)
    elif not key_path.exists() and not database.exists():
        yield ok("key", "none yet, the first start makes it")
    else:
        try:
            key = key_file.load(key_path)
        except ConfigError as error:
            yield problem("key", error.problem, error.remedy)
            return
        yield ok("key", f"{key_path}, fingerprint {key_file.fingerprint(key)}")
        if key_file.next_path(key_path).exists():
            remedy = "Start the bot, or run unknot rekey again: both bring it to its end."
            yield problem("key", "a change of the key was cut off", remedy)
            return
    yield _check_file(database, key)


def _check_file(database: Path, key: bytes | None) -> Finding:
    if not database.exists():
        return ok("database", "none yet, the first start makes it")
    try:
        backup.check(database, key)
    except WrongKey as error:
        remedy = "Put the right key file back; if it is lost, see docs/operations.md."
        return problem("database", f"{database}: {error}", remedy)
    except DatabaseTooNew as error:
        remedy = "Install the newer version again, or restore a backup from before the update."
        return problem("database", str(error), remedy)
    except StoreError as error:
        remedy = "Restore the newest good backup: unknot restore BACKUP"
        return problem("database", f"{database}: {error}", remedy)
    return ok("database", f"{database} is whole, {database.stat().st_size / 2**20:,.1f} MiB")


def check_backups(folder: Path, database: Path, now_at: datetime) -> Finding:
    """Whether there is a backup, and how old the newest is."""
    newest = next(iter(backup_folder.backups(folder).values()), None)
    remedy = "Make one with: unknot backup. While the bot runs it makes one a day."
    if newest is not None:
        age = now_at - newest.made_at
        words = f"the newest is of {newest.made_at:%Y-%m-%d %H:%M} UTC"
        return ok("backups", words) if age < BACKUP_IS_OLD else warning("backups", words, remedy)
    if not database.exists():
        return ok("backups", "none yet")
    return warning("backups", f"there is none in {folder}", remedy)


def check_instance(lock: Path) -> Finding:
    """Whether a bot is at work. Either is well."""
    pid = holder(lock)
    return ok("running bot", "none" if pid is None else f"ok, pid {pid}")
