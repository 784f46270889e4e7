"""Cases on the queue: who takes them, who is told, and what settles itself."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.case import Case, CaseId, CaseState, Reason
from bot.domain.ids import ClinicId, DiscordUserId, MemberId
from bot.domain.session import SessionId
from bot.store import members, queue
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    add_client,
    add_clinic,
    add_member,
    minutes,
    query_plan,
    set_membership,
)

ADA, BEN = DiscordUserId(81), DiscordUserId(82)
ALERTS = "UPDATE clinic SET alerts_channel_id = ?, locale = 'de' WHERE id = ?"
POSTS = "SELECT clinic_id, member_id, wish FROM schedule WHERE kind = 'alert' ORDER BY id"


async def add(
    store: Store,
    clinic: ClinicId,
    member: MemberId,
    reason: Reason = Reason.CALL_ME,
    later_min: float = 0,
) -> bool:
    async with store.write() as tx:
        return await queue.add(tx, clinic, member, reason.value, NOW_AT + minutes(later_min))


async def waiting(store: Store, clinic: ClinicId) -> list[Case]:
    return await queue.waiting(store.reads, clinic, 50)


async def change(store: Store, how: Any, case: CaseId, by: DiscordUserId) -> bool:
    async with store.write() as tx:
        changed: bool = await how(tx, case, by, NOW_AT + minutes(5))
    return changed


async def test_what_hurts_comes_first_then_who_waits_longest(store: Store) -> None:
    clinic, mia = await add_clinic(store), await add_client(store)
    leo = await add_member(store, 2)
    await add(store, clinic, mia, Reason.MOVE, 1)
    await add(store, clinic, leo, Reason.CALL_ME, 0)
    await add(store, clinic, leo, Reason.HURTS, 9)

    found = await waiting(store, clinic)

    assert [(one.member_id, one.reason) for one in found] == [
        (leo, Reason.HURTS),
        (leo, Reason.CALL_ME),
        (mia, Reason.MOVE),
    ]
    assert found[0].client == DiscordUserId(1002)
    assert await queue.number_waiting(store.reads, clinic) == 3
    assert [one.reason for one in await queue.waiting(store.reads, clinic, 1, 1)] == [
        Reason.CALL_ME
    ]


async def test_only_the_first_of_two_takes_a_case(store: Store) -> None:
    clinic, mia = await add_clinic(store), await add_client(store)
    await add(store, clinic, mia)
    (case,) = await waiting(store, clinic)

    assert await change(store, queue.take, case.id, ADA)
    assert not await change(store, queue.take, case.id, BEN)

    (taken,) = await waiting(store, clinic)
    assert (taken.state, taken.staff_id) == (CaseState.TAKEN, ADA)
    assert taken.changed_at == NOW_AT + minutes(5)


async def test_anybody_closes_a_case_once_and_it_waits_no_more(store: Store) -> None:
    clinic, mia = await add_clinic(store), await add_client(store)
    await add(store, clinic, mia)
    (case,) = await waiting(store, clinic)
    await change(store, queue.take, case.id, ADA)

    assert await change(store, queue.close, case.id, BEN)
    assert not await change(store, queue.close, case.id, ADA)
    assert not await change(store, queue.take, case.id, ADA)

    assert await waiting(store, clinic) == []
    found = await queue.find(store.reads, clinic, case.id)
    assert found is not None
    assert (found.state, found.staff_id) == (CaseState.DONE, BEN)


async def test_only_whose_case_it_is_gives_it_back(store: Store) -> None:
    clinic, mia = await add_clinic(store), await add_client(store)
    await add(store, clinic, mia)
    (case,) = await waiting(store, clinic)
    await change(store, queue.close, case.id, ADA)

    assert not await change(store, queue.reopen, case.id, BEN)
    assert await change(store, queue.reopen, case.id, ADA)

    (back,) = await waiting(store, clinic)
    assert (back.state, back.staff_id) == (CaseState.OPEN, None)


async def test_a_closed_case_is_not_given_back_beside_a_new_one_of_its_kind(store: Store) -> None:
    clinic, mia = await add_clinic(store), await add_client(store)
    await add(store, clinic, mia)
    (case,) = await waiting(store, clinic)
    await change(store, queue.close, case.id, ADA)
    await add(store, clinic, mia)

    assert not await change(store, queue.reopen, case.id, ADA)
    assert len(await waiting(store, clinic)) == 1


async def test_another_clinics_case_is_not_found(store: Store) -> None:
    clinic, other = await add_clinic(store), await add_clinic(store, 2)
    mia = await add_client(store)
    await add(store, clinic, mia)
    (case,) = await waiting(store, clinic)

    assert await queue.find(store.reads, other, case.id) is None
    assert await waiting(store, other) == []


async def test_a_new_case_is_posted_once_in_the_alerts_channel_without_its_reason(
    store: Store,
) -> None:
    clinic, mia = await add_clinic(store), await add_client(store)
    async with store.write() as tx:
        await tx.run(ALERTS, (77, clinic))

    await add(store, clinic, mia, Reason.HURTS)
    await add(store, clinic, mia, Reason.HURTS, 1)

    (post,) = await store.reads.rows(POSTS)
    assert (post["clinic_id"], post["member_id"]) == (clinic, None)
    assert json.loads(post["wish"]) == {
        "channel": 77,
        "locale": "de",
        "case": 1,
        "client": 1001,
        "soon": True,
    }


async def test_without_an_alerts_channel_nothing_is_posted(store: Store) -> None:
    clinic, mia = await add_clinic(store), await add_client(store)

    await add(store, clinic, mia)

    assert await store.reads.rows(POSTS) == []


async def unreachable(store: Store, member: MemberId, later_min: float) -> None:
    at = NOW_AT + minutes(later_min)
    async with store.write() as tx:
        await members.set_unreachable(tx, member, at)
        await queue.add_unreachable(tx, member, at)


async def test_closed_dms_are_a_case_of_every_clinic_they_agreed_with(store: Store) -> None:
    one, two, three = [await add_clinic(store, number) for number in (1, 2, 3)]
    mia = await add_client(store)
    await set_membership(store, mia, two)

    await unreachable(store, mia, 0)
    await unreachable(store, mia, 5)

    for clinic, number in ((one, 1), (two, 1), (three, 0)):
        assert len(await waiting(store, clinic)) == number


async def test_who_can_be_reached_again_is_off_the_queue_and_comes_back_as_a_new_case(
    store: Store,
) -> None:
    clinic, mia = await add_clinic(store), await add_client(store)
    await unreachable(store, mia, 0)
    async with store.write() as tx:
        await tx.run("UPDATE member SET unreachable_at = NULL")
    assert await waiting(store, clinic) == []
    assert await queue.number_waiting(store.reads, clinic) == 0

    await unreachable(store, mia, 60)

    (again,) = await waiting(store, clinic)
    assert again.created_at == NOW_AT + minutes(60)


async def test_a_case_of_worse_waits_only_while_the_client_shares(store: Store) -> None:
    clinic, mia = await add_clinic(store), await add_client(store)
    await add(store, clinic, mia, Reason.WORSE)
    assert await waiting(store, clinic) == []

    async with store.write() as tx:
        await tx.run("UPDATE membership SET sharing = 1")

    assert len(await waiting(store, clinic)) == 1


async def test_the_same_reason_about_two_sessions_are_two_cases(store: Store) -> None:
    clinic, mia = await add_clinic(store), await add_client(store)
    async with store.write() as tx:
        for number in (1, 2):
            await tx.run(
                "INSERT INTO session (id, clinic_id, member_id, local_at, zone, starts_at, state,"
                " created_at, changed_at) VALUES (?, ?, ?, 'x', 'y', 0, 'booked', 0, 0)",
                (number, clinic, mia),
            )
            session, why = SessionId(number), Reason.TOOK_PLACE.value
            assert await queue.add(tx, clinic, mia, why, NOW_AT, session)
            assert not await queue.add(tx, clinic, mia, why, NOW_AT, session)

    assert [one.session_id for one in await waiting(store, clinic)] == [1, 2]


async def test_a_page_of_the_queue_is_found_by_its_index(store: Store) -> None:
    plan = await query_plan(store, queue.PAGE, (1, 5, 0))

    assert "queue_item_of_clinic" in plan
    assert "SCAN" not in plan
