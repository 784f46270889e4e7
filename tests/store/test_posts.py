"""What goes into a clinic's channels."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import OccurrenceId
from bot.domain.rule import Occasion, Rule, Weekdays
from bot.store import planning, posts, schedules
from bot.store.connection import Store
from tests.store.builders import NOW_AT, add_clinic, minutes, ready

RULE = Rule(Weekdays(frozenset({0})), (600,))
SLOT = datetime(2026, 11, 30, 10)  # noqa: DTZ001 - a wall time


async def test_a_post_is_ready_at_once_for_its_clinics_channel(store: Store) -> None:
    clinic = await add_clinic(store)
    async with store.write() as tx:
        wish: dict[str, object] = {"channel": 77, "locale": "fr"}
        number = await posts.add(tx, clinic, "panel", wish, NOW_AT, lane=1)

    (candidate,) = await ready(store)

    assert candidate.id == number
    assert (candidate.member_id, candidate.clinic_id) == (None, clinic)
    assert (candidate.dm_channel_id, candidate.locale) == (77, "fr")


async def test_a_post_without_a_channel_yet_is_ready_too(store: Store) -> None:
    clinic = await add_clinic(store)
    async with store.write() as tx:
        await posts.add(tx, clinic, "fallback", {"thread_of": 1}, NOW_AT, lane=1)

    (candidate,) = await ready(store)

    assert candidate.dm_channel_id is None


async def test_two_posts_of_one_minute_are_two(store: Store) -> None:
    clinic = await add_clinic(store)
    async with store.write() as tx:
        for _ in range(2):
            await posts.add(tx, clinic, "alert", {"channel": 77}, NOW_AT, lane=1)

    assert len(await ready(store)) == 2


async def test_the_latest_schedule_of_a_kind_is_found_with_what_it_used_last(store: Store) -> None:
    clinic, other = await add_clinic(store), await add_clinic(store, 2)
    assert await posts.latest(store.reads, clinic, "weekly") is None
    async with store.write() as tx:
        upcoming = Occasion(SLOT, NOW_AT + minutes(60))
        wish: dict[str, object] = {"channel": 77}
        number = await schedules.add(
            tx,
            kind="weekly",
            member_id=None,
            clinic_id=clinic,
            wish=wish,
            rule=RULE,
            upcoming=upcoming,
            now_at=NOW_AT,
        )
    found = await posts.latest(store.reads, clinic, "weekly")
    assert found is not None
    assert (found.id, found.wish, found.status) == (number, wish, "active")
    assert found.local_last_slot is None

    async with store.write() as tx:
        await posts.add(tx, clinic, "alert", wish, NOW_AT, lane=1)
        (due,) = await planning.due(tx, NOW_AT + minutes(60), 5)
        assert due.zone == "Europe/Berlin"

    assert await posts.latest(store.reads, other, "weekly") is None


async def test_what_a_post_showed_is_known_while_its_record_is_kept(store: Store) -> None:
    clinic = await add_clinic(store)
    async with store.write() as tx:
        number = await posts.add(tx, clinic, "weekly", {"channel": 77}, NOW_AT, lane=4)
        await tx.run("UPDATE occurrence SET item = 'stress'")

    assert await posts.item_of(store.reads, number, "weekly") == "stress"
    assert await posts.item_of(store.reads, number, "panel") is None
    assert await posts.item_of(store.reads, OccurrenceId(999), "weekly") is None
