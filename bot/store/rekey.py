"""Encrypts the database with a new key.

The new key waits beside the old one until the database is encrypted with it, so that whatever cuts
this off, one of the two opens what is there: ``finish`` finds out which, and ends the change or
takes it back. Whoever calls holds the instance lock. No key is deleted: older backups need theirs.
"""

from __future__ import annotations

import os
from pathlib import Path

from bot.errors import ConfigError, WrongKey
from bot.store.backup import check, convert, draft_beside, put_in_place, settle, sweep
from bot.store.backup_file import Told, nobody
from bot.store.connection import whole_file
from bot.store.key_file import (
    load,
    make_next,
    next_path,
    promote_next,
    retire_next,
    retired_path,
)


def rekey(database: Path, key_path: Path, told: Told = nobody) -> Path:
    """Replace the key; where the old one is kept.

    Raises ConfigError where there is no database or no key, StoreError for what is wrong with them;
    then the old key opens the database as before.
    """
    database, key_path = Path(os.path.realpath(database)), Path(os.path.realpath(key_path))
    finish(database, key_path)
    sweep(database)
    if not database.exists():
        raise ConfigError("database.path", f"there is no {database} yet", "Start the bot first.")
    old_key = load(key_path)
    with draft_beside(database) as draft:
        told("Checking the database", 0, 0)
        settle(database, old_key)
        check(database, old_key)
        told("Making the key", 0, 0)
        new_key = make_next(key_path)
        told("Encrypting", 0, 0)
        convert(database, old_key, draft, new_key)
        told("Checking the new file", 0, 0)
        check(draft, new_key)
        told("Replacing the database", 0, 0)
        put_in_place(draft, database)
        told("Replacing the key", 0, 0)
        promote_next(key_path)
    return retired_path(key_path, old_key)


def finish(database: Path, key_path: Path) -> bool:
    """End a change that was cut off, or take it back; whether there was one.

    Without a database nobody can tell which of the keys is its own: both wait for it.
    Raises WrongKey where neither key opens the database.
    """
    database, key_path = Path(os.path.realpath(database)), Path(os.path.realpath(key_path))
    waiting = next_path(key_path)
    if not waiting.exists() or not database.exists():
        return False
    if _opens(database, load(waiting)):
        promote_next(key_path)
    elif _opens(database, load(key_path)):
        retire_next(key_path)
    else:
        raise WrongKey(f"neither {key_path} nor {waiting} opens {database}")
    sweep(database)
    return True


def _opens(database: Path, key: bytes) -> bool:
    try:
        with whole_file(database, key, "mode=ro"):
            return True
    except WrongKey:
        return False
