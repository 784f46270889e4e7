"""Undo: how things stood before a change comes back, if nothing changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.ids import ChangeId, DiscordUserId
from bot.domain.member import Member
from bot.errors import Conflict, NotAllowed
from bot.kinds.registry import Kinds
from bot.store import changes, members, schedules
from bot.store.changes import Change
from bot.store.connection import Store, Tx
from bot.usecases import settings as settings_cases
from bot.usecases.member import next_of, reserved_places

# Judgement: after a day nobody remembers what "before" was.
UNDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Undone:
    """What was brought back: "settings", or the kind of a schedule."""

    subject: str


async def undo(
    store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId, change_id: ChangeId
) -> Undone:
    """Bring back how things stood before a change.

    Raises NotAllowed for somebody else's, Conflict when it was undone already, is older than a day,
    something newer changed the same, or the member has stopped everything since.
    """
    now_at = clock.now()
    async with store.write() as tx:
        change = await changes.find(tx, change_id)
        member = None if change is None else await members.get(tx, change.member_id)
        if change is None or member is None:
            raise Conflict("undo.too_late")
        if member.discord_id != by:
            raise NotAllowed("button.not_yours")
        if not _may(change, member, now_at) or not await changes.mark_undone(tx, change_id, now_at):
            raise Conflict("undo.too_late")
        if change.subject == settings_cases.SUBJECT:
            kept = settings_cases.from_json(change.before)
            await settings_cases.put_settings(tx, kinds, member, kept, now_at)
        else:
            await _bring_back(tx, kinds, member, change, now_at)
    return Undone(change.subject)


def _may(change: Change, member: Member, now_at: datetime) -> bool:
    fresh = now_at - change.made_at <= UNDO_WITHIN
    return fresh and change.latest and not change.undone and member.stopped_at is None


async def _bring_back(
    tx: Tx, kinds: Kinds, member: Member, change: Change, now_at: datetime
) -> None:
    wish = change.before.get("wish")
    now = await schedules.last_of_kind(tx, member.id, change.subject)
    if now is None:
        return
    if not isinstance(wish, dict):
        await schedules.end(tx, now.id, "undone", now_at)
        return
    reserved = await reserved_places(tx, kinds, member.id)
    rule = kinds[change.subject].rule(wish, member.settings, reserved)
    await schedules.drop_queued(tx, now.id, "changed")
    await schedules.revise(
        tx,
        now.id,
        wish=wish,
        rule=rule,
        upcoming=next_of(rule, now, member, now_at),
        now_at=now_at,
    )
