"""Queries about what becomes of prompts: which are answered, and the question that follows silence.

An occurrence is the question by its item. Nothing else is kept of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.habits import LATE, PRESSED_ELSEWHERE, QUESTION
from bot.domain.ids import OccurrenceId, ScheduleId
from bot.domain.occurrence import Wish
from bot.domain.rule import Occasion, Rule, rule_to_json
from bot.store.columns import from_ms, from_slot, maybe_at, maybe_ms, to_ms
from bot.store.connection import Reads, Tx
from bot.store.planning import next_columns


@dataclass(frozen=True, slots=True)
class Quiet:
    """Deliveries of a schedule that nobody pressed, newest first.

    ``waits``: the newest is the question, and the rest is left out.
    """

    waits: bool
    local_slots: tuple[datetime, ...]


# The item stands as a literal: bound as a parameter, the partial index would not be used.
OPEN = "item = '?' AND state IN ('queued', 'sending', 'sent')"
DELIVERED = "(state IN ('sent', 'answered') OR step > 1)"
QUIET = f"""
SELECT asked.value AS schedule_id, 1 AS waits, json_array(question.slot) AS slots
FROM json_each(:schedules) AS asked
CROSS JOIN occurrence AS question ON question.schedule_id = asked.value
WHERE question.{OPEN.replace("state", "question.state")}
UNION ALL
SELECT schedule_id, 0, slots FROM (
    SELECT asked.value AS schedule_id, (
        SELECT json_group_array(slot) FROM (
            SELECT slot, state = 'answered' OR step > 1 AS pressed FROM occurrence
            WHERE schedule_id = asked.value AND {DELIVERED}
            ORDER BY slot DESC LIMIT :number)
        HAVING COUNT(*) = :number AND NOT MAX(pressed)) AS slots
    FROM json_each(:schedules) AS asked
    WHERE NOT EXISTS (SELECT 1 FROM occurrence WHERE schedule_id = asked.value AND {OPEN}))
WHERE slots IS NOT NULL"""
WAITS = f"SELECT 1 FROM occurrence WHERE schedule_id = ? AND {OPEN}"


async def quiet(
    reads: Reads, schedules: Iterable[ScheduleId], number: int
) -> dict[ScheduleId, Quiet]:
    """Those schedules whose last ``number`` deliveries nobody pressed, or whose question waits."""
    parameters = {"schedules": json.dumps(list(schedules)), "number": number}
    return {
        ScheduleId(row["schedule_id"]): Quiet(
            waits=bool(row["waits"]), local_slots=tuple(map(from_slot, json.loads(row["slots"])))
        )
        for row in await reads.rows(QUIET, parameters)
    }


async def waits_for_answer(reads: Reads, schedule: ScheduleId) -> bool:
    """Whether a schedule's question is not answered yet."""
    return await reads.row(WAITS, (schedule,)) is not None


CLOSE_QUESTION = f"""
UPDATE occurrence
SET state = 'answered', answer = '{PRESSED_ELSEWHERE}', answered_at = ?, doubt_since_at = NULL
WHERE schedule_id = ? AND id IS NOT ? AND {OPEN}"""
# Never too late, and also after a press elsewhere; but once.
ANSWER_QUESTION = f"""
UPDATE occurrence
SET state = 'answered', answer = ?, answered_at = ?, doubt_since_at = NULL
WHERE id = ? AND item = '{QUESTION}' AND (answer IS NULL OR answer = '{PRESSED_ELSEWHERE}')
RETURNING id"""
NOTE_LATE = f"""
UPDATE occurrence SET state = 'answered', answer = '{LATE}', answered_at = ?
WHERE id = ? AND state = 'sent'"""


async def close_question(
    tx: Tx, schedule: ScheduleId, *, except_for: OccurrenceId | None, now_at: datetime
) -> None:
    """Something of the schedule was pressed: its question is answered by that, but for one."""
    await tx.run(CLOSE_QUESTION, (to_ms(now_at), schedule, except_for))


async def answer_question(tx: Tx, question: OccurrenceId, answer: str, now_at: datetime) -> bool:
    """Note the answer to the question itself; whether it had none of its own."""
    return await tx.change(ANSWER_QUESTION, (answer, to_ms(now_at), question))


async def note_late(tx: Tx, occurrence: OccurrenceId, now_at: datetime) -> None:
    """Note a press that came too late to count as more than a sign of life."""
    await tx.run(NOTE_LATE, (to_ms(now_at), occurrence))


ANSWERS = f"""
SELECT COUNT(*) AS number FROM occurrence
WHERE schedule_id = ? AND state = 'answered' AND item IS NOT '{QUESTION}'
    AND answer NOT IN ('{LATE}', 'stop') AND answered_at > ?"""
CAME = f"""
SELECT slot, due_at, answered_at FROM occurrence
WHERE schedule_id = ? AND {DELIVERED} AND item IS NOT '{QUESTION}' ORDER BY slot DESC LIMIT ?"""


async def answers(reads: Reads, schedule: ScheduleId, since_at: datetime | None = None) -> int:
    """How many of a schedule's prompts were answered in time, after an instant or ever."""
    row = await reads.row(ANSWERS, (schedule, maybe_ms(since_at) or 0))
    return 0 if row is None else int(row["number"])


async def came(
    reads: Reads, schedule: ScheduleId, at_most: int
) -> list[tuple[datetime, datetime, datetime | None]]:
    """The slots of a schedule's latest prompts, when each came, and was answered, if it was."""
    rows = await reads.rows(CAME, (schedule, at_most))
    return [
        (from_slot(row["slot"]), from_ms(row["due_at"]), maybe_at(row["answered_at"]))
        for row in rows
    ]


REVISE = """
UPDATE schedule SET wish = ?, rule = ?, next_slot = ?, next_due_at = ?, changed_at = ?
WHERE id = ? AND status <> 'ended'"""
SET_WISH = "UPDATE schedule SET wish = ?, changed_at = ? WHERE id = ? AND status <> 'ended'"


async def revise(
    tx: Tx,
    schedule: ScheduleId,
    *,
    wish: Wish,
    rule: Rule | None,
    upcoming: Occasion | None,
    now_at: datetime,
) -> None:
    """Give a schedule a new wish, rule and next slot; whether it is active stays as it is."""
    text = None if rule is None else rule_to_json(rule)
    columns = (json.dumps(wish), text, *next_columns(upcoming), to_ms(now_at), schedule)
    await tx.run(REVISE, columns)


async def set_wish(tx: Tx, schedule: ScheduleId, wish: Wish, now_at: datetime) -> None:
    """Give a schedule a new wish, of which its times stay as they are."""
    await tx.run(SET_WISH, (json.dumps(wish), to_ms(now_at), schedule))
