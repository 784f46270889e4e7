"""What /clinic overview costs: 10,000 members and a million past deliveries, on disk, encrypted.

Run ``python -m tests.bench.overview`` for a table.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.charts.drawing import Drawing
from bot.domain.ids import ClinicId, DiscordGuildId, DiscordUserId
from bot.domain.overview import PERIODS
from bot.kinds import KINDS
from bot.store.columns import to_ms
from bot.store.connection import Store
from bot.store.migrate import migrate
from bot.texts.catalogue import Catalogue
from bot.ui.overview import overview_card, picture_file, picture_words
from bot.usecases.overview import look_over
from bot.usecases.staff import Caller
from tests.bench.report import table
from tests.conftest import KEY
from tests.fakes import FakeClock

MEMBERS = 10_000
DELIVERIES = 1_000_000
DAYS = 90
ROUNDS = 5
ROLE = 7
NOW_AT = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)
CLOCK = FakeClock(NOW_AT)
ADA = Caller(DiscordUserId(1), DiscordGuildId(1), frozenset({ROLE}), manages_server=False)
KINDS_OF_ALL = ("posture", "tension", "follow_up")
RULES = 300

SECTION = """
## /clinic overview

From the press to the finished card with its picture, on an encrypted database with {members:,}
members of one clinic, three schedules each by {rules} different rules, and {deliveries:,}
deliveries of the last {days} days; Discord's part is left out. The medians of {rounds} rounds, the
slowest in brackets; drawing library imported before.

"""


async def _seed(store: Store, members: int, deliveries: int) -> None:
    chance = random.Random(3)
    rules = [_rule(chance) for _ in range(RULES)]
    async with store.write() as tx:
        await tx.run(
            "INSERT INTO clinic (id, discord_id, zone, staff_role_id, created_at)"
            " VALUES (1, 1, 'Europe/Berlin', ?, 0)",
            (ROLE,),
        )
        await tx.run_many(
            "INSERT INTO member (id, discord_id, locale, zone, daily_limit, heard_at, created_at)"
            " VALUES (?1, ?1, 'en', 'Europe/Berlin', 8, 0, 0)",
            [(number,) for number in range(1, members + 1)],
        )
        await tx.run_many(
            "INSERT INTO membership (member_id, clinic_id, state, changed_at)"
            " VALUES (?, ?, 'agreed', 0)",
            [(number, ClinicId(1)) for number in range(1, members + 1)],
        )
        await tx.run_many(
            "INSERT INTO schedule (kind, member_id, wish, rule, status, next_slot, next_due_at,"
            " created_at, changed_at) VALUES (?, ?, '{}', ?, 'active', 'x', ?, 0, 0)",
            [
                (kind, number, chance.choice(rules), to_ms(NOW_AT + timedelta(hours=9)))
                for kind in KINDS_OF_ALL
                for number in range(1, members + 1)
            ],
        )
    for batch in _batches(chance, members * len(KINDS_OF_ALL), deliveries):
        async with store.write() as tx:
            await tx.run_many(
                "INSERT INTO occurrence (schedule_id, slot, due_at, send_after_at, ready_at, lane,"
                " state, attempt_at) VALUES (?, ?, ?4, ?4, ?4, 4, ?3, ?5)",
                batch,
            )
            await tx.run(
                "INSERT INTO delivery SELECT id, 1, 1, id, attempt_at FROM occurrence"
                " WHERE state <> 'unreachable' AND id > ("
                "SELECT COALESCE(MAX(occurrence_id), 0) FROM delivery)"
            )


def _rule(chance: random.Random) -> str:
    minutes = sorted({540 + 5 * chance.randrange(100) for _ in range(3)})
    return f'{{"minutes":{minutes},"weekdays":[0,1,2,3,4]}}'


def _batches(
    chance: random.Random, schedules: int, deliveries: int
) -> Iterator[list[tuple[object, ...]]]:
    """In the order in which they were sent, as a database grows."""
    began_ms, step_ms = to_ms(NOW_AT - timedelta(days=DAYS)), DAYS * 86_400_000 // deliveries
    batch: list[tuple[object, ...]] = []
    for number in range(deliveries):
        at_ms = began_ms + number * step_ms
        state = chance.choices(("sent", "answered", "unreachable"), (55, 40, 5))[0]
        late_ms = 600_000 if chance.random() < 0.02 else 800
        schedule = chance.randrange(schedules) + 1
        batch.append((schedule, f"{number:07}", state, at_ms, at_ms + late_ms))
        if len(batch) == 50_000 or number == deliveries - 1:
            yield batch
            batch = []


async def measure(members: int, deliveries: int, rounds: int) -> dict[int, list[float]]:
    """How long each period took, in milliseconds, round by round."""
    language = Catalogue.load().language("en")
    words, taken = picture_words(language), {days: list[float]() for days in PERIODS}
    with TemporaryDirectory(prefix="unknot-bench-") as name:
        store = await Store.open(Path(name) / "unknot.db", KEY)
        await migrate(store, NOW_AT)
        await _seed(store, members, deliveries)
        await store.close()
        drawing = Drawing()
        for number in range(rounds + 1):
            # Opened anew, so that nothing of it is in SQLite's own cache.
            store = await Store.open(Path(name) / "unknot.db", KEY)
            for days in PERIODS:
                began_s = time.perf_counter()
                looked = await look_over(store, CLOCK, drawing, ADA, period_days=days, words=words)
                picture = picture_file(language, looked)
                overview_card(language, KINDS, looked.overview, picture)
                assert looked.png is not None
                if number:
                    taken[days].append((time.perf_counter() - began_s) * 1e3)
            await store.close()
        drawing.close()
    return taken


def section(*, quick: bool) -> str:
    """Its part of the report."""
    share = 20 if quick else 1
    rounds = 1 if quick else ROUNDS
    taken = asyncio.run(measure(MEMBERS // share, DELIVERIES // share, rounds))
    intro = SECTION.format(
        members=MEMBERS // share,
        rules=RULES,
        deliveries=DELIVERIES // share,
        days=DAYS,
        rounds=rounds,
    )
    rows = [
        (f"{days} days", f"{statistics.median(each):,.0f} ms ({max(each):,.0f})")
        for days, each in taken.items()
    ]
    return intro + table(("period", "answered after"), rows)


if __name__ == "__main__":
    print(section(quick=False))
