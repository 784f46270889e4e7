"""The database's key: 32 random bytes, written as hex in a file that only its owner can read.

Refuses to make a new key where a database exists, to use a file that others can read, and to
replace a key file of any kind.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from pathlib import Path

from bot.errors import ConfigError

KEY_BYTES = 32
_SETTING = "database.key_file"
_LONGEST_FILE = 256
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def load_or_create(key_path: Path, database_path: Path) -> bytes:
    """The key in ``key_path``, made first where neither it nor a database is there yet.

    Raises: ConfigError for a database without its key, and for a key file that cannot be used.
    """
    try:
        if not os.path.lexists(key_path):
            _refuse_beside_a_database(key_path, database_path)
            _create(key_path)
        return _read(key_path)
    except OSError as error:
        raise ConfigError(
            _SETTING,
            f"{key_path} cannot be used ({error.strerror})",
            "Name a file that the bot may read, in a folder that it may write to.",
        ) from None


def fingerprint(key: bytes) -> str:
    """What a backup names its key by: 12 hex digits that do not help to find the key."""
    return hashlib.sha256(key).hexdigest()[:12]


def _refuse_beside_a_database(key_path: Path, database_path: Path) -> None:
    # A link to a disk that is not mounted counts as a database, and so does a log without its file.
    traces = (database_path, Path(f"{database_path}-wal"))
    if any(os.path.lexists(trace) for trace in traces):
        raise ConfigError(
            _SETTING,
            f"{key_path} is missing, and {database_path} is there and needs it",
            "Restore the key file from your backup. No other key opens this database.",
        )


def _create(key_path: Path) -> None:
    """Make the file under another name, then give it its own: it is never there half-written."""
    draft = key_path.with_name(f".{key_path.name}.{secrets.token_hex(8)}")
    try:
        _write_private(draft, secrets.token_hex(KEY_BYTES) + "\n")
        # A link, unlike a rename, fails where somebody else was faster.
        os.link(draft, key_path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(key_path.parent)


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        # Some umasks take from the owner as well.
        os.fchmod(descriptor, 0o600)
        os.write(descriptor, text.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(key_path: Path) -> bytes:
    # Without O_NONBLOCK a pipe of this name would wait for ever.
    descriptor = os.open(key_path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        _check_mode(key_path, os.fstat(descriptor).st_mode)
        written = os.read(descriptor, _LONGEST_FILE)
    finally:
        os.close(descriptor)
    return _parse(key_path, written)


def _check_mode(key_path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise ConfigError(_SETTING, f"{key_path} is not a file", "Name the key file itself.")
    if mode & _OTHERS:
        raise ConfigError(
            _SETTING,
            f"{key_path} is open to other users of this machine (mode {mode & 0o777:04o})",
            f"Close it with: chmod 600 {key_path}",
        )


def _parse(key_path: Path, written: bytes) -> bytes:
    try:
        key = bytes.fromhex(written.decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ConfigError(
            _SETTING,
            f"{key_path} does not hold a key ({2 * KEY_BYTES} hex digits on one line)",
            "Restore the key file from your backup.",
        )
    return key
