"""Ending what a message is about, with the way back: its kind, one of several, a session's."""

from __future__ import annotations

from datetime import datetime

from bot.domain.member import Member
from bot.domain.occurrence import Pressed
from bot.domain.upcoming import comes_once
from bot.kinds.kind import Kind
from bot.kinds.registry import Kinds
from bot.store import coming, presses, schedules
from bot.store.connection import Reads, Tx
from bot.store.schedules import Schedule
from bot.usecases.press_results import NothingToStop, StoppedThis
from bot.usecases.restoring import OVER
from bot.usecases.series import stop_series
from bot.usecases.switching import end_one


async def still_comes(reads: Reads, kind: Kind, schedule: Schedule) -> bool:
    """Whether anything of it may come: it repeats, or its one time is ahead or was put off."""
    if kind.rule_follows_settings or not comes_once(schedule.rule):
        return True
    return schedule.next_due_at is not None or await coming.is_waiting(reads, schedule.id)


async def stop_this(
    tx: Tx, kinds: Kinds, member: Member, pressed: Pressed, *, action: str, now_at: datetime
) -> StoppedThis | NothingToStop:
    """Silence what a message is about, as its "Stop" button says."""
    kind = kinds[pressed.kind]
    await presses.note_answer(tx, pressed, action, now_at)
    schedule = await schedules.get(tx, pressed.schedule_id)
    if schedule is None:
        return StoppedThis(pressed.kind, None)
    if kind.series and schedule.session_id is not None:
        stopped = await stop_series(tx, member, schedule.session_id, kind.name, now_at)
        return NothingToStop() if stopped is None else StoppedThis(kind.name, stopped)
    if not await still_comes(tx, kind, schedule):
        # Nor by undoing what was changed of it before.
        await schedules.end(tx, schedule.id, OVER, now_at)
        return NothingToStop()
    if schedule.status == "ended":
        return StoppedThis(pressed.kind, None, kind.many)
    change_id = await end_one(tx, kinds, member, schedule, now_at)
    return StoppedThis(pressed.kind, change_id, kind.many)
