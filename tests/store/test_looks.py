"""Looks: a member sees who of the staff looked at their card, and whether scores were on it."""

from __future__ import annotations

from bot.domain.ids import ClinicId, DiscordUserId, MemberId
from bot.store import looks
from bot.store.connection import Store
from bot.store.looks import Look
from tests.store.builders import NOW_AT, add_client, add_clinic, minutes, query_plan

TOM, EVA = DiscordUserId(71), DiscordUserId(72)


async def add(store: Store, member: MemberId, *found: Look) -> None:
    async with store.write() as tx:
        for look in found:
            await looks.add(tx, member, look)


def look(
    clinic: ClinicId, staff: DiscordUserId = TOM, *, scores: bool = False, later_min: int = 0
) -> Look:
    return Look(clinic, staff, scores, NOW_AT + minutes(later_min))


async def test_every_look_is_kept_and_the_latest_comes_first(store: Store) -> None:
    mia = await add_client(store)
    one, other = await add_clinic(store, 1), await add_clinic(store, 2)
    first, second = look(one), look(one, EVA, scores=True, later_min=5)
    third = look(other, later_min=9)
    await add(store, mia, first, third, second)

    assert await looks.latest(store.reads, mia, 25) == [third, second, first]
    assert await looks.latest(store.reads, mia, 2) == [third, second]
    assert await looks.latest(store.reads, mia, 2, skipped=2) == [first]
    assert await looks.number(store.reads, mia) == 3


async def test_two_looks_at_one_moment_are_two(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    await add(store, mia, look(clinic), look(clinic))
    assert len(await looks.latest(store.reads, mia, 25)) == 2


async def test_a_look_at_somebody_else_is_not_told(store: Store) -> None:
    mia, leo = await add_client(store, 1), await add_client(store, 2)
    await add(store, leo, look(await add_clinic(store)))
    assert await looks.latest(store.reads, mia, 25) == []
    assert await looks.number(store.reads, mia) == 0


async def test_looks_go_with_the_member_they_were_at(store: Store) -> None:
    mia = await add_client(store)
    await add(store, mia, look(await add_clinic(store)))
    async with store.write() as tx:
        await tx.run("DELETE FROM member WHERE id = ?", (mia,))
    assert await store.reads.rows("SELECT * FROM look") == []


async def test_looks_are_never_searched_for(store: Store) -> None:
    assert "SCAN" not in await query_plan(store, looks.LATEST, (1, 25, 0))
