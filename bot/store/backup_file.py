"""The file of a backup: a page that says what it is, and then a database as it stands on the disk.

The page tells length and checksum, so that a file that was cut short or damaged is told from a
whole one, encrypted or not, with no key at hand. It is written last: a backup that was never
finished has none. Knows nothing of what is in the database.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from bot.errors import NoBackup

#: What is being done, how many bytes of it are done, and of how many; 0 where nobody can tell.
Told = Callable[[str, int, int], None]

HEAD_BYTES = 4096
_FAMILY = b"UNKNOT BACKUP "
_FIRST_LINE = _FAMILY + b"1"
_CHUNK_BYTES = 1 << 20
_DAMAGED = "it is damaged: what it holds is not what was written"


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself. ``key`` is a fingerprint, empty where it is not encrypted."""

    made_at: datetime
    key: str
    content_bytes: int
    sha256: str


def nobody(_what: str, _done: int, _of: int) -> None:
    """For whom nobody looks on."""


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """A new file that its owner alone may read; on the disk at the end, gone if that fails.

    Raises FileExistsError where there is one already.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write(database: Path, target: Path, key: str, made_at: datetime, told: Told = nobody) -> Head:
    """Write ``database``, which nobody else has open, as a backup to the new file ``target``."""
    with private_file(target) as file, database.open("rb") as content:
        file.write(bytes(HEAD_BYTES))
        number, digest = _poured(content, file.write, database.stat().st_size, "Writing", told)
        head = Head(made_at, key, number, digest)
        file.seek(0)
        file.write(_page(head))
    return head


def read_head(backup: Path) -> Head:
    """What a backup says of itself, its length compared. Raises NoBackup, with the reason."""
    with backup.open("rb") as file:
        page = file.read(HEAD_BYTES)
    if page == bytes(HEAD_BYTES):
        raise NoBackup("it was never finished")
    if not page.startswith(_FAMILY):
        raise NoBackup("it is no backup that unknot made")
    head = _parsed(page)
    held = backup.stat().st_size - HEAD_BYTES
    if held != head.content_bytes:
        raise NoBackup(f"it is cut short: it holds {held:,} of {head.content_bytes:,} bytes")
    return head


def unpack(backup: Path, database: Path, told: Told = nobody) -> Head:
    """Write the database to a new file, every byte checked.

    Raises NoBackup, with the reason; then there is no such file.
    """
    with private_file(database) as content:
        return _checked(backup, content.write, told)


def verify(backup: Path, told: Told = nobody) -> Head:
    """Check every byte. Raises NoBackup, with the reason."""
    return _checked(backup, lambda _: None, told)


def _checked(backup: Path, into: Callable[[bytes], object], told: Told) -> Head:
    head = read_head(backup)
    with backup.open("rb") as file:
        file.seek(HEAD_BYTES)
        _, digest = _poured(file, into, head.content_bytes, "Reading the backup", told)
    if digest != head.sha256:
        raise NoBackup(_DAMAGED)
    return head


def _poured(
    source: BinaryIO, into: Callable[[bytes], object], of: int, what: str, told: Told
) -> tuple[int, str]:
    number, checksum = 0, hashlib.sha256()
    while chunk := source.read(_CHUNK_BYTES):
        into(chunk)
        checksum.update(chunk)
        number += len(chunk)
        told(what, number, of)
    return number, checksum.hexdigest()


def _page(head: Head) -> bytes:
    line = json.dumps({**asdict(head), "made_at": head.made_at.isoformat()}).encode("ascii")
    checksum = hashlib.sha256(line).hexdigest().encode("ascii")
    return b"\n".join([_FIRST_LINE, line, checksum, b""]).ljust(HEAD_BYTES, b"\0")


def _parsed(page: bytes) -> Head:
    first, *rest = page.split(b"\n")
    if first != _FIRST_LINE and first.removeprefix(_FAMILY).isdigit():
        raise NoBackup("a newer version of unknot made it: install that version")
    try:
        line = rest[0]
        said = json.loads(line)
        head = Head(**{**said, "made_at": datetime.fromisoformat(said["made_at"])})
    except (ValueError, TypeError, LookupError):
        raise NoBackup(_DAMAGED) from None
    if _page(head) != page:
        raise NoBackup(_DAMAGED)
    return head
