"""Queries of the claim: what is ready, what the day already has, and the marks left on it."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime

from bot.domain.claim import DropReason
from bot.domain.habits import QUESTION
from bot.domain.ids import ClinicId, DiscordUserId, MemberId, OccurrenceId, ScheduleId
from bot.domain.member import DAILY_LIMIT_RANGE, Settings
from bot.domain.occurrence import Candidate, Claimed
from bot.domain.rule import Rule, rule_from_json
from bot.domain.zones import zone
from bot.errors import BotError
from bot.store.columns import from_ms, from_slot, maybe_at, to_ms
from bot.store.connection import Reads, Row, Tx
from bot.store.rows import CHANNEL_COLUMN, SETTINGS_COLUMNS, channel_of, settings_of, wish_of

# Who left, or whose clinic lost the bot, has agreed and cannot be reached: it waits for a return.
# Old doubts are left to the look-up: sending them again could double them.
READY = f"""
SELECT o.id, o.schedule_id, s.kind, s.wish, s.clinic_id, o.slot, o.due_at, o.send_after_at, o.step,
    o.attempts, o.item, o.doubt_since_at, s.status = 'active' AS schedule_active, m.id AS member_id,
    m.discord_id, {CHANNEL_COLUMN}, COALESCE(m.heard_at, o.due_at) AS heard_at,
    COALESCE(m.language, m.locale, s.wish ->> 'locale', 'en') AS locale,
    {SETTINGS_COLUMNS}, m.stopped_at, m.paused_until_at, m.unreachable_at,
    CASE WHEN m.id IS NULL THEN (
        SELECT before.item FROM occurrence AS before
        WHERE before.schedule_id = o.schedule_id AND before.slot < o.slot
            AND before.item IS NOT NULL
        ORDER BY before.slot DESC LIMIT 1)
    ELSE (SELECT item FROM shown WHERE shown.member_id = m.id AND shown.kind = s.kind)
    END AS last_item,
    CASE WHEN m.id IS NULL THEN NULLIF(c.removed_at IS NULL, 0) ELSE (
        SELECT MAX(p.state = 'agreed' AND its.removed_at IS NULL) FROM membership AS p
        JOIN clinic AS its ON its.id = p.clinic_id
        WHERE p.member_id = m.id AND p.state IN ('agreed', 'left')
            AND (s.clinic_id IS NULL OR p.clinic_id = s.clinic_id)
    ) END AS is_there,
    c.zone AS clinic_zone,
    EXISTS (
        SELECT 1 FROM occurrence AS later
        WHERE later.schedule_id = o.schedule_id AND later.slot > o.slot
            AND later.state = 'queued' AND later.ready_at <= :now
    ) AS superseded
