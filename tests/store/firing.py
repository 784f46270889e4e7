"""Schedules and prompts for the store's tests: due, ended, and read back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.domain.ids import MemberId, OccurrenceId, ScheduleId
from bot.store import schedules
from bot.store.connection import Store
from bot.store.schedules import Schedule
from tests.store.builders import NOW_AT, SLOT, add_client, add_occurrence, add_schedule, at_slot

NEXT = at_slot("2026-11-25T09:00", NOW_AT + timedelta(days=2))


async def due_at(store: Store, at: datetime, slot: str = SLOT) -> ScheduleId:
    """A schedule of a new member that is due at an instant."""
    member = await add_client(store, int(at.timestamp()) % 100_000)
    return await add_schedule(store, member, upcoming=at_slot(slot, at))


async def prompt(store: Store, **columns: Any) -> OccurrenceId:
    """An occurrence of a new member's schedule."""
    return await add_occurrence(
        store, await add_schedule(store, await add_client(store)), **columns
    )


async def get(store: Store, schedule_id: ScheduleId) -> Schedule:
    found = await schedules.get(store.reads, schedule_id)
    assert found is not None
    return found


async def end(store: Store, schedule: ScheduleId, reason: str = "turned off") -> bool:
    async with store.write() as tx:
        return await schedules.end(tx, schedule, reason, NOW_AT)


async def live_ids(store: Store, member: MemberId) -> list[ScheduleId]:
    return [schedule.id for schedule in await schedules.live(store.reads, member)]
