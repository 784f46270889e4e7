"""What the store keeps of a check-in, and that a second press adds nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain.check_in import CheckIn
from bot.domain.ids import CheckInId, MemberId
from bot.errors import StoreError
from bot.store import checkins, claims
from bot.store.connection import Store
from tests.store.builders import NOW_AT, add_client, add_member, query_plan

LOCAL = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - a wall time
HOUR = timedelta(hours=1)


async def add(
    store: Store,
    member: MemberId,
    origin: str = "o1",
    *,
    at: datetime = NOW_AT,
    local_at: datetime = LOCAL,
) -> CheckInId:
    async with store.write() as tx:
        return await checkins.add(
            tx,
            member,
            kind="tension",
            origin=origin,
            asked_at=NOW_AT - HOUR,
            answered_at=at,
            local_at=local_at,
        )


async def put(store: Store, row: CheckInId, at: datetime = NOW_AT, **scores: int) -> None:
    async with store.write() as tx:
        for question, value in scores.items():
            await checkins.put_score(tx, row, question, value, at)


async def choose(store: Store, row: CheckInId, question: str, *chosen: str) -> None:
    async with store.write() as tx:
        await checkins.put_choices(tx, row, question, chosen, NOW_AT)


async def found(store: Store, member: MemberId, origin: str = "o1") -> CheckIn:
    there = await checkins.find(store.reads, member, origin)
    assert there is not None
    return there


@pytest.fixture
async def mia(store: Store) -> MemberId:
    return await add_client(store)


async def test_a_check_in_comes_back_as_it_was_answered(store: Store, mia: MemberId) -> None:
    row = await add(store, mia)
    await put(store, row, tension=6, stress=0)
    await choose(store, row, "where", "jaw", "head")

    assert await found(store, mia) == CheckIn(
        id=row,
        kind="tension",
        origin="o1",
        asked_at=NOW_AT - HOUR,
        answered_at=NOW_AT,
        local_at=LOCAL,
        scores={"tension": 6, "stress": 0},
        choices={"where": frozenset({"jaw", "head"})},
    )


async def test_a_question_without_an_answer_is_not_zero(store: Store, mia: MemberId) -> None:
    await put(store, await add(store, mia), tension=0)

    assert (await found(store, mia)).scores == {"tension": 0}


async def test_nothing_is_there_before_the_first_answer(store: Store, mia: MemberId) -> None:
    assert await checkins.find(store.reads, mia, "o1") is None


async def test_answering_twice_keeps_one_check_in_with_its_first_date(
    store: Store, mia: MemberId
) -> None:
    first = await add(store, mia)
    again = await add(store, mia, at=NOW_AT + HOUR, local_at=LOCAL + HOUR)

    assert first == again
    kept = await found(store, mia)
    assert (kept.answered_at, kept.local_at) == (NOW_AT, LOCAL)
    changed = await store.reads.row("SELECT COUNT(*) AS n, MAX(changed_at) AS at FROM checkin")
    assert changed is not None
    assert changed["n"] == 1
    assert changed["at"] == int((NOW_AT + HOUR).timestamp() * 1000)


async def test_a_score_and_choices_take_the_place_of_earlier_ones(
    store: Store, mia: MemberId
) -> None:
    row = await add(store, mia)
    await put(store, row, tension=6)
    await choose(store, row, "where", "jaw", "head")

    await put(store, row, tension=2)
    await choose(store, row, "where", "jaw")

    kept = await found(store, mia)
    assert kept.scores == {"tension": 2}
    assert kept.choices == {"where": frozenset({"jaw"})}


async def test_choosing_nothing_takes_every_choice_of_that_list_back(
    store: Store, mia: MemberId
) -> None:
    row = await add(store, mia)
    await choose(store, row, "where", "jaw")
    await choose(store, row, "helped", "heat")

    await choose(store, row, "where")

    assert (await found(store, mia)).choices == {"helped": frozenset({"heat"})}


@pytest.mark.parametrize("value", [-1, 11])
async def test_a_score_off_the_scale_is_never_kept(store: Store, mia: MemberId, value: int) -> None:
    row = await add(store, mia)

    with pytest.raises(StoreError):
        await put(store, row, tension=value)

    assert (await found(store, mia)).scores == {}


async def test_one_members_origin_is_not_anothers(store: Store, mia: MemberId) -> None:
    leo = await add_member(store, 2)
    await put(store, await add(store, mia), tension=3)
    await put(store, await add(store, leo), tension=8)

    assert (await found(store, mia)).scores == {"tension": 3}
    assert (await found(store, leo)).scores == {"tension": 8}


async def test_everything_of_a_check_in_goes_with_its_member(store: Store, mia: MemberId) -> None:
    row = await add(store, mia)
    await put(store, row, tension=3)
    await choose(store, row, "where", "jaw")

    async with store.write() as tx:
        await tx.run("DELETE FROM member WHERE id = ?", (mia,))

    for table in ("checkin", "score", "choice"):
        assert await store.reads.rows(f"SELECT * FROM {table}") == []


# Earlier scores


async def scored(store: Store, member: MemberId, **asked: object) -> bool:
    facts = {"from_at": NOW_AT - 7 * 24 * HOUR, "until_at": NOW_AT, **asked}
    return await checkins.scored_between(store.reads, member, "stress", 9, **facts)  # type: ignore[arg-type]


async def test_a_high_score_is_found_within_the_time_both_its_ends_included(
    store: Store, mia: MemberId
) -> None:
    await put(store, await add(store, mia), stress=9)

    assert await scored(store, mia)
    assert await scored(store, mia, from_at=NOW_AT)
    assert not await scored(store, mia, from_at=NOW_AT + timedelta(milliseconds=1))
    assert not await scored(store, mia, until_at=NOW_AT - timedelta(milliseconds=1))


async def test_a_lower_score_another_question_or_another_member_does_not_count(
    store: Store, mia: MemberId
) -> None:
    await put(store, await add(store, mia), stress=8, tension=10)
    leo = await add_member(store, 2)
    await put(store, await add(store, leo), stress=10)

    assert not await scored(store, mia)


async def test_the_check_in_itself_can_be_left_out(store: Store, mia: MemberId) -> None:
    await put(store, await add(store, mia), stress=10)

    assert not await scored(store, mia, except_origin="o1")
    assert await scored(store, mia, except_origin="o2")


async def test_looking_for_earlier_scores_reads_the_members_own_rows_alone(store: Store) -> None:
    plan = await query_plan(store, checkins.SCORED, (1, "stress", 9, 0, 1, ""))

    assert "checkin_of_member (member_id=? AND answered_at>? AND answered_at<?)" in plan
    assert "SCAN" not in plan


# Offers


async def test_the_last_offer_is_remembered_with_its_time_by_kind(
    store: Store, mia: MemberId
) -> None:
    assert await checkins.last_offered(store.reads, mia, "benefits") is None

    async with store.write() as tx:
        await claims.note_shown(tx, mia, "posture", "chin", NOW_AT)
        await claims.note_shown(tx, mia, "benefits", "spasms", NOW_AT)
        await claims.note_shown(tx, mia, "benefits", "tension", NOW_AT + HOUR)

    assert await checkins.last_offered(store.reads, mia, "benefits") == ("tension", NOW_AT + HOUR)