FROM occurrence AS o
JOIN schedule AS s ON s.id = o.schedule_id
LEFT JOIN member AS m ON m.id = s.member_id
LEFT JOIN clinic AS c ON c.id = s.clinic_id AND s.member_id IS NULL
WHERE o.state = 'queued'
    AND (o.doubt_since_at IS NULL OR o.doubt_since_at BETWEEN :doubt_from + 1 AND :now)"""
# In the order of an index that is read no further than needed: nothing is sorted.
READY_IN_LANE = (
    READY
    + " AND o.lane IN (1, 2, 3, 4) AND o.ready_at <= :now ORDER BY o.lane, o.ready_at LIMIT :few"
)
READY_ONE = READY + " AND o.id = :id"

# What can be read of what was found, and what cannot.
Ready = tuple[list[Candidate], list[OccurrenceId]]
# A member and one of their local days. What goes to a channel is nobody's.
Day = tuple[MemberId | None, date]


async def ready(tx: Tx, now_at: datetime, doubt_from_at: datetime, at_most: int) -> Ready:
    """Queued occurrences whose time has come: lane by lane, the longest ready first."""
    parameters = {"now": to_ms(now_at), "doubt_from": to_ms(doubt_from_at), "few": at_most}
    return _read(await tx.rows(READY_IN_LANE, parameters))


async def ready_one(
    tx: Tx, occurrence_id: OccurrenceId, now_at: datetime, doubt_from_at: datetime
) -> Ready:
    """One queued occurrence, whether or not its time has come."""
    parameters = {"now": to_ms(now_at), "doubt_from": to_ms(doubt_from_at), "id": occurrence_id}
    return _read(await tx.rows(READY_ONE, parameters))


def _read(rows: Iterable[Row]) -> Ready:
    found: list[Candidate] = []
    unreadable: list[OccurrenceId] = []
    for row in rows:
        try:
            found.append(_candidate(row))
        except (ValueError, BotError):
            unreadable.append(OccurrenceId(row["id"]))
    return found, unreadable


def _candidate(row: Row) -> Candidate:
    member = row["member_id"]
    return Candidate(
        id=OccurrenceId(row["id"]),
        schedule_id=ScheduleId(row["schedule_id"]),
        kind=row["kind"],
        wish=wish_of(row["wish"]),
        clinic_id=None if row["clinic_id"] is None else ClinicId(row["clinic_id"]),
        local_slot=from_slot(row["slot"]),
        due_at=from_ms(row["due_at"]),
        send_after_at=from_ms(row["send_after_at"]),
        step=row["step"],
        attempts=row["attempts"],
        item=row["item"],
        last_item=row["last_item"],
        schedule_active=bool(row["schedule_active"]),
        superseded=bool(row["superseded"]),
        agreed=row["is_there"] is not None,
        member_id=None if member is None else MemberId(member),
        discord_id=None if member is None else DiscordUserId(row["discord_id"]),
        dm_channel_id=channel_of(row["channel_id"]),
        heard_at=from_ms(row["heard_at"]),
        doubt_since_at=maybe_at(row["doubt_since_at"]),
        locale=row["locale"],
        settings=_of_a_channel(row["clinic_zone"]) if member is None else settings_of(row),
        stopped=row["stopped_at"] is not None,
        paused_until_at=maybe_at(row["paused_until_at"]),
        unreachable=row["unreachable_at"] is not None or row["is_there"] == 0,
    )


@functools.lru_cache(maxsize=128)
def _of_a_channel(zone_name: str) -> Settings:
    # Everybody there sees all of it, and nobody's day is counted.
    return Settings(zone(zone_name), None, DAILY_LIMIT_RANGE.stop - 1, discreet=False)


COUNTED = """
SELECT day.member_id, day.local_date, COUNT(*) AS number
FROM (
    SELECT value ->> 0 AS member_id, value ->> 1 AS local_date FROM json_each(:days)
) AS day
JOIN schedule AS s ON s.member_id = day.member_id
JOIN occurrence AS o ON o.schedule_id = s.id
    AND o.slot >= day.local_date AND o.slot < day.local_date || 'U'
WHERE s.kind IN (SELECT value FROM json_each(:kinds))
    AND (o.state IN ('sending', 'sent', 'answered') OR o.step > 1)
