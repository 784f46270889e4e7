"""The loop of most tutorials: every 30 seconds select what is due, send it, note it.

It sends and then commits, one by one, so that a crash doubles one message at most.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path

import aiosqlite

from tests.bench.contender import LEAD_S, Call, Contender, Scale

EVERY_S = 30.0
DAY_S = 86_400
# Where in the loop's pause the crowd falls due, by round: early, in the middle, late.
WAITS_S = (15.0, 5.0, 25.0)
DATABASE = "reminders.db"

TABLE = "CREATE TABLE reminder (id INTEGER PRIMARY KEY, user INTEGER, text TEXT, due_s REAL)"
INDEX = "CREATE INDEX reminder_due ON reminder (due_s)"
ADD = "INSERT INTO reminder (user, text, due_s) VALUES (?, 'Time to move a little', ?)"
DUE = "SELECT id, user, text FROM reminder WHERE due_s <= ?"
ADVANCE = "UPDATE reminder SET due_s = due_s + ? WHERE id = ?"


class Polling(Contender):
    """A table, an index and a loop."""

    @classmethod
    async def seed(cls, scale: Scale, folder: Path) -> None:
        connection = sqlite3.connect(folder / DATABASE)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(TABLE)
        connection.execute(INDEX)
        later_s = time.time() + DAY_S
        waiting = scale.schedules - 2 * scale.due
        with connection:
            connection.executemany(ADD, [(n, later_s + n) for n in range(waiting)])
        connection.close()

    async def begin(self) -> None:
        self.connection = await aiosqlite.connect(self.folder / DATABASE)
        await self.connection.execute_fetchall("SELECT count(*) FROM reminder")
        self._loop_task: asyncio.Task[None] | None = None

    async def call_up(self, *, warm_up: bool) -> Call:
        due_s = time.time() + LEAD_S
        await self.connection.executemany(ADD, [(n, due_s) for n in range(self.scale.due)])
        await self.connection.commit()
        wait_s = 0.1 if warm_up else WAITS_S[self.round_number % len(WAITS_S)]
        await self._stop()
        self._turn_over = asyncio.Event()
        self._loop_task = asyncio.create_task(self._poll(due_s + wait_s))
        return Call(due_s, due_s + wait_s)

    async def _poll(self, next_s: float) -> None:
        while True:
            await asyncio.sleep(max(0.0, next_s - time.time()))
            for id_, user, text in await self.connection.execute_fetchall(DUE, (time.time(),)):
                await self.send(user, text)
                await self.connection.execute_fetchall(ADVANCE, (DAY_S, id_))
                await self.connection.commit()
            self._turn_over.set()
            next_s += EVERY_S

    async def send(self, user: int, text: str) -> None:
        """What every reminder does."""
        self.arrivals.arrive()

    async def settled(self) -> None:
        await self._turn_over.wait()

    async def end(self) -> None:
        await self._stop()
        await self.connection.close()

    async def _stop(self) -> None:
        if self._loop_task is not None:
            self._loop_task.cancel()
            await asyncio.gather(self._loop_task, return_exceptions=True)
