"""A database with one known line in it, and backups of it, whole and spoilt."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bot.store import facts
from bot.store.backup import make
from bot.store.backup_file import HEAD_BYTES, Head
from bot.store.key_file import load
from bot.store.migrate import Migration, migrate, packaged_migrations
from tests.store.builders import NOW_AT
from tests.store.opening import note, opened

ROOT = Path(__file__).parents[2]
LINE = "a line that nobody else may read"


class Clinic:
    """A folder as the operator has it: database, key, backup."""

    def __init__(self, folder: Path, *, encrypted: bool = True) -> None:
        self.database = folder / "unknot.db"
        self.key_path = folder / "unknot.key" if encrypted else None
        self.backup = folder / "one.backup"
        if self.key_path is not None:
            write_key(self.key_path, bytes(range(32)))

    @property
    def key(self) -> bytes | None:
        return None if self.key_path is None else load(self.key_path)

    async def write(self, value: str) -> None:
        async with opened(self.database, self.key) as store:
            await note(store, "kept", value)

    async def read(self) -> str | None:
        async with opened(self.database, self.key) as store:
            return await facts.fact(store.reads, "kept")

    def back_up(self) -> Head:
        return make(self.database, self.key, self.backup, NOW_AT)


def write_key(path: Path, key: bytes) -> None:
    path.write_text(key.hex() + "\n")
    path.chmod(0o600)


async def from_the_future(clinic: Clinic) -> None:
    """Let a newer version of the bot have been at work on the database."""
    known = packaged_migrations()
    newer = Migration(known[-1].number + 1, "9999_later", "CREATE TABLE later (a TEXT) STRICT;\n")
    async with opened(clinic.database, clinic.key) as store:
        await migrate(store, NOW_AT, (*known, newer))


# ``dies`` makes a function of a module a chance to die, before it and after it.
DYING = """
import os, signal, sys
from pathlib import Path
folder, nth = Path(sys.argv[1]), int(sys.argv[2])
calls = 0
def dies(name, module):
    real = getattr(module, name)
    def call(*args, **more):
        global calls
        for when in ("before", "after"):
            calls += 1
            if calls == nth:
                os.kill(os.getpid(), signal.SIGKILL)
            if when == "before":
                result = real(*args, **more)
        return result
    setattr(module, name, call)
"""


def die_at(program: str, folder: Path, nth: int) -> int:
    """Run a program that kills itself at its n-th chance; its exit code."""
    return subprocess.run(
        [sys.executable, "-c", DYING + program, str(folder), str(nth)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    ).returncode


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1000])


def flip_a_bit(file: Path, at: int = HEAD_BYTES + 20_000) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)


def replace_by_a_letter(file: Path) -> None:
    file.write_bytes(b"Dear diary. " * 5000)


def leave_unfinished(file: Path) -> None:
    file.write_bytes(bytes(HEAD_BYTES) + file.read_bytes()[HEAD_BYTES:])


def of_another_format(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"UNKNOT BACKUP 1", b"UNKNOT BACKUP 2", 1))


SPOILT: dict[str, tuple[Callable[[Path], None], str]] = {
    "cut short": (cut_short, "it is cut short"),
    "a flipped bit": (flip_a_bit, "it is damaged"),
    "a letter": (replace_by_a_letter, "it is no backup that unknot made"),
    "never finished": (leave_unfinished, "it was never finished"),
    "a newer format": (of_another_format, "a newer version of unknot made it"),
}
