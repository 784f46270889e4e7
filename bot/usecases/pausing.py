"""A pause of everything, and its end: what falls due meanwhile is not sent, then or later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.ids import ChangeId, DiscordUserId
from bot.domain.member import Member, Settings
from bot.domain.pause import WITHOUT_END_AT, holds
from bot.domain.time_typed import time_typed
from bot.store import changes, members, schedules
from bot.store.connection import Store, Tx
from bot.usecases.member import require_member, soonest

SUBJECT = "pause"


@dataclass(frozen=True, slots=True)
class Paused:
    """Everything is paused until an instant; ``change_id`` None: just so before."""

    settings: Settings
    until_at: datetime
    change_id: ChangeId | None


@dataclass(frozen=True, slots=True)
class Resumed:
    """Nothing is paused, and what comes next; ``change_id`` None: nothing was."""

    local_next: datetime | None
    change_id: ChangeId | None


async def pause_everything(
    store: Store, clock: Clock, *, by: DiscordUserId, until: str | None, language: str
) -> Paused:
    """Let nothing be sent until a time, or until it is resumed.

    ``until`` is as it was typed in ``language``. Raises NotAllowed before consent, InvalidInput
    for a time that is not understood or has passed.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        until_at = _until(until, member, language, now_at)
        if holds(member.paused_until_at, now_at) and member.paused_until_at == until_at:
            return Paused(member.settings, until_at, None)
        change_id = await _note(tx, member, now_at)
        await members.set_paused(tx, member.id, until_at)
    return Paused(member.settings, until_at, change_id)


async def resume_everything(store: Store, clock: Clock, *, by: DiscordUserId) -> Resumed:
    """End a pause. Raises NotAllowed before consent."""
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        local_next = soonest(await schedules.live(tx, member.id), member)
        if not holds(member.paused_until_at, now_at):
            return Resumed(local_next, None)
        change_id = await _note(tx, member, now_at)
        await members.set_paused(tx, member.id, None)
    return Resumed(local_next, change_id)


async def restore_pause(
    tx: Tx, member: Member, before: dict[str, object], now_at: datetime
) -> Paused | Resumed:
    """Bring back how a pause stood, in the transaction that undoes it."""
    until = before.get("until")
    until_at = datetime.fromisoformat(until) if isinstance(until, str) else None
    await members.set_paused(tx, member.id, until_at)
    if until_at is not None and holds(until_at, now_at):
        return Paused(member.settings, until_at, None)
    return Resumed(soonest(await schedules.live(tx, member.id), member), None)


def _until(until: str | None, member: Member, language: str, now_at: datetime) -> datetime:
    if until is None:
        return WITHOUT_END_AT
    return time_typed(until, language=language, now_at=now_at, zone=member.settings.zone).at


async def _note(tx: Tx, member: Member, now_at: datetime) -> ChangeId:
    until_at = member.paused_until_at
    kept: dict[str, object] = {"until": None if until_at is None else until_at.isoformat()}
    return await changes.note(tx, member.id, SUBJECT, kept, now_at)
