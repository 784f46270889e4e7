"""Finding sessions: a clinic's own alone, in their order, and those that are over."""

from __future__ import annotations

import pytest

from bot.domain.course import Course
from bot.domain.session import Session, SessionId, SessionState
from bot.store import sessions
from bot.store.connection import Store
from tests.store.agenda import DAY, book, cancel, change, hold, log, miss
from tests.store.builders import NOW_AT, add_client, add_clinic, add_member, minutes, query_plan


async def test_a_clinic_finds_its_own_sessions_only(store: Store) -> None:
    mia, one, other = (
        await add_client(store),
        await add_clinic(store, 1),
        await add_clinic(store, 2),
    )
    booked = await book(store, one, mia)

    assert await sessions.find(store.reads, one, booked.id) == booked
    assert await sessions.find(store.reads, other, booked.id) is None
    assert await sessions.get(store.reads, SessionId(99)) is None
    assert await sessions.booked_of_clinic(store.reads, other, NOW_AT, 25) == []
    assert await sessions.booked_of_member(store.reads, other, mia, NOW_AT, 25) == []
    assert await sessions.latest_of_member(store.reads, other, mia, 25) == []
    assert await sessions.latest_held(store.reads, other, mia, NOW_AT + DAY) is None


async def test_what_is_booked_comes_soonest_first_and_without_the_past(store: Store) -> None:
    mia, leo = await add_client(store, 1), await add_client(store, 2)
    clinic = await add_clinic(store)
    third = await book(store, clinic, mia, NOW_AT + 3 * DAY)
    first = await book(store, clinic, mia, NOW_AT)
    second = await book(store, clinic, leo, NOW_AT + DAY)
    await book(store, clinic, mia, NOW_AT - minutes(1))
    await log(store, clinic, mia, NOW_AT + DAY)
    await change(store, cancel, await book(store, clinic, mia, NOW_AT + 2 * DAY))

    reads = store.reads
    assert await sessions.booked_of_clinic(reads, clinic, NOW_AT, 25) == [first, second, third]
    assert await sessions.booked_of_clinic(reads, clinic, NOW_AT, 2) == [first, second]
    assert await sessions.booked_of_member(reads, clinic, mia, NOW_AT, 25) == [first, third]
    assert await sessions.all_booked(reads, NOW_AT + DAY) in ([third, second], [second, third])


async def test_the_next_session_is_the_soonest_one_still_booked(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    assert await sessions.next_booked(store.reads, clinic, mia, NOW_AT) is None
    later = await book(store, clinic, mia, NOW_AT + 7 * DAY)
    sooner = await book(store, clinic, mia, NOW_AT + DAY)

    assert await sessions.next_booked(store.reads, clinic, mia, NOW_AT) == sooner
    await change(store, cancel, sooner)
    assert await sessions.next_booked(store.reads, clinic, mia, NOW_AT) == later


async def test_the_last_session_held_is_the_one_before_and_never_itself(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    assert await sessions.latest_held(store.reads, clinic, mia, NOW_AT) is None
    first = await log(store, clinic, mia, NOW_AT - 14 * DAY, course=Course(1, 6))
    second = await log(store, clinic, mia, NOW_AT - 7 * DAY, course=Course(2, 6))
    await change(store, cancel, await log(store, clinic, mia, NOW_AT - DAY))
    await book(store, clinic, mia, NOW_AT - 2 * DAY)

    found = await sessions.latest_held(store.reads, clinic, mia, NOW_AT)
    assert found == second
    assert found.attended.course == Course(2, 6)
    assert await sessions.latest_held(store.reads, clinic, mia, second.starts_at) == first


async def test_a_members_sessions_are_listed_in_every_state_latest_first(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    await add_member(store, 2)
    old = await log(store, clinic, mia, NOW_AT - 7 * DAY)
    new = await book(store, clinic, mia, NOW_AT + DAY)
    await change(store, cancel, await book(store, clinic, mia, NOW_AT))

    found = await sessions.latest_of_member(store.reads, clinic, mia, 25)

    assert [each.state for each in found] == [
        SessionState.BOOKED,
        SessionState.CANCELLED,
        SessionState.HELD,
    ]
    assert (found[0], found[-1]) == (new, old)
    assert len(await sessions.latest_of_member(store.reads, clinic, mia, 2)) == 2


async def test_a_booking_has_passed_when_it_is_over_and_until_somebody_says_more(
    store: Store,
) -> None:
    mia, one, other = (
        await add_client(store),
        await add_clinic(store, 1),
        await add_clinic(store, 2),
    )
    under_way = await book(store, one, mia, NOW_AT - minutes(59), length_min=60)
    just_over = await book(store, one, mia, NOW_AT - minutes(60), length_min=60)
    no_length = await book(store, other, mia, NOW_AT, length_min=None)
    await book(store, one, mia, NOW_AT + minutes(1))
    for how in (hold, miss, cancel):
        await change(store, how, await book(store, one, mia, NOW_AT - DAY))

    async def passed(at_most: int = 25, later_min: int = 0) -> list[Session]:
        return await sessions.passed(store.reads, NOW_AT + minutes(later_min), at_most)

    assert await passed() == [just_over, no_length]
    assert await passed(at_most=1) == [just_over]
    assert await passed(later_min=1) == [just_over, under_way, no_length]
    await change(store, hold, just_over)
    assert await passed() == [no_length]


@pytest.mark.parametrize(
    ("sql", "parameters"),
    [
        (sessions.GET, 1),
        (sessions.FIND, 2),
        (sessions.BOOKED_OF_CLINIC, 3),
        (sessions.BOOKED_OF_MEMBER, 4),
        (sessions.LATEST_OF_MEMBER, 3),
        (sessions.LATEST_HELD, 3),
    ],
)
async def test_a_session_is_never_searched_for(store: Store, sql: str, parameters: int) -> None:
    assert "SCAN" not in await query_plan(store, sql, (1,) * parameters)


@pytest.mark.parametrize(("sql", "parameters"), [(sessions.PASSED, 2), (sessions.ALL_BOOKED, 1)])
async def test_over_all_clinics_sessions_are_found_by_each_clinics_index(
    store: Store, sql: str, parameters: int
) -> None:
    plan = await query_plan(store, sql, (1,) * parameters)
    assert "SEARCH s USING INDEX session_of_clinic" in plan
