"""What is old enough to go and what is not, and the daily clearing away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.domain.ids import DiscordUserId, MemberId, ScheduleId
from bot.domain.rule import Rule, Weekdays
from bot.kinds import KINDS
from bot.store import schedules
from bot.store.columns import to_ms
from bot.store.connection import Store
from bot.usecases.retention import Retention, clear_out
from tests.fakes import FakeClock
from tests.store.agenda import DAY
from tests.store.builders import (
    NOW_AT,
    add_schedule,
)

KEEP = Retention()
JUST_OLD_AT = NOW_AT - timedelta(days=90, seconds=1)
JUST_NEW_AT = NOW_AT - timedelta(days=89, hours=23)
DAILY = Rule(Weekdays(frozenset(range(7))), (540,))
ROSA = DiscordUserId(7)


async def clear(store: Store, at: datetime = NOW_AT, keep: Retention = KEEP) -> dict[str, int]:
    return (await clear_out(store, FakeClock(at), KINDS, keep)).rows


async def ids(store: Store, table: str) -> list[int]:
    return [row["id"] for row in await store.reads.rows(f"SELECT id FROM {table} ORDER BY id")]


async def old_schedule(store: Store, member: MemberId, **columns: Any) -> ScheduleId:
    """One that has not been changed since long ago."""
    number = await add_schedule(store, member, **columns)
    async with store.write() as tx:
        sql = "UPDATE schedule SET created_at = ?1, changed_at = ?1 WHERE id = ?2"
        await tx.run(sql, (to_ms(JUST_OLD_AT - DAY), number))
    return number


async def end(store: Store, schedule: ScheduleId, at: datetime, reason: str = "stopped") -> None:
    async with store.write() as tx:
        await schedules.end(tx, schedule, reason, at)


def slot(number: int) -> str:
    return f"2026-01-{1 + number // 24:02}T{number % 24:02}:00"
