"""Coming back: what stopping everything ended starts again, when its member asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.ids import DiscordUserId
from bot.domain.member import Member
from bot.kinds.registry import Kinds
from bot.store import controls, schedules
from bot.store.connection import Reads, Store, Tx
from bot.store.schedules import Schedule
from bot.usecases.hanging import is_replaced
from bot.usecases.member import require_member, soonest
from bot.usecases.rescheduling import comes, fitted, reschedule
from bot.usecases.stopping import STOPPED


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """The kinds that came back, and the next wall-clock time, if there is one."""

    kinds: tuple[str, ...]
    local_next: datetime | None


async def bring_back(store: Store, clock: Clock, kinds: Kinds, *, by: DiscordUserId) -> BroughtBack:
    """Start again what stopping everything ended; what was paused before it rests.

    Raises NotAllowed before consent.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        had = await _had(tx, member, kinds, now_at)
        for schedule in had:
            await _start_again(tx, kinds, member, schedule, now_at)
        # Each came back by itself; now they have to fit together.
        await reschedule(tx, kinds, member, now_at)
        live = await schedules.live(tx, member.id)
    return BroughtBack(kinds_of(had), soonest(live, member))


async def still_there(reads: Reads, member: Member, now_at: datetime) -> list[Schedule]:
    """What stopping everything ended, and would still come."""
    return [
        one
        for one in await schedules.ended_with(reads, member.id, STOPPED)
        if await comes(reads, one, member, now_at) is not None and not await is_replaced(reads, one)
    ]


def kinds_of(had: Sequence[Schedule]) -> tuple[str, ...]:
    """Which kinds these are, each once."""
    return tuple(dict.fromkeys(one.kind for one in had))


async def _start_again(
    tx: Tx, kinds: Kinds, member: Member, schedule: Schedule, now_at: datetime
) -> None:
    rule, upcoming = await fitted(tx, kinds, member, schedule, now_at)
    await schedules.revise(
        tx, schedule.id, wish=schedule.wish, rule=rule, upcoming=upcoming, now_at=now_at
    )
    if schedule.rested:
        await controls.set_paused(tx, schedule.id, now_at, paused=True)


async def _had(reads: Reads, member: Member, kinds: Kinds, now_at: datetime) -> list[Schedule]:
    """What of it comes back: of most kinds one, unless that was turned on anew."""
    live = {schedule.kind for schedule in await schedules.live(reads, member.id)}
    return [
        one
        for one in await still_there(reads, member, now_at)
        if one.kind in kinds and (kinds[one.kind].many or one.kind not in live)
    ]
