"""A clinic's numbers: counted as one by one, and only its own."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest

from bot.domain.consent import MembershipState
from bot.domain.ids import ClinicId, MemberId
from bot.domain.overview import Day, Tally
from bot.domain.rule import EveryWeeks, MonthDay, Occasion, OneDate, Rule, Weekdays
from bot.store import overview, schedules
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    add_client,
    add_clinic,
    add_member,
    add_occurrence,
    add_schedule,
    minutes,
    query_plan,
    set_membership,
)

TODAY = date(2026, 11, 23)
FROM_AT = NOW_AT - timedelta(days=30)
RULE = Rule(Weekdays(frozenset({0, 2})), (540, 900))


async def total(store: Store, clinic: ClinicId, from_at: datetime = FROM_AT) -> Tally:
    (found,) = await overview.counted(store.reads, clinic, [Day(TODAY, from_at, NOW_AT)])
    return found


async def message(
    store: Store,
    member: MemberId,
    state: str = "sent",
    *,
    ago_min: float = 60,
    late_min: float = 0,
    kind: str = "posture",
    clinic: ClinicId | None = None,
) -> None:
    schedule = await add_schedule(store, member, kind=kind, clinic=clinic)
    at = NOW_AT - minutes(ago_min)
    tried_at = None if state == "unreachable" else at + minutes(late_min)
    await add_occurrence(store, schedule, at=at, state=state, attempt_at=tried_at)


async def test_what_arrived_was_answered_came_late_or_found_closed_dms(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    await message(store, mia)
    await message(store, mia, "answered")
    await message(store, mia, "answered", late_min=5)
    await message(store, mia, late_min=4.9)
    await message(store, mia, "unreachable")
    for state in ("queued", "sending", "stale", "failed", "dropped"):
        await message(store, mia, state)

    assert await total(store, clinic) == Tally(sent=4, answered=2, late=1, unreachable=1)


async def test_own_reminders_notices_and_another_clinics_plans_are_not_counted(
    store: Store,
) -> None:
    mia, clinic, other = (
        await add_client(store),
        await add_clinic(store),
        await add_clinic(store, 2),
    )
    await set_membership(store, mia, other)
    await message(store, mia, kind="reminder")
    await message(store, mia, kind="notice", clinic=clinic)
    await message(store, mia, kind="follow_up", clinic=other)
    await message(store, mia, kind="follow_up", clinic=clinic)

    assert await total(store, clinic) == Tally(sent=1)
    assert await total(store, other) == Tally(sent=1)


async def test_check_ins_of_a_member_of_two_clinics_count_for_both_and_for_no_third(
    store: Store,
) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    other, third = await add_clinic(store, 2), await add_clinic(store, 3)
    await set_membership(store, mia, other)
    await message(store, mia)

    assert [await total(store, each) for each in (clinic, other, third)] == [
        Tally(sent=1),
        Tally(sent=1),
        Tally(),
    ]


async def test_it_did_happen_also_if_the_member_has_left_since(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    await message(store, mia)
    await set_membership(store, mia, clinic, MembershipState.LEFT)

    assert await total(store, clinic) == Tally(sent=1)
    assert await overview.members(store.reads, clinic) == 0


async def test_only_the_time_that_is_asked_for_is_counted(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    await message(store, mia, ago_min=60)
    await message(store, mia, ago_min=24 * 60)

    assert await total(store, clinic, NOW_AT - minutes(120)) == Tally(sent=1)


async def test_each_day_begins_with_its_first_moment_and_ends_before_the_next(
    store: Store,
) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    for ago_min in (90, 60, 59.999, 30, 0):
        await message(store, mia, ago_min=ago_min)
    hours = [
        Day(TODAY, NOW_AT - minutes(60), NOW_AT - minutes(30)),
        Day(TODAY, NOW_AT - minutes(30), NOW_AT),
        Day(TODAY, NOW_AT + minutes(1), NOW_AT + minutes(2)),
    ]

    found = await overview.counted(store.reads, clinic, hours)

    assert [tally.sent for tally in found] == [2, 1, 0]


@pytest.mark.parametrize("number", range(7))
async def test_enough_are_five_with_messages_in_that_time(store: Store, number: int) -> None:
    clinic = await add_clinic(store)
    for each in range(7):
        member = await add_member(store, each + 1)
        await set_membership(store, member, clinic)
        await message(store, member, kind="posture" if each < number else "reminder")
        await message(store, member, ago_min=60 * 24 * 40)

    assert await overview.enough_behind(store.reads, clinic, FROM_AT) == (number >= 5)


async def test_what_comes_weekly_is_days_times_times_of_who_may_be_written_to(
    store: Store,
) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    leo, zoe = await add_member(store, 2), await add_member(store, 3)
    await set_membership(store, leo, clinic)
    await set_membership(store, zoe, clinic, MembershipState.STOPPED)
    soon = Occasion(datetime(2026, 11, 24, 9), NOW_AT + minutes(60))  # noqa: DTZ001
    later = Occasion(datetime(2027, 1, 1, 9), NOW_AT + timedelta(days=40))  # noqa: DTZ001
    for member in (mia, leo, zoe):
        await add_schedule(store, member, rule=RULE, upcoming=soon)
    await add_schedule(store, mia, kind="appointment", upcoming=soon, clinic=clinic)
    await add_schedule(store, mia, kind="appointment", upcoming=later, clinic=clinic)
    await add_schedule(store, mia, kind="reminder", upcoming=soon)
    async with store.write() as tx:
        wish: dict[str, object] = {"channel": 5}
        await schedules.add(
            tx,
            kind="weekly",
            member_id=None,
            clinic_id=clinic,
            wish=wish,
            rule=RULE,
            upcoming=soon,
            now_at=NOW_AT,
        )

    found = await overview.coming(store.reads, clinic, NOW_AT + timedelta(days=7))

    assert found == [("posture", 8), ("weekly", 4), ("appointment", 1)]


async def test_what_comes_once_or_monthly_counts_its_times_if_it_is_due(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    soon = Occasion(datetime(2026, 11, 24, 9), NOW_AT + minutes(60))  # noqa: DTZ001
    for days in (OneDate(TODAY), MonthDay(31), EveryWeeks(TODAY, 2)):
        await add_schedule(store, mia, rule=Rule(days, (540, 600)), upcoming=soon)

    found = await overview.coming(store.reads, clinic, NOW_AT + timedelta(days=7))

    assert found == [("posture", 6)]


async def test_it_is_counted_from_its_index_alone(store: Store) -> None:
    plan = await query_plan(store, overview.COUNTED, {"clinic": 1, "days": "[[0, 9]]"})

    assert "o USING COVERING INDEX occurrence_past" in plan
    assert "SCAN o" not in plan
    assert "SCAN s" not in plan


async def test_it_agrees_with_counting_one_by_one(store: Store) -> None:
    chance = random.Random(5)
    clinic, expected = await add_clinic(store), Tally()
    people = [await add_member(store, number) for number in range(1, 5)]
    for member in people[:3]:
        await set_membership(store, member, clinic)
    for _ in range(150):
        member = chance.choice(people)
        state = chance.choice(("sent", "answered", "unreachable", "stale"))
        kind = chance.choice(("posture", "tension", "reminder"))
        late_min = chance.choice((0, 3, 30))
        ago_min = chance.randrange(1, 60 * 24 * 60)
        await message(store, member, state, ago_min=ago_min, late_min=late_min, kind=kind)
        if member is people[3] or kind == "reminder" or state == "stale":
            continue
        if NOW_AT - minutes(ago_min) < FROM_AT:
            continue
        arrived = state != "unreachable"
        expected = expected.plus(
            Tally(
                sent=int(arrived),
                answered=int(state == "answered"),
                late=int(arrived and late_min == 30),
                unreachable=int(not arrived),
            )
        )

    assert expected.sent > 10
    assert await total(store, clinic) == expected
