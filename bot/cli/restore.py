"""``unknot restore``: a backup in the database's place."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.border import guarded
from bot.cli.options import DEFAULT, ConfigFile, key_path_of, progress, quiet_config
from bot.clock import Clock, SystemClock
from bot.errors import DatabaseTooNew, NoBackup, StoreError, WrongKey
from bot.ops.instance_lock import InstanceLock
from bot.store import rekey
from bot.store import restore as restoring
from bot.store.backup_file import Head
from bot.store.connection import Store
from bot.store.migrate import migrate
from bot.store.taken_back import Since, what_was_taken_back
from bot.usecases.outlasting import Outlasted, note_restore, outlast

EXAMPLES = (
    "systemctl stop unknot",
    "unknot restore backups/unknot-20261123T030000Z.backup",
    "systemctl start unknot",
)


def restore(
    file: Annotated[Path, typer.Argument(metavar="BACKUP", help="A file that unknot backup made.")],
    config: ConfigFile = DEFAULT,
) -> None:
    """Bring the database back to what it was when BACKUP was made. Stop the bot first.

    Everything is checked before anything is replaced, and the database that was there is kept
    beside the new one. Whoever was erased or said stop since stays erased, and stopped.
    """
    raise typer.Exit(guarded(partial(_restore, config, file)))


def _restore(path: Path, file: Path) -> int:
    config = quiet_config(path)
    database, key_path = config.database.path, key_path_of(config)
    with InstanceLock(config.database.lock_file):
        if key_path is not None:
            rekey.finish(database, key_path)
        try:
            mending = Mending(database, SystemClock())
            with progress() as told:
                now_at = mending.clock.now()
                done = restoring.restore(file, database, key_path, now_at, told, mend=mending)
        except (NoBackup, WrongKey, DatabaseTooNew) as error:
            raise NoBackup(f"{file} was not restored, nothing is changed: {error}") from error
    typer.echo(f"Restored: the database is as it was at {done.head.made_at:%Y-%m-%d %H:%M} UTC.")
    if done.rekeyed:
        typer.echo("It is encrypted with the key in use now.")
    if done.aside is not None:
        typer.echo(f"What was there before is kept in {done.aside}. Delete it when all is well.")
        typer.echo(mending.words)
    typer.echo("What members changed since then is not in it; see docs/operations.md.")
    return 0


class Mending:
    """Keeps in a restored database what people took back since. ``words`` say what that was."""

    def __init__(self, replaced: Path, clock: Clock) -> None:
        self.clock = clock
        self._replaced = replaced
        self._done: Outlasted | None = None

    def __call__(self, restored: Path, key: bytes | None, head: Head) -> None:
        """A ``bot.store.restore.Mend``."""
        since = None
        if self._replaced.exists():
            # That it cannot be read may be why it is replaced.
            with suppress(StoreError):
                since = what_was_taken_back(self._replaced, key, head.made_at)
        self._done = asyncio.run(self._mend(restored, key, head, since))

    async def _mend(
        self, restored: Path, key: bytes | None, head: Head, since: Since | None
    ) -> Outlasted | None:
        store = await Store.open(restored, key)
        try:
            await migrate(store, self.clock.now())
            done = None if since is None else await outlast(store, self.clock, since)
            await note_restore(store, self.clock, head.made_at)
        finally:
            await store.close()
        return done

    @property
    def words(self) -> str:
        """For the operator, when there was a database before."""
        done = self._done
        if done is None:
            return "Who was erased or said stop since could not be read there: they are back."
        return (
            f"Erased again, because they were since: {done.erased} people. "
            f"Consents taken back again: {done.taken_back}."
        )
