"""Rows of check-ins and sessions, as many as a test wants, dated by a wall clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.ids import ClinicId, MemberId
from bot.domain.local_time import instant_of
from bot.domain.progress import Score
from bot.store.columns import to_ms, to_slot
from bot.store.connection import Store, Tx

CHECK_IN = """
INSERT INTO checkin (member_id, kind, origin, asked_at, answered_at, local_at, changed_at)
VALUES (?1, 'tension', ?2, ?3, ?3, ?4, ?3) RETURNING id"""
SCORE = "INSERT INTO score (checkin_id, question, value) VALUES (?, ?, ?)"
SESSION = """
INSERT INTO session (clinic_id, member_id, local_at, zone, starts_at, state, created_at, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5, ?5)"""

_origins = count(1)
Answer = tuple[datetime, dict[str, int]]


def at_instant(local_at: datetime, where: ZoneInfo) -> datetime:
    at = instant_of(local_at, where)
    assert at is not None
    return at


async def add_answers(
    store: Store, member: MemberId, where: ZoneInfo, answers: Iterable[Answer]
) -> None:
    """Check-ins, each answered when the wall clock in ``where`` shows its time."""
    async with store.write() as tx:
        for local_at, scores in answers:
            await add_answer(tx, member, at_instant(local_at, where), local_at, scores)


async def add_answer(
    tx: Tx, member: MemberId, answered_at: datetime, local_at: datetime, scores: dict[str, int]
) -> None:
    row = (member, f"n{next(_origins)}", to_ms(answered_at), to_slot(local_at))
    written = await tx.rows(CHECK_IN, row)
    await tx.run_many(SCORE, [(written[0]["id"], *score) for score in scores.items()])


async def add_sessions(
    store: Store,
    member: MemberId,
    clinic: ClinicId,
    days: Iterable[date],
    *,
    where: ZoneInfo,
    state: str = "held",
) -> None:
    """Sessions at eleven o'clock."""
    async with store.write() as tx:
        for day in days:
            local_at = datetime.combine(day, time(11))
            starts_at = to_ms(at_instant(local_at, where))
            row = (clinic, member, to_slot(local_at), where.key, starts_at, state)
            await tx.run(SESSION, row)


def a_story(local_today: date, days: int, *, seed: int = 7) -> list[Answer]:
    """Somebody's evenings of so many days up to today: up and down, with gaps, some days twice."""
    chance, answers = Random(seed), []
    tension, stress = 7.0, 5.0
    for ago in range(days - 1, -1, -1):
        tension += (4 + 3 * ago / days - tension) * 0.2 + chance.gauss(0, 0.9)
        stress += (5 - stress) * 0.2 + chance.gauss(0, 1.1)
        if days > 3 and (chance.random() < 0.2 or 44 < ago < 54):
            continue
        for hour in (18, 21)[: chance.choice((1, 1, 2))]:
            at = datetime.combine(local_today - timedelta(days=ago), time(hour, 5))
            scores = {"tension": on_scale(tension)}
            if chance.random() < 0.9:
                scores["stress"] = on_scale(stress)
            answers.append((at, scores))
    return answers


def on_scale(value: float) -> int:
    return min(10, max(0, round(value)))


def scores_of(answers: Iterable[Answer]) -> list[Score]:
    """The same answers as the domain knows them."""
    return [Score(at, *score) for at, scores in answers for score in scores.items()]
