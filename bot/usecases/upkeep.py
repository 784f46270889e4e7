"""What has to be put right when the bot starts, before anything is sent."""

from __future__ import annotations

from bot.clock import Clock
from bot.domain.zones import is_known, tzdata_version
from bot.kinds.registry import Kinds
from bot.log import get_logger
from bot.store import controls, facts, members, zones
from bot.store.connection import Store
from bot.usecases.appointments import follow_clinic_zones
from bot.usecases.rescheduling import reschedule

log = get_logger(__name__)


async def put_in_order(store: Store, clock: Clock, kinds: Kinds, default_zone: str) -> None:
    """Pause what this version does not know, and follow the zones if their rules changed.

    ``default_zone`` is for clinics whose zone the data in use lacks.
    """
    async with store.write() as tx:
        for kind in await controls.pause_unknown(tx, kinds.names):
            log.error("schedule.kind_unknown", extra={"kind": kind})
    await _replace_lost_zones(store, default_zone)
    await follow_zones(store, clock, kinds, tzdata_version())


async def _replace_lost_zones(store: Store, default_zone: str) -> None:
    # After the return to an older version of the bot, its zones may lack a name. Whoever has it
    # could not even be read.
    async with store.write() as tx:
        lost = [name for name in await zones.in_use(tx) if not is_known(name)]
        if not lost:
            return
        await zones.replace(tx, lost, default_zone)
        # Every next time is worked out anew.
        await facts.note_fact(tx, facts.TZDATA, "")
    for name in lost:
        log.warning("zone.gone", extra={"zone": name})


async def follow_zones(store: Store, clock: Clock, kinds: Kinds, version: str) -> int:
    """Work out every next time anew if the zones' rules are others than last time. For how many.

    ``version`` is that of the rules now in use. One member a transaction: cut short, it begins
    again at the next start.
    """
    if await facts.fact(store.reads, facts.TZDATA) == version:
        return 0
    await follow_clinic_zones(store, clock)
    changed = await members.with_schedules(store.reads)
    for member_id in changed:
        async with store.write() as tx:
            member = await members.get(tx, member_id)
            if member is not None:
                await reschedule(tx, kinds, member, clock.now())
    async with store.write() as tx:
        await facts.note_fact(tx, facts.TZDATA, version)
    log.info("zones.followed", extra={"version": version, "members": len(changed)})
    return len(changed)
