"""One running bot for one database: two on one token would both answer everything.

The lock is the kernel's, on a file of its own, so it ends with the process, however that ends. The
file itself stays behind and means nothing. It is never deleted: a second process could then lock
a new file of the same name beside the first.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from bot.errors import Busy, ConfigError

_PID_BYTES = 20


def holder(path: Path) -> int | None:
    """The process id of the bot that holds the lock, without taking it; None if none does.

    Taking it, for however short a time, could keep a bot from starting.
    """
    try:
        pid = int(path.read_text("ascii"))
    except (OSError, ValueError):
        return None
    try:
        os.kill(pid, 0)
    except PermissionError:
        # Another user's process is one all the same.
        return pid
    except ProcessLookupError:
        return None
    return pid


class InstanceLock:
    """Held from ``with`` to its end.

    Raises: Busy, with the other's process id; ConfigError where no lock can be had at all.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def __enter__(self) -> InstanceLock:
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._impossible(error) from None
        try:
            self._take(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)
        self._descriptor = -1

    def _take(self, descriptor: int) -> None:
        try:
            # flock and not lockf: lockf is lost as soon as anything closes the file elsewhere in
            # the process, and lets the same process in twice.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(self._held_by(descriptor)) from None
        except OSError as error:
            raise self._impossible(error) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)

    def _held_by(self, descriptor: int) -> str:
        written = os.pread(descriptor, _PID_BYTES, 0).decode("ascii", "replace").strip()
        # It is written right after locking, so it can be missing for a moment.
        holder = f"pid {written}" if written.isdigit() else "its pid is not known yet"
        return (
            f"another unknot is running on this database ({holder}; it holds {self._path}). "
            "Stop that one first: two would both answer every member"
        )

    def _impossible(self, error: OSError) -> ConfigError:
        return ConfigError(
            "database.lock_file",
            f"{self._path} cannot be locked ({error.strerror})",
            "Name a file in a folder that the bot may write to, on a local disk.",
        )
