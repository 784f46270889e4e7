"""Undo: how things stood before a change comes back, if nothing changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.ids import ChangeId, DiscordUserId
from bot.errors import Conflict, NotAllowed
from bot.kinds.registry import Kinds
from bot.store import changes, members
from bot.store.changes import Change
from bot.store.connection import Store
from bot.usecases.member import is_in
from bot.usecases.pausing import SUBJECT as PAUSE
from bot.usecases.pausing import Paused, Resumed, restore_pause
from bot.usecases.restoring import OneBack, restore
from bot.usecases.series import SeriesBack, is_series, restore_series
from bot.usecases.settings import SUBJECT, Changed, restore_settings

# Judgement: after a day nobody remembers what "before" was.
UNDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SettingsBack:
    """Settings are as they were; ``changed`` goes from what was undone to what came back."""

    changed: Changed


@dataclass(frozen=True, slots=True)
class PauseBack:
    """A pause of everything is as it was: on, or off."""

    now: Paused | Resumed


Undone = SettingsBack | SeriesBack | OneBack | PauseBack


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
            return await restore_series(tx, member, change, now_at)
        return await restore(tx, kinds, member, change, now_at)


def _check(change: Change, now_at: datetime) -> None:
    if change.undone:
        raise Conflict("undo.already")
    if not change.latest or now_at - change.made_at > UNDO_WITHIN:
        raise Conflict("undo.too_late")
