"""Queries about what goes into a clinic's channel: schedules with a clinic and no member.

The wish names the channel. A post is a schedule with one slot, of this very moment.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ClinicId, OccurrenceId, ScheduleId
from bot.domain.occurrence import Wish
from bot.domain.rule import Occasion, Rule, rule_to_json
from bot.store import schedules
from bot.store.columns import from_slot, to_ms
from bot.store.connection import Reads, Tx
from bot.store.planning import next_columns
from bot.store.rows import wish_of

ADD = """
INSERT INTO schedule (kind, clinic_id, wish, rule, status, next_slot, next_due_at, created_at,
    changed_at)
VALUES (?1, ?2, ?3, ?4, 'active', ?5, ?6, ?7, ?7)
RETURNING id"""


async def schedule(
    tx: Tx,
    clinic_id: ClinicId,
    kind: str,
    wish: Wish,
    now_at: datetime,
    *,
    rule: Rule | None = None,
    upcoming: Occasion | None = None,
) -> ScheduleId:
    """Write a new, active schedule for a clinic's channel."""
    encoded = None if rule is None else rule_to_json(rule)
    columns = (kind, clinic_id, json.dumps(wish), encoded, *next_columns(upcoming), to_ms(now_at))
    return ScheduleId((await tx.rows(ADD, columns))[0]["id"])


async def add(
    tx: Tx, clinic_id: ClinicId, kind: str, wish: Wish, now_at: datetime, *, lane: int
) -> OccurrenceId:
    """Queue a post of this very moment."""
    schedule_id = await schedule(tx, clinic_id, kind, wish, now_at)
    # Its name matters to nobody: the schedule has no other slot.
    local_slot = now_at.replace(tzinfo=None)
    return await schedules.add_occurrence_now(tx, schedule_id, local_slot, lane, now_at)


LATEST = """
SELECT s.id, s.wish, s.status,
    (SELECT MAX(slot) FROM occurrence WHERE schedule_id = s.id) AS last_slot
FROM schedule AS s
WHERE s.clinic_id = ? AND s.kind = ? AND s.member_id IS NULL ORDER BY s.id DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Posting:
    """A schedule for a clinic's channel. ``local_last_slot`` is the last slot it used."""

    id: ScheduleId
    wish: Wish
    status: str
    local_last_slot: datetime | None


async def latest(reads: Reads, clinic_id: ClinicId, kind: str) -> Posting | None:
    """A clinic's last schedule of a kind that goes into a channel, whether or not it has ended."""
    row = await reads.row(LATEST, (clinic_id, kind))
    if row is None:
        return None
    return Posting(
        id=ScheduleId(row["id"]),
        wish=wish_of(row["wish"]),
        status=row["status"],
        local_last_slot=None if row["last_slot"] is None else from_slot(row["last_slot"]),
    )


SHOWN = """
SELECT o.item FROM occurrence AS o JOIN schedule AS s ON s.id = o.schedule_id
WHERE o.id = ? AND s.kind = ? AND s.member_id IS NULL"""


async def item_of(reads: Reads, occurrence_id: OccurrenceId, kind: str) -> str | None:
    """What a post of a kind shows; None for one that is no longer kept."""
    row = await reads.row(SHOWN, (occurrence_id, kind))
    return None if row is None else row["item"]
