"""Retention: once a day, what was kept for as long as the operator set is cleared away.

A member's consents, and what they asked for and is still to come, stay for as long as they do.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.kinds.registry import Kinds
from bot.log import get_logger
from bot.store import facts, retention
from bot.store.connection import Store
from bot.store.retention import Clearing, Keeping

log = get_logger(__name__)

# Source: measured; see docs/operations.md. One transaction holds up the others for as long as it
# takes.
AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept: check-ins, sessions and looks; deliveries and what was done.

    ``left``: what a clinic has of somebody who left its server, and of a server that the bot left.
    """

    check_ins_months: int = 24
    deliveries: timedelta = timedelta(days=90)
    left: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ClearedOut:
    """How many rows of each table went; tables of which none went are left out."""

    rows: dict[str, int]


async def clear_out_daily(
    store: Store, clock: Clock, kinds: Kinds, keep: Retention
) -> ClearedOut | None:
    """``clear_out``, unless that was done on this day (UTC). To be asked every hour.

    A machine that is off at night would miss a fixed hour for good.
    """
    today = clock.now().date().isoformat()
    if await facts.fact(store.reads, facts.CLEARED_OUT) == today:
        return None
    cleared = await clear_out(store, clock, kinds, keep)
    async with store.write() as tx:
        tx.stops_nobody = True
        await facts.note_fact(tx, facts.CLEARED_OUT, today)
    return cleared


async def clear_out(store: Store, clock: Clock, kinds: Kinds, keep: Retention) -> ClearedOut:
    """Delete what was kept for long enough, a few rows a transaction."""
    now_at = clock.now()
    patience = {kind.name: kind.policy.asks_after for kind in kinds if kind.policy.asks_after}

    def keeping(before_at: datetime) -> Keeping:
        return Keeping(
            now_at=now_at,
            before_at=before_at,
            asking=patience,
            messages=max((one.messages for one in patience.values()), default=1),
            following=[kind.name for kind in kinds if kind.rule_follows_settings],
        )

    deliveries = keeping(now_at - keep.deliveries)
    check_ins = keeping(months_before(now_at, keep.check_ins_months))
    rows = await _clear(store, retention.DELIVERIES, deliveries)
    rows |= await _clear(store, retention.CHECK_INS, check_ins)
    if rows:
        log.info("retention.cleared", extra={"deleted": sum(rows.values())})
    return ClearedOut(rows)


def months_before(at: datetime, months: int) -> datetime:
    """The same day so many months before, or that month's last."""
    years, month = divmod(at.month - 1 - months, 12)
    year, month = at.year + years, month + 1
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))


async def _clear(store: Store, clearings: Iterable[Clearing], keeping: Keeping) -> dict[str, int]:
    rows = {each.table: await _clear_table(store, each, keeping) for each in clearings}
    return {table: number for table, number in rows.items() if number}


async def _clear_table(store: Store, clearing: Clearing, keeping: Keeping) -> int:
    after = gone = 0
    while last := await retention.stretch_end(store.reads, clearing, keeping, after, AT_A_TIME):
        async with store.write() as tx:
            tx.stops_nobody = True
            gone += await retention.clear(tx, clearing, keeping, after, last)
        after = last
    return gone
