"""What is known at the claim: of a delivery, its member, their consent and the day's places."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.consent import MembershipState
from bot.domain.ids import ChannelId, ScheduleId
from bot.domain.occurrence import Candidate
from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import Rule, Weekdays
from bot.store import claims, members, schedules
from bot.store.columns import from_slot, to_ms
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    SLOT,
    add_client,
    add_clinic,
    add_member,
    add_occurrence,
    add_schedule,
    minutes,
    query_plan,
    ready,
    set_membership,
    settings,
)


async def test_a_candidate_has_all_that_decides_about_it(store: Store) -> None:
    quiet = QuietHours(time(22), time(7, 30))
    chosen = replace(settings(quiet=quiet, daily_limit=3), discreet=False, fallback=True)
    member = await add_client(store, 7, chosen=chosen)
    schedule = await add_schedule(store, member)
    one = await add_occurrence(
        store, schedule, send_after_at=NOW_AT - minutes(5), step=3, attempts=2, item="p7"
    )
    async with store.write() as tx:
        await members.set_channel(tx, member, ChannelId(77))
        await claims.note_shown(tx, member, "posture", "p3", NOW_AT)
        await members.set_heard(tx, member, NOW_AT - minutes(2))

    (candidate,) = await ready(store)

    assert candidate == Candidate(
        id=one,
        schedule_id=schedule,
        kind="posture",
        wish={"asked": "posture"},
        clinic_id=None,
        local_slot=from_slot(SLOT),
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
        doubt_since_at=None,
    )


async def test_a_stop_a_pause_and_closed_messages_are_read_at_the_claim(store: Store) -> None:
    member = await add_client(store)
    await add_occurrence(store, await add_schedule(store, member))
    until_at = NOW_AT + minutes(30)
    async with store.write() as tx:
        await members.set_stopped(tx, member, NOW_AT)
        await members.set_unreachable(tx, member, NOW_AT)
        await tx.run("UPDATE member SET paused_until_at = ?", (to_ms(until_at),))

    (candidate,) = await ready(store)

    assert candidate.stopped
    assert candidate.unreachable
    assert candidate.paused_until_at == until_at


@pytest.mark.parametrize("status", ["paused", "ended"])
async def test_a_schedule_that_is_not_active_is_read_at_the_claim(
    store: Store, schedule: ScheduleId, status: str
) -> None:
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


# Consent


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


# The places of a day


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


async def test_a_days_messages_are_counted_without_reading_other_days(store: Store) -> None:
    steps = await query_plan(store, claims.COUNTED, {"days": "[]", "kinds": "[]"})

    assert "(schedule_id=? AND slot>? AND slot<?)" in steps
    assert "SEARCH s USING COVERING INDEX schedule_of_member" in steps
    assert "SCAN o" not in steps
