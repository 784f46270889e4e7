"""What has to be put right when the bot starts, before anything is sent."""

from __future__ import annotations

from bot.clock import Clock
from bot.domain.zones import tzdata_version
from bot.kinds.registry import Kinds
from bot.log import get_logger
from bot.store import facts, members, schedules
from bot.store.connection import Store
from bot.usecases.appointments import follow_clinic_zones
from bot.usecases.rescheduling import reschedule

log = get_logger(__name__)


async def put_in_order(store: Store, clock: Clock, kinds: Kinds) -> None:
    """Pause what this version does not know, and follow the zones if their rules changed."""
    async with store.write() as tx:
        for kind in await schedules.pause_unknown(tx, kinds.names):
            log.error("schedule.kind_unknown", extra={"kind": kind})
    await follow_zones(store, clock, kinds, tzdata_version())


async def follow_zones(store: Store, clock: Clock, kinds: Kinds, version: str) -> int:
    """Work out every next time anew if the zones' rules are others than last time. For how many.

    ``version`` is that of the rules now in use. One member a transaction: cut short, it begins
    again at the next start.
    """
    if await facts.fact(store.reads, facts.TZDATA) == version:
        return 0
    await follow_clinic_zones(store, clock)
    changed = await schedules.members_with_schedules(store.reads)
    for member_id in changed:
        async with store.write() as tx:
            member = await members.get(tx, member_id)
            if member is not None:
                await reschedule(tx, kinds, member, clock.now())
    async with store.write() as tx:
        await facts.note_fact(tx, facts.TZDATA, version)
    log.info("zones.followed", extra={"version": version, "members": len(changed)})
    return len(changed)
