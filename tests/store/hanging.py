"""Schedules that hang on a session, to come or come already, for the store's tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.ids import ScheduleId
from bot.domain.local_time import local_of
from bot.domain.rule import Occasion, OneDate, Rule
from bot.domain.session import Session
from bot.domain.zones import zone
from bot.store import schedules
from bot.store.columns import to_ms
from bot.store.connection import Store
from tests.store.agenda import DAY
from tests.store.builders import NOW_AT

BERLIN = zone("Europe/Berlin")
KIND, OTHER_KIND = "follow_up", "appointment"


async def hang(
    store: Store,
    session: Session,
    at: datetime | None = NOW_AT + DAY,
    *,
    kind: str = KIND,
    held_for: str | None = None,
    **wish: Any,
) -> ScheduleId:
    """Something of a session that comes at an instant; None: it came already."""
    upcoming = None if at is None else Occasion(local_of(at, BERLIN), at)
    local_day = (local_of(at or NOW_AT, BERLIN)).date()
    async with store.write() as tx:
        return await schedules.add(
            tx,
            kind=kind,
            member_id=session.member_id,
            clinic_id=session.clinic_id,
            session_id=session.id,
            wish=wish,
            rule=Rule(OneDate(local_day), (600,)),
            upcoming=upcoming,
            now_at=NOW_AT,
            held_for=held_for,
        )


async def came(store: Store, schedule: ScheduleId, at: datetime, state: str = "sent") -> None:
    """It was due at an instant, and is in a state now."""
    async with store.write() as tx:
        number = await schedules.add_occurrence_now(tx, schedule, local_of(at, BERLIN), 2, at)
        await tx.run(
            "UPDATE occurrence SET state = ?, attempt_at = ? WHERE id = ?",
            (state, to_ms(at), number),
        )
        if state in {"sent", "answered"}:
            await tx.run("INSERT INTO delivery VALUES (?, 1, 1, ?, ?)", (number, number, to_ms(at)))
