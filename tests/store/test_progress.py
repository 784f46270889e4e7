"""What /progress reads: one member's scores as they were dated, and the sessions they had."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.ids import MemberId
from bot.domain.progress import Score
from bot.domain.zones import zone
from bot.store import progress
from bot.store.connection import Store
from tests.store.answers import add_answer, add_answers, add_sessions
from tests.store.builders import add_client, add_clinic, query_plan

BERLIN = zone("Europe/Berlin")
KATHMANDU = zone("Asia/Kathmandu")
LONG_AGO_AT = datetime(2000, 1, 1, tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
async def mia(store: Store) -> MemberId:
    return await add_client(store, 1)


@pytest.fixture
async def leo(store: Store) -> MemberId:
    return await add_client(store, 2)


async def test_scores_come_with_the_wall_clock_that_was_noted_the_oldest_first(
    store: Store, mia: MemberId
) -> None:
    later, earlier = local("2026-11-23T18:05"), local("2026-11-22T07:30")
    await add_answers(store, mia, BERLIN, [(later, {"tension": 6, "stress": 0})])
    await add_answers(store, mia, KATHMANDU, [(earlier, {"tension": 3})])

    assert await progress.scores_since(store.reads, mia, LONG_AGO_AT) == [
        Score(earlier, "tension", 3),
        Score(later, "stress", 0),
        Score(later, "tension", 6),
    ]


async def test_a_question_without_an_answer_has_no_score(store: Store, mia: MemberId) -> None:
    await add_answers(store, mia, BERLIN, [(local("2026-11-23T18:05"), {})])

    assert await progress.scores_since(store.reads, mia, LONG_AGO_AT) == []


async def test_nobody_elses_scores_are_read(store: Store, mia: MemberId, leo: MemberId) -> None:
    await add_answers(store, leo, BERLIN, [(local("2026-11-23T18:05"), {"tension": 9})])

    assert await progress.scores_since(store.reads, mia, LONG_AGO_AT) == []
    assert await progress.local_beginning(store.reads, mia) is None


async def test_an_answer_at_the_instant_counts_and_one_before_it_does_not(
    store: Store, mia: MemberId
) -> None:
    at = local("2026-11-23T18:05")
    await add_answers(store, mia, BERLIN, [(at, {"tension": 4})])
    at_instant = datetime(2026, 11, 23, 17, 5, tzinfo=UTC)

    assert len(await progress.scores_since(store.reads, mia, at_instant)) == 1
    after_at = at_instant + timedelta(milliseconds=1)
    assert await progress.scores_since(store.reads, mia, after_at) == []


async def test_the_beginning_is_the_day_of_the_first_check_in_by_the_clock_of_then(
    store: Store, mia: MemberId
) -> None:
    first_at = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
    async with store.write() as tx:
        await add_answer(tx, mia, first_at, local("2026-11-21T03:45"), {"tension": 4})
        later_at = first_at + timedelta(hours=1)
        await add_answer(tx, mia, later_at, local("2026-11-20T18:00"), {"tension": 4})

    assert await progress.local_beginning(store.reads, mia) == date(2026, 11, 21)


async def test_only_sessions_that_were_held_up_to_now_count(
    store: Store, mia: MemberId, leo: MemberId
) -> None:
    clinic = await add_clinic(store)
    held = [date(2026, 11, day) for day in (3, 10, 24)]
    await add_sessions(store, mia, clinic, held, where=BERLIN)
    for state in ("booked", "no_show", "cancelled"):
        await add_sessions(store, mia, clinic, [date(2026, 11, 12)], where=BERLIN, state=state)
    await add_sessions(store, leo, clinic, [date(2026, 11, 13)], where=BERLIN)
    since_at, now_at = datetime(2026, 11, 5, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)

    found = await progress.local_sessions_held(store.reads, mia, since_at, now_at)

    assert found == [date(2026, 11, 10)]


async def test_a_session_counts_for_the_day_it_was_by_the_clinics_clock(
    store: Store, mia: MemberId
) -> None:
    kiritimati = zone("Pacific/Kiritimati")
    await add_sessions(store, mia, await add_clinic(store), [date(2026, 11, 10)], where=kiritimati)
    now_at = datetime(2026, 11, 23, tzinfo=UTC)

    found = await progress.local_sessions_held(store.reads, mia, LONG_AGO_AT, now_at)

    assert found == [date(2026, 11, 10)]


@pytest.mark.parametrize(
    ("sql", "parameters", "index"),
    [
        (progress.SCORES, (1, 0), "checkin_of_member (member_id=? AND answered_at>?)"),
        (progress.BEGAN, (1,), "checkin_of_member (member_id=?)"),
        (progress.HELD, (1, 0, 9), "session_of_member (member_id=? AND starts_at>? AND starts_at<"),
    ],
)
async def test_every_question_is_answered_from_an_index_without_a_scan(
    store: Store, sql: str, parameters: tuple[int, ...], index: str
) -> None:
    plan = await query_plan(store, sql, parameters)

    assert index in plan
    assert "SCAN" not in plan


async def test_the_oldest_and_the_first_check_in_are_found_without_sorting_all(
    store: Store,
) -> None:
    assert "TEMP B-TREE" not in await query_plan(store, progress.BEGAN, (1,))
