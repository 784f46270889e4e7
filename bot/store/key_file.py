"""The database's key: 32 random bytes, written as hex in a file that only its owner can read.

Refuses to make a new key where a database exists, and to use a file that others can read. No key is
ever deleted: one that was replaced stays beside its successor, named by its fingerprint, because
older backups need it.
"""

from __future__ import annotations

import glob
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.errors import ConfigError

KEY_BYTES = 32
_SETTING = "database.key_file"
_LONGEST_FILE = 256
_FINGERPRINT_DIGITS = 12
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def load_or_create(key_path: Path, database_path: Path) -> bytes:
    """The key in ``key_path``, made first where neither it nor a database is there yet.

    Raises: ConfigError for a database without its key, and for a key file that cannot be used.
    """
    with _refused_by_the_system(key_path):
        if not os.path.lexists(key_path):
            _refuse_beside_a_database(key_path, database_path)
            _create(key_path)
        return _read(key_path)


def load(key_path: Path) -> bytes:
    """The key in ``key_path``. Raises ConfigError where there is none, or none that can be used."""
    with _refused_by_the_system(key_path):
        if not os.path.lexists(key_path):
            raise ConfigError(
                _SETTING,
                f"{key_path} is missing",
                "Restore the key file from your backup. No other key opens this database.",
            )
        return _read(key_path)


def next_path(key_path: Path) -> Path:
    """Where a new key waits until the database is encrypted with it."""
    return key_path.with_name(f"{key_path.name}.next")


def retired_path(key_path: Path, key: bytes) -> Path:
    """Where a key stays that has been replaced."""
    return key_path.with_name(f"{key_path.name}.{fingerprint(key)}")


def retired(key_path: Path) -> dict[str, Path]:
    """The keys that were replaced and are still there: fingerprint -> file."""
    stem = f"{key_path.name}."
    files = key_path.parent.glob(f"{glob.escape(stem)}{'[0-9a-f]' * _FINGERPRINT_DIGITS}")
    return {file.name.removeprefix(stem): file for file in sorted(files)}


def make_next(key_path: Path) -> bytes:
    """Make a new key, which waits under the name of ``next_path``."""
    with _refused_by_the_system(key_path):
        _create(next_path(key_path))
        return _read(next_path(key_path))


def promote_next(key_path: Path) -> None:
    """Let the waiting key take the place of the present one, which stays under its own name."""
    with _refused_by_the_system(key_path):
        kept = retired_path(key_path, _read(key_path))
        with suppress(FileExistsError):
            os.link(key_path, kept)
        sync_folder(key_path.parent)
        next_path(key_path).replace(key_path)
        sync_folder(key_path.parent)


def retire_next(key_path: Path) -> None:
    """Put a waiting key aside that the database was not encrypted with. No key is ever deleted."""
    waiting = next_path(key_path)
    waiting.replace(retired_path(key_path, _read(waiting)))
    sync_folder(key_path.parent)


@contextmanager
def _refused_by_the_system(key_path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigError(
            _SETTING,
            f"{key_path} cannot be used ({error.strerror})",
            "Name a file that the bot may read, in a folder that it may write to.",
        ) from None


def fingerprint(key: bytes) -> str:
    """What a backup names its key by: 12 hex digits that do not help to find the key."""
    return hashlib.sha256(key).hexdigest()[:_FINGERPRINT_DIGITS]


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
    sync_folder(key_path.parent)


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        # Some umasks take from the owner as well.
        os.fchmod(descriptor, 0o600)
        os.write(descriptor, text.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the names in ``folder`` on the disk, not only the files."""
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
