"""What is ready to be claimed, in which order, and what is known of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.consent import MembershipState
from bot.domain.ids import ChannelId, OccurrenceId
from bot.domain.occurrence import Candidate
from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import Rule, Weekdays
from bot.store import claims, members, schedules, settlements
from bot.store.columns import from_slot, to_ms
from bot.store.connection import Store
from tests.store.builders import (
    LONG_AGO_AT,
    NOW_AT,
    add_client,
    add_clinic,
    add_member,
    add_occurrence,
    add_schedule,
    minutes,
    query_plan,
    ready,
    ready_ids,
    set_membership,
    settings,
)

NINE, TEN, ELEVEN = "2026-11-23T09:00", "2026-11-23T10:00", "2026-11-23T11:00"


async def test_an_occurrence_is_ready_from_its_very_instant_on(store: Store) -> None:
    schedule = await add_schedule(store, await add_client(store))
    one = await add_occurrence(store, schedule)

    assert await ready_ids(store, NOW_AT - timedelta(milliseconds=1)) == []
    assert await ready_ids(store, NOW_AT) == [one]


@pytest.mark.parametrize(
    "state", ["sending", "sent", "answered", "stale", "unreachable", "failed", "dropped"]
)
async def test_only_what_is_queued_is_ready(store: Store, state: str) -> None:
    schedule = await add_schedule(store, await add_client(store))
    await add_occurrence(store, schedule, state=state)

    assert await ready(store) == []


async def test_lanes_go_before_age_and_age_goes_before_number(store: Store) -> None:
    schedule = await add_schedule(store, await add_client(store))
    prompt_old = await add_occurrence(store, schedule, NINE, lane=4, ready_at=NOW_AT - minutes(60))
    check_in = await add_occurrence(store, schedule, TEN, lane=3, ready_at=NOW_AT - minutes(2))
    follow_up = await add_occurrence(store, schedule, ELEVEN, lane=2, ready_at=NOW_AT)
    own_new = await add_occurrence(store, schedule, "2026-11-23T12:00", lane=1, ready_at=NOW_AT)
    own_old = await add_occurrence(
        store, schedule, "2026-11-23T13:00", lane=1, ready_at=NOW_AT - minutes(1)
    )

    assert await ready_ids(store) == [own_old, own_new, follow_up, check_in, prompt_old]


async def test_no_more_are_ready_than_were_asked_for_and_the_first_lanes_fill_them(
    store: Store,
) -> None:
    schedule = await add_schedule(store, await add_client(store))
    own = await add_occurrence(store, schedule, NINE, lane=1)
    first, second = [
        await add_occurrence(store, schedule, slot, lane=2, ready_at=NOW_AT - minutes(age))
        for slot, age in ((TEN, 5), (ELEVEN, 4))
    ]
    await add_occurrence(store, schedule, "2026-11-23T12:00", lane=4)

    assert [c.id for c in await ready(store, at_most=2)] == [own, first]
    assert [c.id for c in await ready(store, at_most=3)] == [own, first, second]
    assert await ready(store, at_most=0) == []


async def test_a_candidate_has_all_that_decides_about_it(store: Store) -> None:
    quiet = QuietHours(time(22), time(7, 30))
    chosen = replace(settings(quiet=quiet, daily_limit=3), discreet=False, fallback=True)
    member = await add_client(store, 7, chosen=chosen)
    schedule = await add_schedule(store, member)
    one = await add_occurrence(
        store, schedule, send_after_at=NOW_AT - minutes(5), step=3, attempts=2, item="p7"
    )
    async with store.write() as tx:
        await settlements.set_channel(tx, member, ChannelId(77))
        await claims.note_shown(tx, member, "posture", "p3", NOW_AT)
        await members.set_heard(tx, member, NOW_AT - minutes(2))

    (candidate,) = await ready(store)

    assert candidate == Candidate(
        id=one,
        schedule_id=schedule,
        kind="posture",
        wish={"asked": "posture"},
        clinic_id=None,
        local_slot=from_slot(NINE),
        due_at=NOW_AT,
        send_after_at=NOW_AT - minutes(5),
        step=3,
        attempts=2,
        item="p7",
        last_item="p3",
        schedule_active=True,
        superseded=False,
        agreed=True,
        member_id=member,
        discord_id=candidate.discord_id,
        dm_channel_id=ChannelId(77),
        locale="en",
        settings=chosen,
        stopped=False,
        paused_until_at=None,
        unreachable=False,
        heard_at=NOW_AT - minutes(2),
    )


async def test_a_stop_a_pause_and_closed_messages_are_read_at_the_claim(store: Store) -> None:
    member = await add_client(store)
    await add_occurrence(store, await add_schedule(store, member))
    until_at = NOW_AT + minutes(30)
    async with store.write() as tx:
        await members.set_stopped(tx, member, NOW_AT)
        await settlements.set_unreachable(tx, member, NOW_AT)
        await tx.run("UPDATE member SET paused_until_at = ?", (to_ms(until_at),))

    (candidate,) = await ready(store)

    assert candidate.stopped
    assert candidate.unreachable
    assert candidate.paused_until_at == until_at


@pytest.mark.parametrize("status", ["paused", "ended"])
async def test_a_schedule_that_is_not_active_is_read_at_the_claim(
    store: Store, status: str
) -> None:
    schedule = await add_schedule(store, await add_client(store))
    await add_occurrence(store, schedule)
    async with store.write() as tx:
        await tx.run("UPDATE schedule SET status = ?", (status,))

    (candidate,) = await ready(store)

    assert not candidate.schedule_active


async def test_what_another_kind_showed_is_not_what_this_one_showed_last(store: Store) -> None:
    member = await add_client(store)
    await add_occurrence(store, await add_schedule(store, member))
    async with store.write() as tx:
        await claims.note_shown(tx, member, "weekly", "card", NOW_AT)

    (candidate,) = await ready(store)

    assert candidate.last_item is None


@pytest.mark.parametrize("state", [MembershipState.STOPPED, None])
async def test_without_a_membership_that_agreed_there_is_no_consent(
    store: Store, state: MembershipState | None
) -> None:
    member = await add_member(store)
    if state is not None:
        await set_membership(store, member, await add_clinic(store), state)
    await add_occurrence(store, await add_schedule(store, member))

    (candidate,) = await ready(store)

    assert not candidate.agreed


async def test_whoever_left_the_server_has_agreed_and_cannot_be_reached(store: Store) -> None:
    member = await add_member(store)
    await set_membership(store, member, await add_clinic(store), MembershipState.LEFT)
    await add_occurrence(store, await add_schedule(store, member))

    (candidate,) = await ready(store)

    assert candidate.agreed
    assert candidate.unreachable


async def test_one_clinic_that_was_agreed_with_is_enough_for_what_is_the_members_own(
    store: Store,
) -> None:
    member = await add_member(store)
    await set_membership(store, member, await add_clinic(store, 1), MembershipState.LEFT)
    await set_membership(store, member, await add_clinic(store, 2))
    await add_occurrence(store, await add_schedule(store, member))

    (candidate,) = await ready(store)

    assert candidate.agreed
    assert not candidate.unreachable


async def test_a_clinics_own_message_needs_the_consent_given_to_that_clinic(store: Store) -> None:
    member = await add_member(store)
    stopped, agreed = await add_clinic(store, 1), await add_clinic(store, 2)
    await set_membership(store, member, stopped, MembershipState.STOPPED)
    await set_membership(store, member, agreed)
    theirs = await add_occurrence(store, await add_schedule(store, member, clinic=stopped), lane=1)
    ours = await add_occurrence(store, await add_schedule(store, member, clinic=agreed), lane=2)

    found = {c.id: (c.clinic_id, c.agreed) for c in await ready(store)}

    assert found == {theirs: (stopped, False), ours: (agreed, True)}


async def test_a_young_doubt_is_ready_and_an_old_one_is_left_to_the_look_up(store: Store) -> None:
    schedule = await add_schedule(store, await add_client(store))
    from_at = NOW_AT - minutes(1)
    young = await add_occurrence(
        store, schedule, NINE, doubt_since_at=from_at + timedelta(milliseconds=1)
    )
    old = await add_occurrence(store, schedule, TEN, doubt_since_at=from_at)

    found = await ready(store, doubt_from_at=from_at)

    assert [candidate.id for candidate in found] == [young]
    async with store.write() as tx:
        assert await claims.ready_one(tx, old, NOW_AT, from_at) is None
        doubts = await settlements.old_doubts(tx, from_at, NOW_AT, 9)
    assert [doubtful.id for doubtful in doubts] == [old]


async def test_one_can_be_asked_for_ahead_of_its_time(store: Store) -> None:
    schedule = await add_schedule(store, await add_client(store))
    one = await add_occurrence(store, schedule, ready_at=NOW_AT + timedelta(days=1))

    async with store.write() as tx:
        found = await claims.ready_one(tx, one, NOW_AT, LONG_AGO_AT)
        nobody = await claims.ready_one(tx, OccurrenceId(99), NOW_AT, LONG_AGO_AT)

    assert found is not None
    assert found.id == one
    assert nobody is None


async def test_one_that_is_on_its_way_cannot_be_asked_for_again(store: Store) -> None:
    schedule = await add_schedule(store, await add_client(store))
    one = await add_occurrence(store, schedule, state="sending")

    async with store.write() as tx:
        assert await claims.ready_one(tx, one, NOW_AT, LONG_AGO_AT) is None


LANE = {"now": 0, "doubt_from": 0, "lane": 1, "few": 9}


async def test_what_is_ready_in_a_lane_comes_off_its_partial_index_in_order(store: Store) -> None:
    steps = await query_plan(store, claims.READY_IN_LANE, LANE)

    assert "SEARCH o USING INDEX occurrence_queued (lane=? AND ready_at<?)" in steps
    assert "SCAN" not in steps
    assert "TEMP B-TREE" not in steps


async def test_whether_a_later_slot_is_ready_is_looked_up_by_schedule_and_slot(
    store: Store,
) -> None:
    steps = await query_plan(store, claims.READY_IN_LANE, LANE)

    assert "SEARCH later USING INDEX sqlite_autoindex_occurrence_1 (schedule_id=? AND slot>?)" in (
        steps
    )


async def test_one_occurrence_is_found_by_its_number(store: Store) -> None:
    steps = await query_plan(store, claims.READY_ONE, {"now": 0, "doubt_from": 0, "id": 1})

    assert "SEARCH o USING INTEGER PRIMARY KEY" in steps
    assert "SCAN" not in steps


async def test_a_days_messages_are_counted_without_reading_other_days(store: Store) -> None:
    steps = await query_plan(store, claims.COUNTED, {"days": "[]", "kinds": "[]"})

    assert "(schedule_id=? AND slot>? AND slot<?)" in steps
    assert "SEARCH s USING COVERING INDEX schedule_of_member" in steps
    assert "SCAN o" not in steps


# Places that are kept


async def test_the_rules_of_kinds_that_keep_places_are_found_for_these_members_alone(
    store: Store,
) -> None:
    mia, leo, tom = [await add_client(store, number) for number in (1, 2, 3)]
    rule = Rule(Weekdays(frozenset({0})), (540, 1080))
    for member in (mia, leo):
        await add_schedule(store, member, kind="tension", rule=rule)
        await add_schedule(store, member, kind="posture", rule=rule)
    ended = await add_schedule(store, mia, kind="tension", rule=rule)

    async with store.write() as tx:
        await schedules.end(tx, ended, "turned off", NOW_AT)
        found = await claims.rules_of(tx, [mia, tom], ["tension"])

    assert found == {mia: [rule]}


async def test_looking_for_kept_places_reads_these_members_schedules_alone(store: Store) -> None:
    plan = await query_plan(store, claims.RULES, {"members": "[1]", "kinds": '["tension"]'})

    assert "schedule_of_member (member_id=? AND kind=? AND status=?)" in plan
    assert "SCAN s" not in plan
