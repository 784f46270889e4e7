"""Follow-ups that are held back at the claim, and plans that end in silence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.content.library import Library, Shelf
from bot.delivery.planner import plan_due
from bot.domain.claim import DropReason
from bot.domain.occurrence import Candidate
from bot.domain.plan import Ask, Plan, Step
from bot.kinds import KINDS
from bot.store import claims, schedules
from bot.store.connection import Store
from bot.usecases.silence import HoldingBack, end_silent_plans
from tests.fakes import FakeClock
from tests.usecases.people import join
from tests.usecases.practice import LIBRARY, book, log, open_clinic, schedules_of

DAY = timedelta(days=1)
EMPTY = Library({"en": Shelf({}, {}, {"x": Plan("x", "X", (Step(1, 600, Ask.SORENESS),))})})


@pytest.fixture(autouse=True)
async def _open(store: Store, clock: FakeClock) -> None:
    await open_clinic(store, clock)
    await join(store, clock)


async def due(store: Store, clock: FakeClock) -> list[Candidate]:
    """The follow-ups that are about to be decided on."""
    await plan_due(store, KINDS, clock.now())
    async with store.write() as tx:
        ready, _ = await claims.ready(tx, clock.now(), clock.now(), 50)
    return [one for one in ready if one.kind == "follow_up"]


async def decide(store: Store, clock: FakeClock, library: Library = LIBRARY) -> list[DropReason]:
    """Why each of those that are due is held back."""
    candidates = await due(store, clock)
    assert candidates, "nothing is due"
    async with store.write() as tx:
        return list((await HoldingBack(library)(tx, candidates, clock.now())).values())


async def invite(store: Store) -> None:
    async with store.write() as tx:
        await tx.run("UPDATE membership SET invitations = 1")


async def test_an_ordinary_question_is_not_held_back(store: Store, clock: FakeClock) -> None:
    await log(store, clock)
    clock.advance(days=2)

    assert await decide(store, clock) == []


async def test_a_question_of_a_plan_that_was_taken_out_ends_the_plan(
    store: Store, clock: FakeClock
) -> None:
    await log(store, clock)
    clock.advance(days=2)

    assert await decide(store, clock, EMPTY) == [DropReason.ENDED]
    assert {row["status"] for row in await schedules_of(store, "follow_up")} == {"ended"}


async def test_a_nudge_is_held_back_unless_it_is_wanted_and_nothing_is_booked(
    store: Store, clock: FakeClock
) -> None:
    await log(store, clock, "course-3")
    async with store.write() as tx:
        for row in await schedules_of(store, "follow_up"):
            if '"book_next"' not in row["wish"]:
                await schedules.end(tx, row["id"], "not this", clock.now())
    clock.advance(days=4, hours=2)

    assert await decide(store, clock) == [DropReason.NOT_WANTED]
    await invite(store)
    assert await decide(store, clock) == []
    await book(store, clock, clock.now() + 3 * DAY)
    assert await decide(store, clock) == [DropReason.NOT_WANTED]


async def test_silence_is_noticed_hourly_and_told_once(store: Store, clock: FakeClock) -> None:
    await log(store, clock)
    for day in (1, 3):
        clock.move_to(datetime(2026, 11, 23 + day, 9, 0, tzinfo=UTC))
        for candidate in await due(store, clock):
            async with store.write() as tx:
                await tx.run("UPDATE occurrence SET state = 'sent' WHERE id = ?", (candidate.id,))
                await tx.run(
                    "INSERT INTO delivery VALUES (?, 1, 1, ?, ?)",
                    (candidate.id, candidate.id, int(clock.now().timestamp() * 1000)),
                )
    clock.advance(days=1, hours=23)
    assert await end_silent_plans(store, clock) == 0
    clock.advance(hours=1)

    assert await end_silent_plans(store, clock) == 1
    clock.advance(hours=1)
    assert await end_silent_plans(store, clock) == 0

    rows = await store.reads.rows("SELECT reason FROM queue_item")
    assert [row["reason"] for row in rows] == ["unanswered"]
