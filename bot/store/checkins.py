"""Queries about check-ins: what a member answered, each time they were asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from bot.domain.check_in import CheckIn
from bot.domain.ids import CheckInId, MemberId
from bot.store.columns import from_ms, from_slot, to_ms, to_slot
from bot.store.connection import Reads, Row, Tx

FIND = """
SELECT id, kind, origin, asked_at, answered_at, local_at FROM checkin
WHERE member_id = ? AND origin = ?"""
SCORES = "SELECT question, value FROM score WHERE checkin_id = ?"
PICKED = "SELECT question, choice FROM choice WHERE checkin_id = ?"


async def find(reads: Reads, member_id: MemberId, origin: str) -> CheckIn | None:
    """What a member answered when they were asked that time, or None if nothing yet."""
    row = await reads.row(FIND, (member_id, origin))
    return None if row is None else await _check_in(reads, row)


async def _check_in(reads: Reads, row: Row) -> CheckIn:
    scores = await reads.rows(SCORES, (row["id"],))
    choices: defaultdict[str, set[str]] = defaultdict(set)
    for picked in await reads.rows(PICKED, (row["id"],)):
        choices[picked["question"]].add(picked["choice"])
    return CheckIn(
        id=CheckInId(row["id"]),
        kind=row["kind"],
        origin=row["origin"],
        asked_at=from_ms(row["asked_at"]),
        answered_at=from_ms(row["answered_at"]),
        local_at=from_slot(row["local_at"]),
        scores={each["question"]: each["value"] for each in scores},
        choices={question: frozenset(found) for question, found in choices.items()},
    )


# Asked once, answered once: a second press finds the first one's row.
ADD = """
INSERT INTO checkin (member_id, kind, origin, asked_at, answered_at, local_at, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5)
ON CONFLICT (member_id, origin) DO UPDATE SET changed_at = excluded.changed_at
RETURNING id"""
PUT_SCORE = """
INSERT INTO score (checkin_id, question, value) VALUES (?, ?, ?)
ON CONFLICT (checkin_id, question) DO UPDATE SET value = excluded.value"""
DROP_CHOICES = "DELETE FROM choice WHERE checkin_id = ? AND question = ?"
ADD_CHOICE = "INSERT INTO choice (checkin_id, question, choice) VALUES (?, ?, ?)"
TOUCH = "UPDATE checkin SET changed_at = ? WHERE id = ?"


async def add(
    tx: Tx,
    member_id: MemberId,
    *,
    kind: str,
    origin: str,
    asked_at: datetime,
    answered_at: datetime,
    local_at: datetime,
) -> CheckInId:
    """Write that a member answered. One that is there already keeps its dates."""
    rows = await tx.rows(
        ADD,
        (member_id, kind, origin, to_ms(asked_at), to_ms(answered_at), to_slot(local_at)),
    )
    return CheckInId(rows[0]["id"])


async def put_score(
    tx: Tx, check_in: CheckInId, question: str, value: int, now_at: datetime
) -> None:
    """Write a score, 0 to 10, in place of an earlier one."""
    await tx.run(PUT_SCORE, (check_in, question, value))
    await tx.run(TOUCH, (to_ms(now_at), check_in))


async def put_choices(
    tx: Tx, check_in: CheckInId, question: str, chosen: Collection[str], now_at: datetime
) -> None:
    """Write what was chosen, in place of what was chosen before."""
    await tx.run(DROP_CHOICES, (check_in, question))
    await tx.run_many(ADD_CHOICE, [(check_in, question, choice) for choice in sorted(chosen)])
    await tx.run(TOUCH, (to_ms(now_at), check_in))


SCORED = """
SELECT 1 FROM checkin AS c
JOIN score AS s ON s.checkin_id = c.id AND s.question = ?2 AND s.value >= ?3
WHERE c.member_id = ?1 AND c.answered_at BETWEEN ?4 AND ?5 AND c.origin <> ?6 LIMIT 1"""


async def scored_between(
    reads: Reads,
    member_id: MemberId,
    question: str,
    at_least: int,
    *,
    from_at: datetime,
    until_at: datetime,
    except_origin: str = "",
) -> bool:
    """Whether a member gave such a score in a time, both its ends included."""
    parameters = (member_id, question, at_least, to_ms(from_at), to_ms(until_at), except_origin)
    return await reads.row(SCORED, parameters) is not None


SCORES_BETWEEN = """
SELECT s.question, s.value FROM checkin AS c JOIN score AS s ON s.checkin_id = c.id
WHERE c.member_id = ? AND c.answered_at BETWEEN ? AND ?
ORDER BY c.answered_at, c.id"""


async def scores_between(
    reads: Reads, member_id: MemberId, from_at: datetime, until_at: datetime
) -> dict[str, int]:
    """A member's last score to each question in a time."""
    parameters = (member_id, to_ms(from_at), to_ms(until_at))
    return {row["question"]: row["value"] for row in await reads.rows(SCORES_BETWEEN, parameters)}


LAST_OFFERED = "SELECT item, shown_at FROM shown WHERE member_id = ? AND kind = ?"


async def last_offered(reads: Reads, member_id: MemberId, kind: str) -> tuple[str, datetime] | None:
    """What a member was offered last of a kind, and when."""
    row = await reads.row(LAST_OFFERED, (member_id, kind))
    return None if row is None else (row["item"], from_ms(row["shown_at"]))
