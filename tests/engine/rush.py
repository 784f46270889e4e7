"""Ten thousand members who are all due at the same minute, and what it costs to serve them.

Used by a test, which guards against long stalls, and by the benchmark, which prints the figures.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from time import perf_counter

from bot.domain.ids import DiscordUserId
from bot.domain.rule import Rule, rule_to_json
from bot.store.columns import to_ms
from bot.store.connection import Tx
from tests.engine.house import House
from tests.engine.residents import EVERY_DAY, Resident, at
from tests.stall import StallProbe

# The lanes in turn, so that none is planned before the others.
KINDS = ("posture", "tension", "follow_up", "own_reminder")
DUE = "2026-11-23 09:00"
FIRST_USER = 9_000_000

COLUMNS = "SELECT name FROM pragma_table_info(?) WHERE name NOT IN ('id', 'discord_id')"
CHANNELS = "UPDATE member SET dm_channel_id = ? WHERE discord_id = ?"
MEMBERSHIPS = """
INSERT INTO membership (member_id, clinic_id, state, changed_at)
SELECT id, ?1, 'agreed', ?2 FROM member WHERE true ON CONFLICT DO NOTHING"""
SCHEDULES = """
INSERT INTO schedule (kind, member_id, wish, rule, status, next_slot, next_due_at, created_at,
    changed_at)
SELECT ?1 ->> (m.id % ?2), m.id, '{}', ?3, 'active', '2026-11-23T09:00', ?4, ?5, ?5
FROM member AS m"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What serving them took. The stall is the longest time in which the loop did nothing else."""

    due: int
    whole_s: float
    longest_stall_s: float

    @property
    def per_due_us(self) -> float:
        """Microseconds for each that was due, waiting for the disk included."""
        return self.whole_s / self.due * 1e6


async def crowd(house: House, number: int) -> None:
    """Let so many members move in, in the four lanes in turn, all due at nine."""
    model = await house.member()
    now_ms = to_ms(house.clock.now())
    rule = rule_to_json(Rule(EVERY_DAY, (9 * 60,)))
    others = [DiscordUserId(FIRST_USER + n) for n in range(1, number)]
    async with house.store.write() as tx:
        await _clone_member(tx, model, number)
        await tx.run_many(CHANNELS, [(house.discord.channel_with(user), user) for user in others])
        await tx.run(MEMBERSHIPS, (house.clinic, now_ms))
        lanes = (json.dumps(KINDS), len(KINDS))
        await tx.run(SCHEDULES, (*lanes, rule, to_ms(at(DUE)), now_ms))


async def _clone_member(tx: Tx, model: Resident, number: int) -> None:
    columns = ", ".join(row["name"] for row in await tx.rows(COLUMNS, ("member",)))
    await tx.run(
        f"""
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?1)
INSERT INTO member (discord_id, {columns})
SELECT ?2 + n, {columns} FROM numbers, member WHERE member.id = ?3""",
        (number, FIRST_USER, model.id),
    )


async def serve(house: House, number: int) -> Figures:
    """Let the engine send everything, and look on."""
    started_s = perf_counter()
    with StallProbe() as probe:
        house.engine.wake()
        await house.engine.idle()
    return Figures(number, perf_counter() - started_s, probe.longest_s)
