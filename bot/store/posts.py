"""Queries about what goes into a clinic's channel: schedules with a clinic and no member.

The wish names the channel. A post is a schedule with one slot, of this very moment.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import ClinicId, OccurrenceId
from bot.domain.occurrence import Wish
from bot.store import schedules
from bot.store.connection import Reads, Tx
from bot.store.schedules import SELECT, Schedule, schedule_of


async def add(
    tx: Tx, clinic_id: ClinicId, kind: str, wish: Wish, now_at: datetime, *, lane: int
) -> OccurrenceId:
    """Queue a post of this very moment."""
    return await schedules.add_once(
        tx,
        kind=kind,
        member_id=None,
        clinic_id=clinic_id,
        wish=wish,
        # Its name matters to nobody: the schedule has no other slot.
        local_slot=now_at.replace(tzinfo=None),
        lane=lane,
        now_at=now_at,
    )


LATEST = SELECT + (
    "WHERE s.clinic_id = ? AND s.kind = ? AND s.member_id IS NULL ORDER BY s.id DESC LIMIT 1"
)
ITEM = """
SELECT o.item FROM occurrence AS o JOIN schedule AS s ON s.id = o.schedule_id
WHERE o.id = ? AND s.kind = ? AND s.member_id IS NULL"""


async def latest(reads: Reads, clinic_id: ClinicId, kind: str) -> Schedule | None:
    """A clinic's last schedule of a kind that goes into a channel, whether or not it has ended."""
    row = await reads.row(LATEST, (clinic_id, kind))
    return None if row is None else schedule_of(row)


async def item_of(reads: Reads, occurrence_id: OccurrenceId, kind: str) -> str | None:
    """What a post of a kind shows; None for one that is no longer kept."""
    row = await reads.row(ITEM, (occurrence_id, kind))
    return None if row is None else row["item"]
