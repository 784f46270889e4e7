"""What waits for a person of the clinic."""

from __future__ import annotations

from bot.domain.ids import ClinicId, MemberId
from bot.store import queue
from bot.store.connection import Row, Store
from tests.store.builders import NOW_AT, add_client, add_clinic, add_member, minutes


async def add(store: Store, clinic: ClinicId, member: MemberId, later_min: int = 0) -> bool:
    async with store.write() as tx:
        return await queue.add(tx, clinic, member, queue.CONTACT, NOW_AT + minutes(later_min))


async def items(store: Store) -> list[Row]:
    return await store.reads.rows("SELECT * FROM queue_item ORDER BY id")


async def test_a_flag_is_open_and_holds_nothing_but_who_where_and_why(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)

    assert await add(store, clinic, mia)

    (item,) = await items(store)
    at = int(NOW_AT.timestamp() * 1000)
    said = {column: value for column, value in dict(item).items() if value is not None}
    assert said == {
        "id": 1,
        "clinic_id": clinic,
        "member_id": mia,
        "reason": "contact",
        "state": "open",
        "created_at": at,
        "changed_at": at,
    }


async def test_asking_twice_is_asking_once_also_while_somebody_is_at_it(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    await add(store, clinic, mia)

    assert not await add(store, clinic, mia, 5)
    async with store.write() as tx:
        await tx.run("UPDATE queue_item SET state = 'taken'")

    assert not await add(store, clinic, mia, 9)
    assert [row["state"] for row in await items(store)] == ["taken"]


async def test_once_it_is_done_asking_again_is_new(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    await add(store, clinic, mia)
    async with store.write() as tx:
        await tx.run("UPDATE queue_item SET state = 'done'")

    assert await add(store, clinic, mia, 60)

    assert [row["state"] for row in await items(store)] == ["done", "open"]


async def test_another_member_and_another_clinic_are_asked_for_themselves(store: Store) -> None:
    mia, leo = await add_client(store), await add_member(store, 2)
    one, two = await add_clinic(store), await add_clinic(store, 2)

    assert await add(store, one, mia)
    assert await add(store, two, mia)
    assert await add(store, one, leo)