GROUP BY day.member_id, day.local_date"""


async def counted_today(tx: Tx, days: Iterable[Day], kinds: Sequence[str]) -> dict[Day, int]:
    """How many messages of ``kinds`` each member's local day has, sent or being sent.

    A snooze does not count again. Days that have none are left out.
    """
    pairs = json.dumps([[member, local_date.isoformat()] for member, local_date in days])
    rows = await tx.rows(COUNTED, {"days": pairs, "kinds": json.dumps(list(kinds))})
    return {
        (MemberId(row["member_id"]), date.fromisoformat(row["local_date"])): row["number"]
        for row in rows
    }


RULES = """
SELECT s.member_id, s.rule FROM schedule AS s
WHERE s.member_id IN (SELECT value FROM json_each(:members))
    AND s.kind IN (SELECT value FROM json_each(:kinds))
    AND s.status = 'active' AND s.rule IS NOT NULL"""


async def rules_of(
    tx: Tx, members: Iterable[MemberId], kinds: Sequence[str]
) -> dict[MemberId, list[Rule]]:
    """When active schedules of ``kinds`` fire for these members. Who has none is left out.

    So is a rule that cannot be read: the planner sets its schedule aside.
    """
    asked = {"members": json.dumps(sorted(members)), "kinds": json.dumps(list(kinds))}
    found: dict[MemberId, list[Rule]] = {}
    for row in await tx.rows(RULES, asked):
        with suppress(ValueError):
            found.setdefault(MemberId(row["member_id"]), []).append(rule_from_json(row["rule"]))
    return found


MARK_SENDING = """
UPDATE occurrence SET state = 'sending', attempt_at = ?, attempts = attempts + 1, item = ?
WHERE id = ? AND step = ? AND state = 'queued'"""
NOTE_SHOWN = """
INSERT INTO shown (member_id, kind, item, shown_at) VALUES (?, ?, ?, ?)
ON CONFLICT (member_id, kind) DO UPDATE SET item = excluded.item, shown_at = excluded.shown_at"""


async def mark_sending(tx: Tx, claimed: Sequence[Claimed]) -> None:
    """Note the attempts, and what each shows, before any request leaves."""
    await tx.run_many(
        MARK_SENDING,
        [(to_ms(c.attempt_at), c.item, c.candidate.id, c.candidate.step) for c in claimed],
    )
    await tx.run_many(
        NOTE_SHOWN,
        [
            (c.candidate.member_id, c.candidate.kind, c.item, to_ms(c.attempt_at))
            for c in claimed
            # The question is no prompt: after it comes another one than before it.
            if c.item not in {None, QUESTION} and c.candidate.member_id is not None
        ],
    )


async def note_shown(tx: Tx, member: MemberId, kind: str, item: str, now_at: datetime) -> None:
    """Remember what a member saw last of a kind."""
    await tx.run_many(NOTE_SHOWN, [(member, kind, item, to_ms(now_at))])


LAST_SHOWN = "SELECT item FROM shown WHERE member_id = ? AND kind = ?"


async def last_shown(tx: Tx, member: MemberId, kind: str) -> str | None:
    """What a member saw last of a kind."""
    row = await tx.row(LAST_SHOWN, (member, kind))
    return None if row is None else row["item"]


# Lateness counts from the time it waits for.
POSTPONE = """
UPDATE occurrence SET send_after_at = ?1, ready_at = ?1 WHERE id = ?2 AND state = 'queued'"""
LEAVE_TO_HISTORY = "UPDATE occurrence SET ready_at = ? WHERE id = ? AND state = 'queued'"
DROP = "UPDATE occurrence SET state = 'dropped', end_reason = ? WHERE id = ? AND state = 'queued'"
STALE = "UPDATE occurrence SET state = 'stale' WHERE id = ? AND state = 'queued'"
FAULTY = """
UPDATE occurrence SET state = 'failed', end_reason = 'fault' WHERE id = ? AND state = 'queued'"""
UNREACHABLE = "UPDATE occurrence SET state = 'unreachable' WHERE id = ? AND state = 'queued'"


async def postpone(tx: Tx, waits: Iterable[tuple[OccurrenceId, datetime]]) -> None:
    """Let each wait until an instant."""
    await tx.run_many(POSTPONE, [(to_ms(until_at), id_) for id_, until_at in waits])


async def leave_to_history(tx: Tx, doubts: Iterable[tuple[OccurrenceId, datetime]]) -> None:
    """Let each wait, in doubt as it is, until history may be asked about it."""
    await tx.run_many(LEAVE_TO_HISTORY, [(to_ms(from_at), id_) for id_, from_at in doubts])


async def drop(tx: Tx, dropped: Iterable[tuple[OccurrenceId, DropReason]]) -> None:
    """End each, with its reason."""
    await tx.run_many(DROP, [(reason.value, id_) for id_, reason in dropped])


async def end_stale(tx: Tx, ids: Iterable[OccurrenceId]) -> None:
    """End each as too late to help."""
    await tx.run_many(STALE, [(id_,) for id_ in ids])


async def end_faulty(tx: Tx, ids: Iterable[OccurrenceId]) -> None:
    """End each that could not be decided on."""
    await tx.run_many(FAULTY, [(id_,) for id_ in ids])


async def end_unreachable(tx: Tx, ids: Iterable[OccurrenceId]) -> None:
    """End each, untried, because the member cannot be written to."""
    await tx.run_many(UNREACHABLE, [(id_,) for id_ in ids])


WANTED = """
SELECT 1 FROM occurrence AS o
JOIN schedule AS s ON s.id = o.schedule_id
LEFT JOIN member AS m ON m.id = s.member_id
WHERE o.id = ? AND o.step = ? AND o.state = 'sending' AND s.status = 'active'
    AND (? OR m.id IS NULL OR (m.stopped_at IS NULL
        AND (m.paused_until_at IS NULL OR m.paused_until_at <= o.attempt_at) AND EXISTS (
        SELECT 1 FROM membership AS p
        JOIN clinic AS its ON its.id = p.clinic_id AND its.removed_at IS NULL
        WHERE p.member_id = m.id AND p.state = 'agreed'
            AND (s.clinic_id IS NULL OR p.clinic_id = s.clinic_id))))"""


async def still_wanted(
    reads: Reads, occurrence_id: OccurrenceId, step: int, *, last_word: bool = False
) -> bool:
    """Whether a claimed delivery may still leave: nobody stopped, paused or left since."""
    return await reads.row(WANTED, (occurrence_id, step, last_word)) is not None
