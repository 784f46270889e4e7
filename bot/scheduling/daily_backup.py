"""The day's backup: made once the hour has passed, and caught up with if nothing ran then.

Asked every hour. What is in the folder says whether today's is there, so that no restart makes a
second one and no night without power leaves the bot without any.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.log import get_logger
from bot.store import backup, backup_folder, key_file
from bot.store.backup_file import Head
from bot.store.connection import Store

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """What is backed up, where to, and when.

    ``key_path`` None: the database is not encrypted. ``local_hour`` is one of ``zone``.
    """

    database: Path
    key_path: Path | None
    folder: Path
    keep: int
    local_hour: int
    zone: ZoneInfo

    def last_mark_at(self, now_at: datetime) -> datetime:
        """When the hour last began; the backup of the day is one made since."""
        local = now_at.astimezone(self.zone)
        mark = local.replace(hour=self.local_hour, minute=0, second=0, microsecond=0, fold=0)
        if mark.astimezone(UTC) > now_at:
            mark -= timedelta(days=1)
        return mark.astimezone(UTC)


class DailyBackup:
    """Makes the backups of ``plan``."""

    def __init__(self, plan: BackupPlan, store: Store, clock: Clock) -> None:
        self._plan = plan
        self._store = store
        self._clock = clock

    async def run_if_due(self) -> bool:
        """Make the day's backup unless it is there; whether one was made."""
        now_at = self._clock.now()
        # A thread goes on to the end whoever is cancelled meanwhile: a backup must not be cut off.
        if not await asyncio.to_thread(self._make_if_due, now_at):
            return False
        # Nobody could shorten the log while it was read.
        await self._store.checkpoint()
        return True

    async def newest_at(self) -> datetime | None:
        """When the newest whole backup was made; None: there is none."""
        newest = await asyncio.to_thread(self._newest)
        return None if newest is None else newest.made_at

    def _newest(self) -> Head | None:
        return next(iter(backup_folder.backups(self._plan.folder).values()), None)

    def _make_if_due(self, now_at: datetime) -> bool:
        plan = self._plan
        backup_folder.make_folder(plan.folder)
        newest = self._newest()
        if newest is not None and newest.made_at >= plan.last_mark_at(now_at):
            return False
        target = plan.folder / backup_folder.name_of(now_at)
        key = None if plan.key_path is None else key_file.load(plan.key_path)
        head = backup.make(plan.database, key, target, now_at)
        gone = backup_folder.prune(plan.folder, plan.keep)
        log.info("backup.made", extra={"bytes": head.content_bytes, "deleted": gone})
        return True
