"""What members changed, kept so that it can be undone once."""

from __future__ import annotations

from bot.domain.ids import ChangeId
from bot.store import changes
from bot.store.changes import Change
from bot.store.connection import Store
from tests.store.builders import NOW_AT, add_member, minutes

BEFORE: dict[str, object] = {"every_min": 45, "days": [0, 4], "rule": None}


async def test_a_change_knows_how_things_stood_before(store: Store) -> None:
    member = await add_member(store)
    async with store.write() as tx:
        number = await changes.note(tx, member, "posture", BEFORE, NOW_AT)

    assert await changes.find(store.reads, number) == Change(
        id=number,
        member_id=member,
        subject="posture",
        before=BEFORE,
        made_at=NOW_AT,
        undone=False,
        latest=True,
    )
    assert await changes.find(store.reads, ChangeId(99)) is None


async def test_only_the_latest_change_of_a_subject_by_the_same_member_is_the_latest(
    store: Store,
) -> None:
    member, other = await add_member(store, 1), await add_member(store, 2)
    async with store.write() as tx:
        ids = [
            await changes.note(tx, whose, subject, {}, NOW_AT)
            for whose, subject in (
                (member, "posture"),
                (member, "posture"),
                (member, "settings"),
                (other, "posture"),
            )
        ]

    found = [await changes.find(store.reads, each) for each in ids]

    assert [change.latest for change in found if change] == [False, True, True, True]


async def test_a_change_is_undone_once(store: Store) -> None:
    member = await add_member(store)
    async with store.write() as tx:
        number = await changes.note(tx, member, "posture", {}, NOW_AT)
        assert await changes.mark_undone(tx, number, NOW_AT)
        assert not await changes.mark_undone(tx, number, NOW_AT + minutes(1))
        assert not await changes.mark_undone(tx, ChangeId(99), NOW_AT)

    found = await changes.find(store.reads, number)
    assert found is not None
    assert found.undone
