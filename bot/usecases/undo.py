"""Undo: how things stood before a change comes back, if nothing changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.ids import ChangeId, DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.errors import Conflict, NotAllowed
from bot.kinds.registry import Kinds
from bot.store import changes, members, schedules
from bot.store.changes import Change
from bot.store.connection import Store, Tx
from bot.usecases.member import is_in, next_of, reserved_places
from bot.usecases.pausing import SUBJECT as PAUSE
from bot.usecases.pausing import Paused, Resumed, restore_pause
from bot.usecases.restoring import OneBack, is_kept, restore
from bot.usecases.series import is_series, restore_series
from bot.usecases.settings import SUBJECT, Changed, restore_settings
from bot.usecases.stopping import STOPPED
from bot.usecases.switching import refit

# Judgement: after a day nobody remembers what "before" was.
UNDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SettingsBack:
    """Settings are as they were; ``changed`` goes from what was undone to what came back."""

    changed: Changed


@dataclass(frozen=True, slots=True)
class ScheduleBack:
    """A kind is as it was: on or off, and when it comes next, if it does."""

    kind: str
    on: bool
    local_next: datetime | None


@dataclass(frozen=True, slots=True)
class PauseBack:
    """A pause of everything is as it was: on, or off."""

    now: Paused | Resumed


Undone = SettingsBack | ScheduleBack | OneBack | PauseBack


async def undo(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId, change_id: ChangeId
) -> Undone:
    """Bring back how things stood before a change.

    Raises NotAllowed for somebody else's, and for a member who has stopped everything; Conflict
    when it was undone already, is older than a day, or something newer changed the same.
    """
    now_at = clock.now()
    async with store.write() as tx:
        change = await changes.find(tx, change_id)
        member = None if change is None else await members.get(tx, change.member_id)
        if change is None or member is None:
            raise Conflict("undo.too_late")
        if member.discord_id != by:
            raise NotAllowed("button.not_yours")
        if not await is_in(tx, member):
            raise NotAllowed("consent.needed")
        _check(change, now_at)
        await changes.mark_undone(tx, change_id, now_at)
        if change.subject == SUBJECT:
            return SettingsBack(await restore_settings(tx, kinds, member, change.before, now_at))
        if change.subject == PAUSE:
            return PauseBack(await restore_pause(tx, member, change.before, now_at))
        if is_series(change.before):
            kind, local_next = await restore_series(tx, member, change, now_at)
            return ScheduleBack(kind, on=True, local_next=local_next)
        if is_kept(change.before):
            return await restore(tx, kinds, member, change, now_at)
        return await _bring_back(tx, kinds, member, change, now_at)


def _check(change: Change, now_at: datetime) -> None:
    if change.undone:
        raise Conflict("undo.already")
    if not change.latest or now_at - change.made_at > UNDO_WITHIN:
        raise Conflict("undo.too_late")


async def _bring_back(
    tx: Tx, kinds: Kinds, member: Member, change: Change, now_at: datetime
) -> ScheduleBack:
    wish = change.before.get("wish")
    now = await schedules.last_of_kind(tx, member.id, change.subject)
    # Stopping everything changed it since; what that ended comes back by /start alone.
    if now is None or (now.status == "ended" and now.end_reason == STOPPED):
        raise Conflict("undo.too_late")
    if not isinstance(wish, dict):
        await schedules.end(tx, now.id, "undone", now_at)
        await refit(tx, kinds, member, change.subject, now_at)
        return ScheduleBack(change.subject, on=False, local_next=None)
    reserved = await reserved_places(tx, kinds, member.id)
    rule = kinds[change.subject].rule(wish, member.settings, reserved)
    upcoming = next_of(rule, now, member, now_at)
    await schedules.drop_queued(tx, now.id, "changed")
    await schedules.revise(tx, now.id, wish=wish, rule=rule, upcoming=upcoming, now_at=now_at)
    await refit(tx, kinds, member, change.subject, now_at)
    local_next = None if upcoming is None else local_of(upcoming.at, member.settings.zone)
    return ScheduleBack(change.subject, on=True, local_next=local_next)
