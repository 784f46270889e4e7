"""Plan: due schedules become queued occurrences, and each learns what comes next.

One transaction for a batch: after a crash the same slots are planned again, and written once.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import pause
from bot.domain.ids import ScheduleId
from bot.domain.occurrence import DueSchedule, Planned
from bot.domain.rule import Occasion, latest_occasion, next_occasion, rule_from_json
from bot.domain.zones import zone
from bot.kinds.registry import Kinds
from bot.log import get_logger, log_fault
from bot.store import controls, planning
from bot.store.connection import Store, Tx

log = get_logger(__name__)

# Source: measured; a third cheaper than 50, and it holds up the event loop for 3 to 5 ms.
BATCH = 200

# A few rules are shared by most.
_rule = functools.lru_cache(maxsize=1024)(rule_from_json)
_zone = functools.lru_cache(maxsize=1024)(zone)


@dataclass(frozen=True, slots=True)
class Step:
    """What planning one schedule yields."""

    planned: Planned
    next_occasion: Occasion | None


async def plan_due(store: Store, kinds: Kinds, now_at: datetime, at_most: int = BATCH) -> int:
    """Plan up to ``at_most`` due schedules; how many were due."""
    if not await planning.due(store.reads, now_at, 1):
        return 0
    async with store.write() as tx:
        tx.stops_nobody = True
        due = await planning.due(tx, now_at, at_most)
        known = [schedule for schedule in due if schedule.kind in kinds]
        if len(known) < len(due):
            await _pause_unknown(tx, kinds)
        steps = await _steps(tx, kinds, known, now_at)
        await planning.add_occurrences(tx, [one.planned for one in steps])
        await planning.advance(tx, [_advance(one) for one in steps])
    return len(due)


async def _steps(tx: Tx, kinds: Kinds, due: Sequence[DueSchedule], now_at: datetime) -> list[Step]:
    steps = []
    for schedule in due:
        try:
            steps.append(step(schedule, kinds.lane(schedule.kind), now_at))
        except Exception as error:  # noqa: BLE001 - it must not keep the others from being planned
            log_fault(log, "plan.fault", error, schedule=schedule.id)
            await controls.set_aside(tx, schedule.id)
    return steps


async def _pause_unknown(tx: Tx, kinds: Kinds) -> None:
    # Left due, they would be planned for ever and keep everybody else's from being planned.
    tx.stops_nobody = False
    paused = await controls.pause_unknown(tx, kinds.names)
    log.error("plan.unknown_kind", extra={"schedules": len(paused)})


def _advance(one: Step) -> tuple[ScheduleId, Occasion | None]:
    return one.planned.schedule_id, one.next_occasion


def step(due: DueSchedule, lane: int, now_at: datetime) -> Step:
    """One schedule's occurrence and what comes after it.

    Slots missed in an outage become one occurrence, named by the last of them.
    """
    occasion = Occasion(due.local_slot, due.due_at)
    if due.rule is None:
        return Step(_planned(due, occasion, lane), None)
    rule, where = _rule(due.rule), _zone(due.zone)
    following = next_occasion(rule, where, due.due_at)
    if following is not None and following.at <= now_at:
        occasion = latest_occasion(rule, where, now_at) or following
        following = next_occasion(rule, where, now_at)
    return Step(_planned(due, occasion, lane), following)


def _planned(due: DueSchedule, occasion: Occasion, lane: int) -> Planned:
    # Here, too: after an outage over its end, the claim would not know of the pause.
    in_pause = pause.holds(due.paused_until_at, occasion.at)
    return Planned(due.id, occasion.local_slot, occasion.at, lane, in_pause)
